// Work items as a list, and giving them to somebody else.
import { html, nothing, type PropertyDeclarations } from 'lit'
import { Fault } from '../client.ts'
import { define } from '../interlude-element.ts'
import { LiveQuery } from '../live-query.ts'
import { Pages } from '../pages.ts'
import { ReassignWorkItemDocument, WorkItemsDocument, type AssigneeInput, type WorkItemFilter, type WorkItemsQuery, type WorkItemsQueryVariables } from './generated/graphql.ts'
import { address, ConsoleView } from './view.ts'

type Item = WorkItemsQuery['workItems']['edges'][number]['node']

const LOOK_EVERY_MS = 5_000
const FILTERS = { mine: { assignedToMe: true, status: 'ASSIGNED' }, open: { status: 'ASSIGNED' }, completed: { status: 'COMPLETED' } } as const satisfies Record<string, WorkItemFilter>

/** The list of work items. `can-reassign`: each open one can be given to somebody else. */
export class WorkView extends ConsoleView {
  static override properties: PropertyDeclarations = { ...ConsoleView.properties, canReassign: { type: Boolean, attribute: 'can-reassign' }, filter: { state: true }, given: { state: true }, fault: { state: true } }
  declare canReassign: boolean
  declare filter: keyof typeof FILTERS
  declare private given: Item | null
  declare private fault: Fault | null
  #timer: ReturnType<typeof setInterval> | undefined
  readonly #pages = new Pages(this)
  readonly #work = new LiveQuery<WorkItemsQuery, WorkItemsQueryVariables>(this, { document: WorkItemsDocument, variables: () => ({ first: 100, after: this.#pages.after, filter: FILTERS[this.filter] }) })

  constructor() {
    super()
    this.canReassign = false
    this.filter = 'mine'
    this.given = null
    this.fault = null
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#timer = setInterval(() => { if (document.visibilityState === 'visible') void this.#work.refresh() }, LOOK_EVERY_MS)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#timer)
  }

  override render() {
    const { words } = this
    const { data, fault } = this.#work
    const items = data?.workItems.edges.map(({ node }) => node) ?? []
    return html`
      <div class="header"><h2>${words.workTitle}</h2><div class="filters" role="group" aria-label=${words.status}>
        ${(Object.keys(FILTERS) as (keyof typeof FILTERS)[]).map((name) => html`<button aria-pressed=${this.filter === name} @click=${() => { this.filter = name; this.#pages.reset() }}>${words[name]}</button>`)}
      </div></div>
      ${data === null ? this.renderInstead(fault) : html`${this.renderFault(fault)}${items.length === 0 ? html`<p class="empty">${words.noWork}</p>`
        : this.renderTable(words.workTitle, [words.work, words.record, this.texts.run, words.assignee, words.started, ...(this.canReassign ? [this.texts.actions] : [])], items.map((item) => this.#cells(item)))}${this.#pages.render(data.workItems.pageInfo)}`}
      ${this.#renderDialog()}`
  }

  #cells(item: Item): unknown[] {
    return [
      html`<strong>${item.label}</strong> <span class="quiet small number">${item.name}</span>${item.closedReason === null || item.completedBy !== null ? nothing : html` <span class="badge warn">${this.texts.closedReason[item.closedReason]}</span>`}`,
      item.record === null ? null : html`<a href=${address('records', item.record.recordId)}>${item.record.name ?? item.record.recordId}</a>`,
      html`<a href=${address('runs', item.run.id)}>${item.run.label}</a>`,
      item.completedBy !== null ? html`${item.completedBy.name} ✓` : item.assignee.__typename === 'User' ? item.assignee.name : item.assignee.label,
      this.renderTime(item.createdDate),
      ...(this.canReassign ? [item.isActionable ? html`<button @click=${() => this.#askWhom(item)}>${this.words.reassign}</button>` : null] : []),
    ]
  }

  #renderDialog() {
    const { words, texts } = this
    return html`
      <dialog aria-labelledby="whom" @close=${() => { this.given = null }}><form @submit=${this.#reassign}>
        <h2 id="whom">${words.reassign}</h2>
        <p class="quiet">${this.given?.label}</p>
        ${this.fault === null ? nothing : this.renderFault(this.fault)}
        <label class="field"><span class="label">${words.assignee}</span><select name="kind"><option value="user">${words.toUser}</option><option value="queue">${words.toQueue}</option><option value="group">${words.toGroup}</option></select></label>
        <label class="field"><span class="label">${words.username}</span><input name="name" required autocomplete="off"></label>
        <div class="actions"><button type="button" @click=${() => this.#dialog.close()}>${texts.cancel}</button><button class="primary">${words.reassign}</button></div>
      </form></dialog>`
  }

  get #dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog')!
  }

  async #askWhom(item: Item): Promise<void> {
    this.given = item
    this.fault = null
    await this.updateComplete
    this.#dialog.showModal()
  }

  readonly #reassign = async (event: SubmitEvent) => {
    event.preventDefault()
    const form = new FormData(event.target as HTMLFormElement)
    try {
      await this.change(ReassignWorkItemDocument, { input: { workItemId: this.given!.id, assignee: { [String(form.get('kind'))]: String(form.get('name')).trim() } as unknown as AssigneeInput } })
      this.#dialog.close()
      await this.#work.refresh()
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      this.fault = error
    }
  }
}

define('interlude-console-work', WorkView)
