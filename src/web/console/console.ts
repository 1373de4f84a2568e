// <interlude-console>: the page at "/". Signs somebody in, and lays the components out as views.
import { css, html, nothing, type PropertyDeclarations } from 'lit'
import { define } from '../interlude-element.ts'
import '../interlude.ts'
import { LiveQuery } from '../live-query.ts'
import './definitions-view.ts'
import { ViewerDocument, type RunStatus, type ViewerQuery } from './generated/graphql.ts'
import './queues-view.ts'
import './records-view.ts'
import './runs-view.ts'
import { changeSession, restoreSession, type DemoUser, type Session } from './session.ts'
import { address, ConsoleView } from './view.ts'
import './work-view.ts'

type ViewName = 'records' | 'runs' | 'work' | 'agent' | 'supervisor' | 'definitions' | 'mail'

const VIEWS: readonly ViewName[] = ['records', 'runs', 'work', 'agent', 'supervisor', 'definitions', 'mail']
const LANGUAGES = { en: 'English', de: 'Deutsch' }
const LANGUAGE_KEY = 'interlude language'

/** The console. `demo-users`: whom the demo lets one sign in as, as JSON. */
export class InterludeConsole extends ConsoleView {
  static override properties: PropertyDeclarations = { ...ConsoleView.properties, demoUsers: { type: Array, attribute: 'demo-users' }, session: { state: true }, place: { state: true }, runIds: { state: true }, runStatus: { state: true } }
  static override styles = [...ConsoleView.styles, css`
    :host { border: 0; border-radius: 0; background: none; min-height: 100vh; container-type: normal; }
    .top { position: sticky; top: 0; z-index: 5; display: flex; flex-wrap: wrap; align-items: center; gap: 6px 16px; padding: 8px clamp(12px, 3vw, 28px); background: var(--_ground); border-bottom: 1px solid var(--_line); }
    .brand { font-weight: 700; font-size: 1.0625rem; letter-spacing: -0.01em; color: inherit; text-decoration: none; }
    nav { display: flex; gap: 2px; overflow-x: auto; flex: 1 1 auto; scrollbar-width: none; }
    nav a { padding: 7px 11px; border-radius: 8px; color: var(--_quiet); text-decoration: none; font-weight: 550; white-space: nowrap; }
    nav a:hover { background: var(--_raised); color: var(--_text); }
    nav a[aria-current='page'] { color: var(--_accent); background: color-mix(in oklab, var(--_accent) 11%, var(--_ground)); }
    .who { display: flex; align-items: center; gap: 8px; }
    .who select { width: auto; max-width: 180px; }
    main { display: grid; gap: 16px; padding: 16px clamp(12px, 3vw, 28px) 40px; max-width: 1320px; margin: 0 auto; outline: none; }
    .two { display: grid; gap: 16px; grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr); align-items: start; }
    .two[hidden] { display: none; }
    .column { display: grid; gap: 16px; min-width: 0; }
    @media (max-width: 640px) { .sign-in { margin-top: 0; } }
    .sign-in { max-width: 560px; margin: 6vh auto 0; width: 100%; background: var(--_ground); border: 1px solid var(--_line); border-radius: var(--_radius); }
    .users { display: grid; gap: 8px; }
    .users button { justify-content: flex-start; text-align: start; padding: 10px 14px; gap: 12px; }
    .users .quiet { font-weight: 400; }
    .token { display: grid; gap: 10px; border-top: 1px solid var(--_line); }
    @media (max-width: 860px) { .two { grid-template-columns: minmax(0, 1fr); } }
    @media (max-width: 640px) { .top { gap: 6px 10px; } nav { order: 3; flex-basis: 100%; } .who { margin-inline-start: auto; } .who select { max-width: 136px; padding-inline: 6px; } }
  `]
  declare demoUsers: readonly DemoUser[] | null
  declare private session: Session | null
  declare private place: readonly string[]
  declare private runIds: readonly string[]
  declare private runStatus: RunStatus | null
  #isAgent = false
  readonly #viewer = new LiveQuery<ViewerQuery, Record<string, never>>(this, { document: ViewerDocument, variables: () => ({}) })

  constructor() {
    super()
    this.demoUsers = null
    this.session = restoreSession()
    this.place = placeNow()
    this.runIds = []
    this.runStatus = null
    document.documentElement.lang = localStorage.getItem(LANGUAGE_KEY) ?? (navigator.language.startsWith('de') ? 'de' : 'en')
  }

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('hashchange', this.#go)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('hashchange', this.#go)
  }

