// <interlude-paused-interviews>: the paused interviews of a record as a table, to resume, delete, or just look at.
import { css, html, nothing, type PropertyDeclarations } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import '../ask-first.ts'
import type { InterludeAskFirst } from '../ask-first.ts'
import { Fault, type InterludeClient } from '../client.ts'
import { DeleteInterviewsDocument, InterviewDocument, PausedInterviewsDocument, RecordWorkDocument, type PausedInterviewsQuery } from '../generated/graphql.ts'
import { icon } from '../icons.ts'
import { define, InterludeElement } from '../interlude-element.ts'
import { following, LiveQuery } from '../live-query.ts'
import '../row-menu.ts'
import '../screen-flow/screen-flow.ts'
import { recall, remember } from '../tab-memory.ts'
import { exactTime, timeSince } from '../times.ts'
import { cellOf, columnsOf, sorted, type ColumnName, type PausedInterview } from './columns.ts'

const resumedOn = (recordId: string, username: string) => `resumed ${username} ${recordId}`

type Opened = { id: string; label: string }

/**
 * The paused interviews of `record-id`; `columns` names what the table shows, and in which order. Fires `interlude-resumed`
 * (cancelable: then the page shows it elsewhere) and `interlude-deleted`, and what a flow resumed in it fires.
 */
