// Records: those with runs, one by its id, a new one; and what is known of one.
import { css, html, nothing, type PropertyDeclarations } from 'lit'
import { Fault, type InterludeClient } from '../client.ts'
import { define } from '../interlude-element.ts'
import { LiveQuery } from '../live-query.ts'
import { Pages, type PageInfo } from '../pages.ts'
import { renderStanding } from '../run/picture.ts'
import { LatestRunsDocument, RecordDocument, ShareRecordDocument, UpsertRecordDocument, type LatestRunsQuery, type LatestRunsQueryVariables, type RecordQuery } from './generated/graphql.ts'
import { address, ConsoleView } from './view.ts'

type Run = LatestRunsQuery['runs']['edges'][number]['node']
type Records = { latest: ReadonlyMap<string, Run>; pageInfo: PageInfo }

const LOOK_EVERY_MS = 5_000
const PAGE = 50
// So many pages of runs are read for one of records, and no more: then that one is shorter.
const MOST_READ = 50

/** The records that runs are about, latest first; a way to any other; and a way to make one. */
export class RecordsView extends ConsoleView {
  static override properties: PropertyDeclarations = { ...ConsoleView.properties, fault: { state: true } }
  static override styles = [...ConsoleView.styles, css`.find { display: flex; gap: 8px; padding: 12px 16px; border-bottom: 1px solid var(--_line); } .find input { flex: 1 1 12ch; }`]
  declare private fault: Fault | null
  readonly #pages = new Pages(this)
  // Which records were listed before each cursor at which a page begins.
  readonly #listed = new Map<string, ReadonlySet<string>>()
  readonly #records = new LiveQuery<Records, LatestRunsQueryVariables>(this, { document: (client, { after = null }) => this.#read(client, after), variables: () => ({ after: this.#pages.after }) })

  constructor() {
    super()
    this.fault = null
  }

  // A record is one row, at its latest run, whatever runs it has besides: there is no list of records to ask for, so runs are read
  // on until a page of records is full and it is known whether there is another.
  async #read(client: InterludeClient, after: string | null): Promise<Records> {
    const before = (after === null ? undefined : this.#listed.get(after)) ?? new Set<string>()
    const latest = new Map<string, Run>()
    let endCursor = after
    const page = (hasNextPage: boolean): Records => {
      if (endCursor !== null) this.#listed.set(endCursor, new Set([...before, ...latest.keys()]))
      return { latest, pageInfo: { hasNextPage, endCursor: latest.size === 0 && !hasNextPage ? null : endCursor } }
    }
    // What nobody looks at any more isn't read to its end.
    for (let read = 0; read < MOST_READ && this.isConnected && after === this.#pages.after; read++) {
      const { runs } = await client.request(LatestRunsDocument, { after: endCursor })
      for (const { cursor, node } of runs.edges) {
        const recordId = node.record?.recordId
        if (recordId !== undefined && !before.has(recordId) && !latest.has(recordId)) {
          if (latest.size === PAGE) return page(true)
          latest.set(recordId, node)
        }
        endCursor = cursor
      }
      if (!runs.pageInfo.hasNextPage) return page(false)
    }
    return page(true)
  }

