// A run or a definition as a picture: its stages in order, each with its steps. Stages wrap like words, so that three steps
// fill no more room than they need, and sixty are still read without panning.
import { css, html, nothing, type TemplateResult } from 'lit'
import { icon } from '../icons.ts'
import type { Texts } from '../texts/texts.ts'

/** Where a stage or a step stands; null: nowhere, as in a definition. */
export type Standing = keyof Texts['stepStatus'] | null

/** A step as it is drawn: who does it, and what is said under it. */
export type PictureStep = { label: string; kind: keyof Texts['stepType']; standing: Standing; who: string | null; notes: readonly string[]; isWaiting: boolean }
/** A stage as it is drawn. `isReached` false: the run hasn't come to it. */
export type PictureStage = { label: string; standing: Standing; isReached: boolean; steps: readonly PictureStep[]; notes: readonly string[]; isWaiting: boolean }

/** The looks of a picture. */
export const pictureLooks = css`
  .stages { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 236px), 1fr)); gap: 14px; align-items: start; counter-reset: stage; }
  .stage { border: 1px solid var(--_line); border-radius: var(--_radius); overflow: hidden; counter-increment: stage; background: var(--_ground); }
  .stage.now { border-color: var(--_accent); box-shadow: 0 0 0 1px var(--_accent); }
  .stage.later { border-style: dashed; }
  .stage > header { display: flex; align-items: center; flex-wrap: wrap; gap: 4px 8px; padding: 8px 12px; background: var(--_raised); border-bottom: 1px solid var(--_line); }
  .stage > header h3::before { content: counter(stage) '. '; color: var(--_quiet); font-variant-numeric: tabular-nums; }
  .stage > header h3 { flex: 1 1 auto; }
  .step { display: grid; grid-template-columns: auto 1fr; gap: 2px 10px; padding: 9px 12px; }
  .step + .step { border-top: 1px solid var(--_line); }
  .step .mark { display: grid; place-items: center; width: 22px; height: 22px; margin-top: 1px; border-radius: 50%; font-size: 0.75rem; color: var(--_quiet); background: var(--_raised); border: 1px solid var(--_line); }
  .step.COMPLETED .mark { color: var(--_ground); background: var(--_good); border-color: var(--_good); }
  .step.IN_PROGRESS .mark { color: var(--_on-accent); background: var(--_accent); border-color: var(--_accent); }
  .step.ERROR .mark { color: var(--_ground); background: var(--_bad); border-color: var(--_bad); }
  .step.DISCONTINUED .label, .step.CANCELED .label { text-decoration: line-through; text-decoration-color: var(--_quiet); }
  .step .notes { grid-column: 2; }
  .stage .notes li { display: flex; gap: 6px; font-size: 0.8125rem; color: var(--_quiet); }
  .stage .notes .icon { margin-top: 0.28em; }
  .stage .notes.under { padding: 8px 12px; border-top: 1px dashed var(--_line); }
`

/** Draws it. */
export function renderPicture(stages: readonly PictureStage[], texts: Texts): TemplateResult {
  return html`
    <ol class="stages" part="stages">
      ${stages.map((stage) => html`
        <li class="stage ${stage.standing === 'IN_PROGRESS' ? 'now' : ''} ${stage.isReached ? '' : 'later'}" part="stage">
          <header><h3>${stage.label}</h3>${stage.isReached ? renderStanding(stage.standing, texts) : html`<span class="badge">${texts.notReached}</span>`}</header>
          <ol>${stage.steps.map((step) => renderStep(step, texts))}</ol>
          ${renderNotes(stage, texts, 'notes under')}
        </li>`)}
    </ol>`
}

function renderStep(step: PictureStep, texts: Texts): TemplateResult {
  const status = step.standing === null ? null : texts.stepStatus[step.standing]
  return html`
    <li class="step ${step.standing ?? ''}" part="step">
      <span class="mark" title=${texts.stepType[step.kind]}>${icon(step.standing === 'COMPLETED' ? 'check' : step.standing === 'ERROR' ? 'warning' : step.kind === 'INTERACTIVE' ? 'person' : 'gear')}</span>
      <div>
        <span class="label">${step.label}</span>
        <span class="visually-hidden">, ${texts.stepType[step.kind]}${status === null ? nothing : `, ${status}`}</span>
        ${step.who === null ? nothing : html`<div class="quiet small">${step.who}</div>`}
      </div>
      ${renderNotes(step, texts, 'notes')}
    </li>`
}

function renderNotes({ notes, isWaiting }: Pick<PictureStep, 'notes' | 'isWaiting'>, texts: Texts, classes: string): TemplateResult | typeof nothing {
  if (notes.length === 0) return nothing
  return html`<ul class=${classes}>${notes.map((note) => html`<li>${isWaiting ? html`${icon('clock')}<span class="visually-hidden">${texts.waitsFor}</span>` : nothing}<span>${note}</span></li>`)}</ul>`
}

/** A status as a small label. */
export function renderStanding(standing: Standing, texts: Texts) {
  if (standing === null || standing === 'NOT_STARTED') return nothing
  const look = { COMPLETED: 'good', ERROR: 'bad', IN_PROGRESS: 'busy', SUSPENDED: 'warn', DISCONTINUED: '', CANCELED: '' }[standing]
  return html`<span class="badge ${look}">${texts.stepStatus[standing]}</span>`
}
