// What the console's own views have in common.
import { css, html, nothing, type TemplateResult } from 'lit'
import type { Operation } from '../client.ts'
import { Fault } from '../client.ts'
import { InterludeElement } from '../interlude-element.ts'
import { relativeTime, exactTime } from '../times.ts'
import { consoleTexts, type ConsoleTexts } from './console-texts.ts'

type Answer = { __typename: string; message?: string; code?: string; issues?: readonly { path: string[]; message: string }[] }

/** A view of the console. */
export class ConsoleView extends InterludeElement {
  static override styles = [...InterludeElement.styles, css`
    tbody tr.link { cursor: pointer; }
    tbody tr.link:hover { background: var(--_raised); }
    td { min-width: 8ch; }
    td a { font-weight: 600; text-decoration: none; }
    td a:hover { text-decoration: underline; }
    textarea.code { font-family: ui-monospace, 'SF Mono', Menlo, monospace; font-size: 0.8125rem; }
    .filters { display: flex; flex-wrap: wrap; gap: 6px; }
    .filters button[aria-pressed='true'] { background: var(--_accent); color: var(--_on-accent); border-color: var(--_accent); }
    td button { min-height: 30px; padding: 3px 10px; }
    @container (max-width: 600px) {
      table, tbody, tr, td { display: block; }
      thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
      tbody tr { padding: 10px 16px; border-bottom: 1px solid var(--_line); }
      tbody tr:last-child { border-bottom: 0; }
      td { border: 0; padding: 1px 0 !important; }
      td[data-label]:not(.first)::before { content: attr(data-label) ': '; color: var(--_quiet); font-size: 0.8125rem; }
      td.blank { display: none; }
    }
  `]

  /** The console's texts in the language of the page. */
  get words(): ConsoleTexts {
    return consoleTexts(this.language)
  }

  /** A time as the views show it. */
  protected renderTime(time: string | null): TemplateResult | typeof nothing {
    return time === null ? nothing : html`<time datetime=${time} title=${exactTime(time, this.language)}>${relativeTime(time, this.language)}</time>`
  }

  /** A table; a cell that is `null` is left out on a phone. The first cell of a row is what it is known by. */
  protected renderTable(label: string, columns: readonly string[], rows: readonly (readonly unknown[])[]): TemplateResult {
    return html`
      <div class="scroll"><table role="table" aria-label=${label}>
        <thead role="rowgroup"><tr role="row">${columns.map((column) => html`<th role="columnheader" scope="col">${column}</th>`)}</tr></thead>
        <tbody role="rowgroup">${rows.map((cells) => html`<tr role="row">${cells.map((cell, at) => html`<td role="cell" class="${at === 0 ? 'first' : ''} ${cell === null ? 'blank' : ''}" data-label=${columns[at] === this.texts.actions ? nothing : columns[at]}>${cell ?? nothing}</td>`)}</tr>`)}</tbody>
      </table></div>`
  }

  /** Runs a mutation; answers its success, and throws Fault with the refusal's words. */
  protected async change<Data extends object, Variables>(document: Operation<Data, Variables>, variables: Variables): Promise<Data> {
    if (this.client === null) throw new Fault(this.texts.signedOut, 'UNAUTHENTICATED')
    const data = await this.client.request(document, variables)
    const [answer] = Object.values(data) as Answer[]
    if (!answer!.__typename.endsWith('Success')) throw new Fault([answer!.message, ...(answer!.issues ?? []).map(({ message }) => message)].join(' '), answer!.code ?? '')
    return data
  }
}

/** An address within the console. */
export function address(...parts: readonly string[]): string {
  return `#/${parts.map(encodeURIComponent).join('/')}`
}
