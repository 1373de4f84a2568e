// One field of a screen, as its type wants it: with its label, help and faults tied to it for those who don't see them.
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { icon } from '../icons.ts'
import { writtenNumber } from '../numbers.ts'
import type { Texts } from '../texts/texts.ts'
import { isNumeric, localTime, utcTime, type Field } from './screen-values.ts'

/** A field with what is filled in, what is wrong with that, and who hears of a change. */
export type FieldParts = { field: Field; value: unknown; faults: readonly string[]; texts: Texts; language: string; change: (value: unknown) => void }

type Input = { type?: string; inputmode?: string; autocomplete?: string; max?: string }

// With a last year of four digits, what is typed after the year is the next part, and not more of the year.
const LAST_DATE = '9999-12-31', LAST_TIME = '9999-12-31T23:59'

const INPUTS = {
  TEXT: {}, NUMBER: { inputmode: 'decimal' }, CURRENCY: { inputmode: 'decimal' }, DATE: { type: 'date', max: LAST_DATE }, EMAIL: { type: 'email', autocomplete: 'off' },
  PHONE: { type: 'tel', autocomplete: 'off' }, URL: { type: 'url', inputmode: 'url' }, PASSWORD: { type: 'password', autocomplete: 'new-password' },
} as const satisfies Record<string, Input>

/** Renders the field. */
export function renderField(parts: FieldParts): TemplateResult {
  const { field } = parts
  switch (field.fieldType) {
    case 'DISPLAY_TEXT': return html`<div class="display" part="display-text"><span class="visually-hidden">${field.label}</span>${field.displayText}</div>`
    case 'CHECKBOX': return checkbox(parts)
    case 'RADIO_BUTTONS': case 'MULTI_SELECT_PICKLIST': return choices(parts)
    default: return html`
      <div class="field" part="field">
        <label class="label" for=${idOf(field)}>${field.label}${mark(parts)}</label>
        ${control(parts)}${under(parts)}
      </div>`
  }
}

function control(parts: FieldParts): TemplateResult {
  const { field, value, change, texts, language } = parts
  const onInput = (event: Event) => change((event.target as HTMLInputElement).value)
  const shown = value === undefined || value === null ? '' : typeof value === 'number' && isNumeric(field) ? writtenNumber(value, language) : String(value)
  switch (field.fieldType) {
    case 'LONG_TEXT': return html`<textarea id=${idOf(field)} rows="4" .value=${live(shown)} @input=${onInput} aria-required=${field.isRequired} aria-invalid=${isBad(parts)} aria-describedby=${describedBy(parts)}></textarea>`
    case 'DATE_TIME': return html`<input id=${idOf(field)} type="datetime-local" max=${LAST_TIME} .value=${live(localTime(value))} @change=${(event: Event) => change(utcTime((event.target as HTMLInputElement).value))} aria-required=${field.isRequired} aria-invalid=${isBad(parts)} aria-describedby=${describedBy(parts)}>`
    case 'PICKLIST': return html`
      <select id=${idOf(field)} @change=${(event: Event) => change(field.choices![(event.target as HTMLSelectElement).selectedIndex - 1]?.value ?? null)} aria-required=${field.isRequired} aria-invalid=${isBad(parts)} aria-describedby=${describedBy(parts)}>
        <option .selected=${live(isNone(value))}>${texts.choose}</option>
        ${field.choices!.map((choice) => html`<option .selected=${live(choice.value === value)}>${choice.label}</option>`)}
      </select>`
    default: {
      const input: Input = INPUTS[field.fieldType as keyof typeof INPUTS] ?? {}
      return html`<input id=${idOf(field)} type=${input.type ?? 'text'} inputmode=${input.inputmode ?? nothing} autocomplete=${input.autocomplete ?? nothing} max=${input.max ?? nothing} .value=${live(shown)} @input=${onInput} aria-required=${field.isRequired} aria-invalid=${isBad(parts)} aria-describedby=${describedBy(parts)}>`
    }
  }
}

function checkbox(parts: FieldParts): TemplateResult {
  const { field, value, change } = parts
  return html`
    <div class="field" part="field">
      <label class="choice"><input id=${idOf(field)} type="checkbox" .checked=${live(value === true)} @change=${(event: Event) => change((event.target as HTMLInputElement).checked)} aria-invalid=${isBad(parts)} aria-describedby=${describedBy(parts)}><span>${field.label}</span></label>
      ${under(parts)}
    </div>`
}

function choices(parts: FieldParts): TemplateResult {
  const { field, value, change } = parts
  const isMany = field.fieldType === 'MULTI_SELECT_PICKLIST'
  const chosen: readonly unknown[] = isMany ? (Array.isArray(value) ? value : []) : [value]
  const toggle = (choice: unknown, isOn: boolean) => change(isMany ? field.choices!.map((each) => each.value).filter((each) => (each === choice ? isOn : chosen.includes(each))) : choice)
  return html`
    <fieldset class="field" part="field" role=${isMany ? 'group' : 'radiogroup'} aria-required=${isMany ? nothing : field.isRequired} aria-invalid=${isMany ? nothing : isBad(parts)} aria-describedby=${describedBy(parts)}>
      <legend class="label">${field.label}${mark(parts)}</legend>
      <div class="choices">
        ${field.choices!.map((choice, at) => html`
          <label class="choice"><input id=${at === 0 ? idOf(field) : nothing} type=${isMany ? 'checkbox' : 'radio'} name=${idOf(field)} .checked=${live(chosen.includes(choice.value))} @change=${(event: Event) => toggle(choice.value, (event.target as HTMLInputElement).checked)}><span>${choice.label}</span></label>`)}
      </div>
      ${under(parts)}
    </fieldset>`
}

// Most fields are required, so that it is the others which are marked.
function mark({ field, texts }: FieldParts) {
  return field.isRequired ? nothing : html`<span class="optional quiet small"> (${texts.optional})</span>`
}

function under({ field, faults }: FieldParts) {
  return html`
    ${field.helpText === null ? nothing : html`<p class="quiet small" id="${idOf(field)}-help">${field.helpText}</p>`}
    ${faults.length === 0 ? nothing : html`<p class="wrong small" part="field-fault" id="${idOf(field)}-fault">${icon('warning')} ${faults.join(' ')}</p>`}`
}

/** The id of the field's control. */
export function idOf(field: Field): string {
  return `field-${field.apiName}`
}

function isBad({ faults }: FieldParts) {
  return faults.length > 0 ? 'true' : nothing
}

function describedBy({ field, faults }: FieldParts) {
  const ids = [field.helpText === null ? [] : [`${idOf(field)}-help`], faults.length === 0 ? [] : [`${idOf(field)}-fault`]].flat()
  return ids.length === 0 ? nothing : ids.join(' ')
}

function isNone(value: unknown): boolean {
  return value === undefined || value === null
}