  override render() {
    const { words, texts } = this
    const { data, fault } = this.#records
    return html`
      <div class="header"><h2>${words.views.records}</h2><button class="primary" @click=${() => this.#dialog.showModal()}>${words.newRecord}</button></div>
      <form class="find" @submit=${this.#find}><input name="id" required aria-label=${words.openRecord} placeholder=${words.openRecord}><button>${texts.open}</button></form>
      ${data === null ? this.renderInstead(fault) : html`${data.latest.size === 0 ? html`<p class="empty">${data.pageInfo.hasNextPage ? words.noOtherRecords : words.noRecords}</p>`
        : this.renderTable(words.views.records, [words.record, words.kind, texts.run, words.status, words.started], [...data.latest.values()].map((run) => [
          html`<a href=${address('records', run.record!.recordId)}>${run.record!.name ?? run.record!.recordId}</a>`, run.record!.objectApiName,
          html`<a href=${address('runs', run.id)}>${run.label}</a>`, renderStanding(run.status, texts), this.renderTime(run.startedAt),
        ]))}${this.#pages.render(data.pageInfo)}`}
      <dialog aria-labelledby="new-title"><form @submit=${this.#create}>
        <h2 id="new-title">${words.newRecord}</h2>
        ${this.renderFault(this.fault)}
        <label class="field"><span class="label">${words.recordId}</span><input name="recordId" required maxlength="255" value="CASE-${String(Date.now()).slice(-6)}"></label>
        <label class="field"><span class="label">${words.kind}</span><input name="objectApiName" required value="Case"></label>
        <label class="field"><span class="label">${words.name}</span><input name="name" required></label>
        <label class="field"><span class="label">${words.fields}</span><textarea class="code" name="fields">{ "Status": "New", "Description": "" }</textarea></label>
        <label class="field"><span class="label">${words.shareWith}</span><input name="group" placeholder="Support_Team"></label>
        <div class="actions"><button type="button" @click=${() => this.#dialog.close()}>${texts.cancel}</button><button class="primary">${words.create}</button></div>
      </form></dialog>`
  }

  get #dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog')!
  }

  readonly #find = (event: SubmitEvent) => {
    event.preventDefault()
    location.hash = address('records', String(new FormData(event.target as HTMLFormElement).get('id')).trim())
  }

  readonly #create = async (event: SubmitEvent) => {
    event.preventDefault()
    const form = new FormData(event.target as HTMLFormElement)
    const text = (name: string) => String(form.get(name) ?? '').trim()
    this.fault = null
    try {
      const recordId = text('recordId')
      await this.change(UpsertRecordDocument, { input: { recordId, objectApiName: text('objectApiName'), name: text('name'), fields: objectIn(text('fields'), this.words.badJson) } })
      if (text('group') !== '') await this.change(ShareRecordDocument, { input: { recordId, group: text('group'), access: 'READ' } })
      this.#dialog.close()
      location.hash = address('records', recordId)
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      this.fault = error
    }
  }
}

/** What is known of the record `record-id`; fires "runs" with its runs, latest first. */
export class RecordDetails extends ConsoleView {
  static override properties: PropertyDeclarations = { ...ConsoleView.properties, recordId: { attribute: 'record-id' } }
  static override styles = [...ConsoleView.styles, css`
    dl { display: grid; grid-template-columns: fit-content(40%) 1fr; gap: 4px 16px; padding: 12px 16px; }
    dt { color: var(--_quiet); }
    .runs { display: flex; flex-wrap: wrap; gap: 8px; padding: 0 16px 14px; }
  `]
  declare recordId: string
  #timer: ReturnType<typeof setInterval> | undefined
  readonly #record = new LiveQuery<RecordQuery, { recordId: string }>(this, {
    document: RecordDocument,
    variables: () => (this.recordId ? { recordId: this.recordId } : null),
    onData: ({ record }) => this.dispatchEvent(new CustomEvent('runs', { detail: record?.runs.edges.map(({ node }) => node.id) ?? [] })),
  })

  override connectedCallback(): void {
    super.connectedCallback()
    this.#timer = setInterval(() => { if (document.visibilityState === 'visible') void this.#record.refresh() }, LOOK_EVERY_MS)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#timer)
  }

  override render() {
    const { data, fault } = this.#record
    if (data === null) return this.renderInstead(fault)
    if (data.record === null) return html`<p class="empty">${this.texts.nothingThere}</p>`
    const { record } = data
    const shown = (value: unknown) => (value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value ?? ''))
    return html`
      <div class="header"><h2>${record.name ?? record.recordId}</h2><span class="badge">${record.objectApiName}</span></div>
      <dl>
        <dt>${this.words.recordId}</dt><dd>${record.recordId}</dd>
        <dt>${this.words.owner}</dt><dd>${record.owner?.name}</dd>
        ${Object.entries(record.fields as Record<string, unknown>).map(([name, value]) => html`<dt>${name}</dt><dd>${shown(value)}</dd>`)}
      </dl>
      ${record.runs.edges.length === 0 ? nothing : html`<div class="runs">${record.runs.edges.map(({ node }) => html`<a href=${address('runs', node.id)}>${node.label}</a> ${renderStanding(node.status, this.texts)}`)}</div>`}`
  }
}

/** The JSON object in a text. Throws Fault with `words` when there is none. */
export function objectIn(text: string, words: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text || '{}')
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // Falls through to the same words.
  }
  throw new Fault(words, 'BAD_USER_INPUT')
}

define('interlude-console-records', RecordsView)
define('interlude-console-record', RecordDetails)