export class InterludePausedInterviews extends InterludeElement {
  static override properties: PropertyDeclarations = {
    ...InterludeElement.properties, recordId: { attribute: 'record-id' }, columns: {},
    sortedBy: { state: true }, isDescending: { state: true }, selected: { state: true }, openId: { state: true }, leftBehind: { state: true }, said: { state: true }, fault: { state: true },
  }
  static override styles = [...InterludeElement.styles, css`
    th button { min-height: 30px; padding: 2px 4px; margin: -2px -4px; font-weight: 600; }
    td.tools, th.tools { width: 1%; padding-block: 3px; }
    td.tools { text-align: end; white-space: nowrap; }
    .pick { width: 1%; }
    .pick input { display: block; margin-top: 2px; }
    tr.selected td, tr.selected th { background: color-mix(in oklab, var(--_accent) 7%, var(--_ground)); }
    td .clamp { overflow-wrap: anywhere; display: -webkit-box; -webkit-line-clamp: 3; -webkit-box-orient: vertical; overflow: hidden; min-width: 9ch; }
    @container (max-width: 560px) {
      table, tbody, tr, td { display: block; }
      thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; visibility: hidden; }
      tr { position: relative; padding-block: 10px; padding-inline: 48px 56px; border-bottom: 1px solid var(--_line); }
      tr:last-child { border-bottom: 0; }
      td { border: 0; padding: 1px 0 !important; }
      td[data-label]:not(:empty)::before { content: attr(data-label) ': '; color: var(--_quiet); font-size: 0.8125rem; }
      td.first::before { content: none !important; }
      td.first { font-weight: 600; }
      td .clamp { display: inline; }
      td.blank { display: none; }
      td.pick { position: absolute; inset-inline-start: 16px; top: 12px; }
      td.tools { position: absolute; inset-inline-end: 8px; top: 6px; width: auto; }
    }
  `]
  declare recordId: string | null
  declare columns: string | null
  declare private sortedBy: ColumnName
  declare private isDescending: boolean
  declare private selected: ReadonlySet<string>
  declare private openId: string | null
  /** What was resumed here, and left without finishing or pausing it: nothing else on the page leads back to it. */
  declare private leftBehind: Opened | null
  declare private said: string | null
  declare private fault: Fault | null
  #takenUpBy: InterludeClient | null = null
  #opened: Opened | null = null
  readonly #paused = new LiveQuery<PausedInterviewsQuery, { recordId: string }>(this, {
    document: PausedInterviewsDocument,
    variables: () => (this.recordId ? { recordId: this.recordId } : null),
    follow: () => [following(RecordWorkDocument, { recordId: this.recordId! })],
    onData: ({ record }) => {
      const there = new Set(record?.pausedInterviews.edges.map(({ node }) => node.id))
      this.selected = new Set([...this.selected].filter((id) => there.has(id)))
      if (this.leftBehind !== null) void this.#seeLeftBehind(this.leftBehind)
    },
  })

  constructor() {
    super()
    this.sortedBy = 'pausedAt'
    this.isDescending = true
    this.#reset()
  }

  #reset(): void {
    this.selected = new Set()
    this.said = null
    this.fault = null
    this.openId = null
    this.leftBehind = null
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('recordId')) this.#reset()
    if (changed.has('recordId') || this.client !== this.#takenUpBy) void this.#takeUp()
  }

  protected override signedOut(): void {
    this.#reset()
    this.renderRoot.querySelector<InterludeAskFirst>('interlude-ask-first')?.dismiss()
  }

  // What the person has resumed here and not finished is open again after a reload.
  async #takeUp(): Promise<void> {
    const { client, recordId } = this
    this.#takenUpBy = client
    const username = await client?.username() ?? null
    if (username === null || !recordId || client !== this.client || recordId !== this.recordId) return
    const id = recall(resumedOn(recordId, username))
    if (id === null || this.openId !== null) return
    // What was paused since, elsewhere or by somebody else, waits in the list like any other.
    const node = await this.#find(id)
    if (client !== this.client || recordId !== this.recordId || this.openId !== null) return
    if (node?.status === 'STARTED') this.#open(node)
    else if (node !== undefined) remember(resumedOn(recordId, username), null)
  }

  /** An interview as it stands; null: it is gone; undefined: nobody knows. */
  async #find(id: string) {
    const node = await this.client!.request(InterviewDocument, { id }).then((found) => found.node, () => undefined)
    return node?.__typename === 'FlowInterview' ? node : node === undefined ? undefined : null
  }

  // It may have been paused or finished elsewhere since.
  async #seeLeftBehind(leftBehind: Opened): Promise<void> {
    const node = await this.#find(leftBehind.id)
    if (leftBehind !== this.leftBehind || node === undefined || node?.status === 'STARTED') return
    this.leftBehind = null
    this.#forget()
  }

  /** Remembers for the person what they have resumed here; null: nothing. */
  async #keep(id: string | null): Promise<void> {
    const { client, recordId } = this
    const username = await client?.username() ?? null
    if (username !== null && recordId) remember(resumedOn(recordId, username), id)
  }

  get #rows(): readonly PausedInterview[] {
    return this.#paused.data?.record?.pausedInterviews.edges.map(({ node }) => node) ?? []
  }

  override render() {
    const { data, fault } = this.#paused
    return html`
      <div class="header" part="header">
        <h2>${this.texts.pausedInterviews}</h2>
        ${this.openId !== null ? this.renderLeave(this.#close) : this.selected.size === 0 ? nothing : html`<span class="small quiet" role="status">${this.texts.selected(this.selected.size)}</span>
          <button class="danger" part="delete-selected" @click=${() => this.#delete([...this.selected])}>${this.texts.deleteSelected(this.selected.size)}</button>`}
      </div>
      ${this.renderConnection()}
      ${this.said === null ? nothing : html`<p class="note" role="status">${this.said}</p>`}
      ${this.renderFault(this.fault)}
      ${this.openId !== null ? this.#renderFlow(this.openId)
        : data === null ? this.renderInstead(fault)
        : data.record === null ? html`<p class="empty">${this.texts.nothingThere}</p>`
        : html`${this.renderFault(fault)}${this.#renderLeftBehind()}${this.#rows.length === 0 ? html`<p class="empty" part="empty" id="empty" tabindex="-1">${this.texts.pausedEmpty}</p>` : this.#renderTable()}`}
      <interlude-ask-first></interlude-ask-first>`
  }

  #renderFlow(id: string) {
    return html`<interlude-screen-flow part="flow" .endpoint=${this.endpoint} .token=${this.token} .wantsFocus=${true} interview-id=${id} @interlude-closed=${this.#close}
      @interlude-finished=${this.#forget} @interlude-paused=${this.#forget} @interlude-ended=${this.#forget} @interlude-taken=${this.#forget}></interlude-screen-flow>`
  }

  #renderLeftBehind() {
    const { leftBehind, texts } = this
    if (leftBehind === null) return nothing
    return html`<div class="row body"><span class="grow">${leftBehind.label}</span><button class="primary" part="continue" aria-label="${texts.continueWork}: ${leftBehind.label}" @click=${() => this.#open(leftBehind)}>${texts.continueWork}</button></div>`
  }

  #renderTable() {
    const { texts } = this
    const columns = columnsOf(this.columns)
    const rows = sorted(this.#rows, this.sortedBy, this.isDescending, this.language)
    const deletable = rows.filter(({ canDelete }) => canDelete)
    const areAll = deletable.length > 0 && deletable.every(({ id }) => this.selected.has(id))
    return html`
      <div class="scroll">
        <table role="table" part="table" aria-label=${texts.pausedInterviews}>
          <thead role="rowgroup"><tr role="row">
            <td role="columnheader" class="pick">${deletable.length === 0 ? nothing : html`<input type="checkbox" aria-label=${texts.selectAll} .checked=${areAll} .indeterminate=${!areAll && this.selected.size > 0} @change=${() => { this.selected = new Set(areAll ? [] : deletable.map(({ id }) => id)) }}>`}</td>
            ${columns.map((column) => html`<th role="columnheader" scope="col" aria-sort=${this.sortedBy === column ? (this.isDescending ? 'descending' : 'ascending') : 'none'}>
              <button class="plain" @click=${() => this.#sortBy(column)}>${texts.columns[column]}${this.sortedBy === column ? icon(this.isDescending ? 'down' : 'up') : nothing}</button></th>`)}
            <th role="columnheader" class="tools" scope="col"><span class="visually-hidden">${texts.actions}</span></th>
          </tr></thead>
          <tbody role="rowgroup">${repeat(rows, ({ id }) => id, (row) => this.#renderRow(row, columns))}</tbody>
        </table>
      </div>
      ${this.#paused.data?.record?.pausedInterviews.pageInfo.hasNextPage ? html`<p class="more quiet small">${texts.latestOnly(rows.length)}</p>` : nothing}`
  }

  #renderRow(row: PausedInterview, columns: readonly ColumnName[]) {
    const { texts } = this
    const isSelected = this.selected.has(row.id)
    const items = [
      { id: 'resume', label: texts.resume, isDisabled: !row.canResume },
      { id: 'delete', label: texts.delete, isDangerous: true, isDisabled: !row.canDelete },
    ]
    return html`
      <tr role="row" class=${isSelected ? 'selected' : ''} part="row">
        <td role="cell" class="pick">${row.canDelete ? html`<input type="checkbox" aria-label=${texts.select(row.label)} .checked=${isSelected} @change=${() => this.#toggle(row.id)}>` : nothing}</td>
        ${columns.map((column, at) => this.#renderCell(row, column, at === 0))}
        <td role="cell" class="tools"><interlude-row-menu label=${texts.actionsFor(row.label)} .items=${items} @choose=${(event: CustomEvent<string>) => (event.detail === 'resume' ? this.#resume(row) : this.#delete([row.id]))}></interlude-row-menu></td>
      </tr>`
  }

  #renderCell(row: PausedInterview, column: ColumnName, isFirst: boolean) {
    const cell = cellOf(column, row)
    const value = 'time' in cell ? cell.time : cell.text
    const shown = value === null ? nothing
      : 'time' in cell ? html`<time datetime=${value} title=${exactTime(value, this.language)}>${timeSince(value, this.language)}</time>`
      : html`<span class="clamp" title=${value}>${value}</span>`
    return html`<td role="cell" data-label=${this.texts.columns[column]} class="${isFirst ? 'first' : ''} ${value === null ? 'blank' : ''}">${shown}</td>`
  }

  #sortBy(column: ColumnName): void {
    this.isDescending = this.sortedBy === column ? !this.isDescending : column === 'pausedAt' || column === 'createdDate'
    this.sortedBy = column
  }

  #toggle(id: string): void {
    const selected = new Set(this.selected)
    if (!selected.delete(id)) selected.add(id)
    this.selected = selected
  }

  #open({ id, label }: Opened): void {
    this.openId = id
    this.#opened = { id, label }
    this.leftBehind = null
  }

  #resume({ id, guid, label }: PausedInterview): void {
    this.said = null
    if (!this.tell('interlude-resumed', { interviewId: id, guid, recordId: this.recordId })) return
    void this.#keep(id)
    this.#open({ id, label })
  }

  readonly #forget = () => {
    this.#opened = null
    void this.#keep(null)
  }

  readonly #close = () => {
    this.leftBehind = this.#opened
    this.openId = null
    void this.#paused.refresh().then(() => this.focusOn('[part=continue], tbody input, th button, #empty'))
  }

  async #delete(interviewIds: readonly string[]): Promise<void> {
    const { texts, client } = this
    this.said = null
    this.fault = null
    const isWaitedFor = this.#rows.some(({ id, isOfBackgroundStep }) => isOfBackgroundStep && interviewIds.includes(id))
    const isAgreed = await this.renderRoot.querySelector<InterludeAskFirst>('interlude-ask-first')!.ask({ title: texts.deleteTitle(interviewIds.length), words: isWaitedFor ? texts.deleteStepWords : texts.deleteWords, yes: texts.delete, no: texts.cancel })
    if (!isAgreed || client === null || client !== this.client) return
    try {
      const { deleteInterviews: answer } = await client.request(DeleteInterviewsDocument, { input: { interviewIds: [...interviewIds] } })
      if (answer.__typename !== 'DeleteInterviewsSuccess') throw new Fault(answer.message, answer.code)
      const failed = answer.results.filter(({ error }) => error !== null)
      const gone = answer.results.filter(({ error }) => error === null).map(({ interviewId }) => interviewId)
      if (gone.length > 0) this.said = texts.deleted(gone.length)
      if (failed.length > 0) this.fault = new Fault(`${texts.notDeleted(failed.length)} ${[...new Set(failed.map(({ error }) => error!.message))].join(' ')}`, 'PARTLY')
      this.tell('interlude-deleted', { interviewIds: gone })
      await this.#paused.refresh()
      await this.focusOn('tbody input, th button, #empty')
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      this.fault = error
    }
  }
}

define('interlude-paused-interviews', InterludePausedInterviews)
