// <interlude-todo-list>: all that waits for the person, whichever record it is about.
import { html, nothing, type PropertyDeclarations } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { RecordWorkDocument, ToDoListDocument, type ToDoListQuery } from '../generated/graphql.ts'
import { define, InterludeElement } from '../interlude-element.ts'
import { following, LiveQuery } from '../live-query.ts'
import '../screen-flow/screen-flow.ts'
import { renderWork } from '../work-card.ts'

type Item = ToDoListQuery['viewer']['toDoList']['edges'][number]['node']

const MAX_FOLLOWED = 20
const LOOK_EVERY_MS = 5_000

/**
 * The caller's To Do List. Fires `interlude-opened` (cancelable: then the page shows the work elsewhere, on its record), and
 * what a flow in it fires.
 */
export class InterludeToDoList extends InterludeElement {
  static override properties: PropertyDeclarations = { ...InterludeElement.properties, openId: { state: true } }
  declare private openId: string | null
  #timer: ReturnType<typeof setInterval> | undefined
  readonly #list = new LiveQuery<ToDoListQuery, Record<string, never>>(this, {
    document: ToDoListDocument,
    variables: () => ({}),
    // What is on the list changes at once; what comes to it, in a while.
    follow: () => [...new Set(this.#items.map(({ record }) => record?.recordId).filter((id) => id !== undefined))].slice(0, MAX_FOLLOWED).map((recordId) => following(RecordWorkDocument, { recordId })),
  })

  constructor() {
    super()
    this.openId = null
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#timer = setInterval(() => { if (document.visibilityState === 'visible') void this.#list.refresh() }, LOOK_EVERY_MS)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#timer)
  }

  protected override signedOut(): void {
    this.openId = null
  }

  get #items(): readonly Item[] {
    return this.#list.data?.viewer.toDoList.edges.map(({ node }) => node) ?? []
  }

  override render() {
    const { data, fault } = this.#list
    return html`
      <div class="header" part="header"><h2>${this.texts.toDoList}</h2>${this.openId !== null ? this.renderLeave(this.#close) : this.#items.length === 0 ? nothing : html`<span class="badge number">${this.#items.length}</span>`}</div>
      ${this.renderConnection()}
      ${data === null ? this.renderInstead(fault) : html`${this.renderFault(fault)}${this.openId === null ? this.#renderList() : this.#renderFlow(this.openId)}`}`
  }

  #renderList() {
    const { texts } = this
    if (this.#items.length === 0) return html`<p class="empty" part="empty" id="empty" tabindex="-1">${texts.toDoEmpty}</p>`
    return html`
      <ul class="cards" part="list">
        ${repeat(this.#items, ({ id }) => id, (item) => html`
          <li part="item">
            ${renderWork(item, texts, this.language, item.record === null ? nothing : html`<span>${item.record.name ?? item.record.recordId}</span>`)}
            <button part="open" aria-label="${texts.open}: ${item.label}, ${item.name}" @click=${() => this.#open(item)}>${texts.open}</button>
          </li>`)}
      </ul>
      ${this.#list.data?.viewer.toDoList.pageInfo.hasNextPage ? html`<p class="more quiet small">${texts.oldestOnly(this.#items.length)}</p>` : nothing}`
  }

  #renderFlow(id: string) {
    return html`<interlude-screen-flow part="flow" .endpoint=${this.endpoint} .token=${this.token} .wantsFocus=${true} work-item-id=${id} @interlude-closed=${this.#close} @next=${(event: CustomEvent<string>) => { this.openId = event.detail }}></interlude-screen-flow>`
  }

  #open({ id, record }: Item): void {
    if (this.tell('interlude-opened', { workItemId: id, recordId: record?.recordId ?? null })) this.openId = id
  }

  readonly #close = () => {
    this.openId = null
    void this.#list.refresh().then(() => this.focusOn('button[part=open], #empty'))
  }
}

define('interlude-todo-list', InterludeToDoList)