  readonly #go = () => {
    this.place = placeNow()
    this.runIds = []
    this.runStatus = null
    scrollTo(0, 0)
    void this.focusOn('main')
  }

  // On a phone the views don't all fit.
  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('place')) this.renderRoot.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }

  override render() {
    const [view = 'records'] = this.place
    const heading = this.session === null ? 'Interlude' : this.words.views[view as ViewName] ?? 'Interlude'
    return html`${this.#renderTop()}<main tabindex="-1"><h1 class="visually-hidden">${heading}</h1>${this.session === null ? this.#renderSignIn() : this.#viewer.fault?.code === 'UNAUTHENTICATED' ? html`<div class="sign-in">${this.renderFault(this.#viewer.fault)}</div>` : html`${this.#renderAgent()}${this.#renderView()}`}</main>`
  }

  #renderTop() {
    const { words, session } = this
    const [current] = this.place
    return html`
      <header class="top">
        <a class="brand" href="#/">Interlude</a>
        <nav aria-label=${words.navigation}>${session === null ? nothing : VIEWS.filter((view) => view !== 'supervisor' || this.#may('SUPERVISE_OMNI_CHANNEL')).map((view) => html`<a href=${address(view)} aria-current=${current === view ? 'page' : nothing}>${words.views[view]}</a>`)}</nav>
        <div class="who">
          ${session === null ? nothing : this.demoUsers === null || session.kind === 'token' ? html`<span class="quiet">${this.#viewer.data?.viewer.name}</span><button class="plain" @click=${() => this.#use(null)}>${words.signOut}</button>` : html`
            <select aria-label=${words.signInAs} @change=${(event: Event) => this.#pick((event.target as HTMLSelectElement).value)}>
              ${this.demoUsers.map(({ username, name }) => html`<option value=${username} .selected=${session.username === username}>${name}</option>`)}
              <option value="">${words.signOut}</option>
            </select>`}
          <select aria-label=${words.language} @change=${(event: Event) => this.#speak((event.target as HTMLSelectElement).value)}>
            ${Object.entries(LANGUAGES).map(([tag, name]) => html`<option value=${tag} .selected=${document.documentElement.lang === tag}>${name}</option>`)}
          </select>
        </div>
      </header>`
  }

  #renderSignIn() {
    const { words } = this
    return html`
      <section class="sign-in" aria-labelledby="sign-in">
        <div class="header"><h2 id="sign-in">${words.signInTitle}</h2></div>
        ${this.demoUsers === null ? nothing : html`
          <div class="body users"><p class="quiet">${words.demoWords}</p>
            ${this.demoUsers.map(({ username, name, purpose }) => html`<button @click=${() => this.#pick(username)}><span><strong>${name}</strong><br><span class="quiet small">${username}: ${purpose}</span></span></button>`)}
          </div>`}
        <form class="body token" @submit=${this.#paste}>
          <h3>${this.demoUsers === null ? words.token : words.orToken}</h3>
          <div class="field"><label for="token" class="quiet small">${words.tokenWords}</label><input id="token" name="token" type="password" required autocomplete="off" aria-label=${words.token}></div>
          <div class="actions"><button class="primary">${words.signIn}</button></div>
        </form>
      </section>`
  }

  // Once shown it stays, unseen, while other views are: an agent who looks at a record is still connected, and hears of new work.
  #renderAgent() {
    this.#isAgent ||= this.place[0] === 'agent'
    if (!this.#isAgent) return nothing
    return html`<div class="two" ?hidden=${this.place[0] !== 'agent'}><interlude-omni-channel></interlude-omni-channel><interlude-todo-list @interlude-opened=${this.#toRecord}></interlude-todo-list></div>`
  }

  #renderView() {
    const [view = 'records', id] = this.place
    switch (view as ViewName) {
      case 'runs': return id === undefined ? html`<interlude-console-runs></interlude-console-runs>` : html`
        ${this.#may('MANAGE_ORCHESTRATION_RUNS') ? html`<interlude-console-run-controls run-id=${id} .status=${this.runStatus}></interlude-console-run-controls>` : nothing}
        <interlude-run run-id=${id} history @interlude-run-status=${(event: CustomEvent<{ status: RunStatus }>) => { this.runStatus = event.detail.status }}></interlude-run>`
      case 'work': return html`<interlude-console-work .canReassign=${this.#may('REASSIGN_WORK_ITEMS')}></interlude-console-work>`
      case 'agent': return nothing
      case 'supervisor': return html`<interlude-console-queues></interlude-console-queues><interlude-console-work .filter=${'open'} .canReassign=${this.#may('REASSIGN_WORK_ITEMS')}></interlude-console-work>`
      case 'definitions': return id === undefined ? html`<interlude-console-definitions></interlude-console-definitions>` : html`<interlude-console-definition api-name=${id}></interlude-console-definition>`
      case 'mail': return html`<interlude-mailbox></interlude-mailbox>`
      default: return id === undefined ? html`<interlude-console-records></interlude-console-records>` : this.#renderRecord(id)
    }
  }

  #renderRecord(recordId: string) {
    const [latest] = this.runIds
    return html`
      <div class="two">
        <div class="column"><interlude-work-guide record-id=${recordId}></interlude-work-guide><interlude-paused-interviews record-id=${recordId}></interlude-paused-interviews></div>
        <div class="column"><interlude-console-record record-id=${recordId} @runs=${(event: CustomEvent<readonly string[]>) => { this.runIds = event.detail }}></interlude-console-record>
          ${latest === undefined ? nothing : html`<interlude-run run-id=${latest}></interlude-run>`}</div>
      </div>`
  }

  #may(permission: ViewerQuery['viewer']['permissions'][number]): boolean {
    return this.#viewer.data?.viewer.permissions.includes(permission) ?? false
  }

  // Work on a record is done on the record's page.
  readonly #toRecord = (event: CustomEvent<{ recordId?: string | null }>) => {
    const { recordId } = event.detail
    if (!recordId) return
    event.preventDefault()
    location.hash = address('records', recordId)
  }

  #pick(username: string): void {
    this.#use(username === '' ? null : { kind: 'demo', username })
  }

  readonly #paste = (event: SubmitEvent) => {
    event.preventDefault()
    this.#use({ kind: 'token', token: String(new FormData(event.target as HTMLFormElement).get('token')).trim().replace(/^Bearer\s+/i, '') })
  }

  #use(session: Session | null): void {
    changeSession(session)
    this.session = session
    this.#isAgent = false
    void this.focusOn('main')
  }

  #speak(language: string): void {
    localStorage.setItem(LANGUAGE_KEY, language)
    document.documentElement.lang = language
  }
}

function placeNow(): readonly string[] {
  try {
    return location.hash.replace(/^#\/?/, '').split('/').filter((part) => part !== '').map(decodeURIComponent)
  } catch {
    return []
  }
}

define('interlude-console', InterludeConsole)
