// <interlude-omni-channel>: an agent's presence, capacity and work, as the router sees them.
import { css, html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit'
import { guard } from 'lit/directives/guard.js'
import { live } from 'lit/directives/live.js'
import { ref } from 'lit/directives/ref.js'
import { repeat } from 'lit/directives/repeat.js'
import { Fault, type Operation } from '../client.ts'
import { AcceptAgentWorkDocument, CloseAgentWorkDocument, DeclineAgentWorkDocument, FollowOmniChannelDocument, OmniChannelDocument, SetPresenceDocument, type OmniChannelQuery } from '../generated/graphql.ts'
import { icon } from '../icons.ts'
import { define, InterludeElement } from '../interlude-element.ts'
import { following, LiveQuery } from '../live-query.ts'
import '../screen-flow/screen-flow.ts'
import { timeSince } from '../times.ts'
import { badge, chime, isAttentionOn, setAttention } from './attention.ts'

type Channel = OmniChannelQuery['omniChannel']
type Work = Channel['agentWork']['edges'][number]['node']
type Answer = { __typename: string; message?: string; code?: string }

const TICK_MS = 1_000
const OFFLINE = ''

/**
 * The caller's Omni-Channel. While it is on a page the caller counts as connected. Fires `interlude-offered`,
 * `interlude-accepted`, `interlude-declined`, and `interlude-opened` (cancelable: then the page shows the work elsewhere).
 * With the attribute `quiet` it has neither sound nor badge.
 */
export class InterludeOmniChannel extends InterludeElement {
  static override properties: PropertyDeclarations = {
    ...InterludeElement.properties, quiet: { type: Boolean },
    isBusy: { state: true }, fault: { state: true }, declining: { state: true }, declineFault: { state: true }, opened: { state: true }, openId: { state: true }, isNoticed: { state: true }, now: { state: true },
  }
  static override styles = [...InterludeElement.styles, css`
    .status { display: flex; align-items: center; gap: 8px; }
    .status select { width: auto; min-width: 132px; }
    .dot { width: 10px; height: 10px; border-radius: 50%; background: var(--_quiet); flex: none; }
    .dot.online { background: var(--_good); }
    .dot.busy { background: var(--_warn); }
    .body.capacity { display: grid; gap: 6px; padding-top: 0; }
    .bar { height: 8px; border-radius: 99px; background: var(--_raised); overflow: hidden; border: 1px solid var(--_line); }
    .bar i { display: block; height: 100%; width: calc(var(--used) * 100%); background: var(--_accent); border-radius: inherit; transition: width 0.25s; }
    .bar i.full { background: var(--_warn); }
    section > h3 { padding: 12px 16px 4px; }
    .offer { background: color-mix(in oklab, var(--_accent) 6%, var(--_ground)); border-inline-start: 3px solid var(--_accent); }
    .countdown { height: 3px; flex: 1 0 100%; background: var(--_line); border-radius: 9px; overflow: hidden; }
    .countdown i { display: block; height: 100%; width: calc(var(--left) * 100%); background: var(--_accent); transition: width 1s linear; }
    .countdown.soon i { background: var(--_bad); }
    .open { flex: 1 0 100%; border: 1px solid var(--_line); border-radius: var(--_radius); overflow: hidden; }
    .open interlude-screen-flow { border: 0; }
  `]
  declare quiet: boolean
  declare private isBusy: boolean
  declare private fault: Fault | null
  /** The offer that is being declined. */
  declare private declining: Work | null
  declare private declineFault: string | null
  /** The work that is open here, as it was listed last: it stays until the person is done with it, though it is theirs no longer. */
  declare private opened: Work | null
  /** The work item that its flow is at; the next of the process, where the person went on with that. */
  declare private openId: string | null
  declare private isNoticed: boolean
  declare private now: number
  #timer: ReturnType<typeof setInterval> | undefined
  #known: ReadonlySet<string> | null = null
  // How often a status was chosen, whatever came of it.
  #choices = 0
  readonly #channel = new LiveQuery<OmniChannelQuery, Record<string, never>>(this, {
    document: OmniChannelDocument,
    variables: () => ({}),
    follow: () => [following(FollowOmniChannelDocument, {})],
    onData: ({ omniChannel }) => {
      this.opened = omniChannel.agentWork.edges.find(({ node }) => isSame(node, this.opened))?.node ?? this.opened
      this.#notice(offersOf(omniChannel))
    },
  })

  constructor() {
    super()
    this.quiet = false
    this.isBusy = false
    this.fault = null
    this.declining = null
    this.declineFault = null
    this.opened = null
    this.openId = null
    this.isNoticed = isAttentionOn()
    this.now = Date.now()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#timer = setInterval(() => { this.now = Date.now() }, TICK_MS)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#timer)
    if (this.#isLoud) badge(0)
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed)
    if (changed.get('quiet') !== undefined) this.#count()
  }

  protected override signedOut(): void {
    this.opened = null
    this.openId = null
    this.renderRoot.querySelector('dialog')?.close()
    this.declining = null
    this.declineFault = null
    this.fault = null
    this.#known = null
    if (this.#isLoud) badge(0)
  }

  #count(): void {
    badge(this.#isLoud ? (this.#known?.size ?? 0) : 0)
  }

  get #isLoud(): boolean {
    return this.isNoticed && !this.quiet
  }

  #notice(offers: readonly Work[]): void {
    const fresh = offers.filter(({ id }) => this.#known?.has(id) === false)
    if (this.#isLoud) {
      badge(offers.length)
      if (fresh.length > 0) chime()
    }
    for (const { id, workItem } of this.#known === null ? [] : fresh) this.tell('interlude-offered', { agentWorkId: id, workItemId: workItem.id })
    this.#known = new Set(offers.map(({ id }) => id))
  }

  override render() {
    const { data, fault } = this.#channel
    const { texts } = this
    const connection = this.client?.connection ?? 'idle'
    return html`
      <div class="header" part="header">
        <h2>${texts.omniChannel}</h2>
        <span class="badge ${connection === 'connected' ? 'good' : connection === 'lost' ? 'warn' : ''}" part="connection" role="status">${connection === 'connected' ? texts.connected : connection === 'lost' ? texts.lost : texts.connecting}</span>
        ${this.quiet ? nothing : html`<button class="plain icon-only" part="attention" aria-pressed=${this.isNoticed} aria-label=${this.isNoticed ? texts.soundOn : texts.soundOff} title=${this.isNoticed ? texts.soundOn : texts.soundOff} @click=${this.#toggleAttention}>${icon(this.isNoticed ? 'bell' : 'cross')}</button>`}
      </div>
      ${data === null ? this.renderInstead(fault) : html`${this.renderFault(this.fault ?? fault)}${this.#renderChannel(data.omniChannel)}`}
      ${this.#renderDialog()}`
  }

  #renderChannel(channel: Channel) {
    const { texts } = this
    const { presence } = channel
    const work = channel.agentWork.edges.map(({ node }) => node)
    const offers = offersOf(channel)
    const held = work.filter(({ status }) => status === 'OPENED')
    const { opened } = this
    // In its place, which is by when they were given, latest first.
    const open = opened === null || held.some((one) => isSame(one, opened)) ? held : [...held.filter(({ assignedAt }) => assignedAt > opened.assignedAt), opened, ...held.filter(({ assignedAt }) => assignedAt <= opened.assignedAt)]
    const share = channel.configuredCapacity > 0 ? Math.min(1, channel.currentWorkload / channel.configuredCapacity) : 0
    const number = new Intl.NumberFormat(this.language)
    const words = texts.capacityUsed(number.format(channel.currentWorkload), number.format(channel.configuredCapacity))
    return html`
      <div class="body">
        <div class="status">
          <span class="dot ${presence === null || !presence.isOnline ? '' : presence.isBusy ? 'busy' : 'online'}"></span>
          <label for="presence" class="visually-hidden">${texts.presence}</label>
          <select id="presence" part="presence" @change=${(event: Event) => this.#setPresence((event.target as HTMLSelectElement).value)}>${this.#renderStatuses(channel)}</select>
        </div>
      </div>
      <div class="body capacity">
        <div class="row small"><span class="grow" id="capacity">${texts.capacity}</span><span class="quiet number">${words}</span></div>
        <div class="bar" role="meter" aria-labelledby="capacity" aria-valuemin="0" aria-valuemax=${channel.configuredCapacity} aria-valuenow=${channel.currentWorkload} aria-valuetext=${words}><i class=${share === 1 ? 'full' : ''} ${filledBy('--used', share)}></i></div>
      </div>
      <section aria-label=${texts.incoming} aria-live="polite">
        ${offers.length === 0 ? nothing : html`<h3>${texts.incoming}</h3><ul class="cards" part="offers">${repeat(offers, ({ id }) => id, (offer) => this.#renderOffer(offer, channel))}</ul>`}
      </section>
      <section aria-label=${texts.myWork}>
        <h3>${texts.myWork}</h3>
        ${open.length === 0 ? html`<p class="empty">${presence === null ? texts.goOnline : offers.length > 0 ? texts.noWork : texts.noWorkOnline}</p>`
          : html`<ul class="cards" part="open-work">${repeat(open, ({ workItem }) => workItem.id, (one) => this.#renderOpen(one, held.includes(one)))}</ul>`}
        ${channel.agentWork.pageInfo.hasNextPage ? html`<p class="more quiet small">${texts.latestOnly(work.length)}</p>` : nothing}
      </section>`
  }

  // As the server has it, also after the person has chosen what didn't come to be. Not anew with every tick: some browsers show as
  // chosen what the keyboard is at in the open list.
  #renderStatuses({ presence, availableStatuses }: Channel) {
    const isListed = presence === null || availableStatuses.some(({ apiName }) => apiName === presence.apiName)
    const statuses = [{ apiName: OFFLINE, label: this.texts.offline_ }, ...(isListed ? availableStatuses : [presence, ...availableStatuses])]
    const current = presence?.apiName ?? OFFLINE
    return guard([current, this.#choices, ...statuses.map(({ label }) => label)], () => statuses.map(({ apiName, label }) => html`<option value=${apiName} .selected=${live(apiName === current)}>${label}</option>`))
  }

  #renderOffer(offer: Work, { configuration }: Channel) {
    const { texts } = this
    return html`
      <li class="offer" part="offer">
        ${this.#renderWords(offer, this.#secondsLeft(offer))}
        <div class="row">
          ${configuration.isDeclineEnabled ? html`<button part="decline" aria-disabled=${this.isBusy} aria-label="${texts.decline}: ${offer.workItem.label}" @click=${() => this.#askToDecline(offer, configuration.isDeclineReasonEnabled)}>${texts.decline}</button>` : nothing}
          <button class="primary" part="accept" aria-disabled=${this.isBusy} aria-label="${texts.accept}: ${offer.workItem.label}" @click=${() => this.#accept(offer)}>${texts.accept}</button>
        </div>
        ${this.#renderCountdown(offer)}
      </li>`
  }

  #secondsLeft({ pushTimeoutAt }: Work): number | null {
    return pushTimeoutAt === null ? null : Math.max(0, Math.ceil((Date.parse(pushTimeoutAt) - this.now) / 1_000))
  }

  #renderCountdown(offer: Work) {
    const left = this.#secondsLeft(offer)
    if (left === null) return nothing
    const all = Math.max(1, (Date.parse(offer.pushTimeoutAt!) - Date.parse(offer.assignedAt)) / 1_000)
    return html`<div class="countdown ${left <= 10 ? 'soon' : ''}" aria-hidden="true"><i ${filledBy('--left', Math.min(1, left / all))}></i></div>`
  }

  #renderOpen(work: Work, isHeld: boolean) {
    const { texts } = this
    const isHere = isSame(work, this.opened)
    return html`
      <li>
        ${isHeld || this.openId === work.workItem.id ? this.#renderWords(work) : nothing}
        <div class="row">
          ${isHeld ? html`<button class="plain" part="give-back" aria-disabled=${this.isBusy} aria-label="${texts.giveBack}: ${work.workItem.label}" @click=${() => this.#giveBack(work)}>${texts.giveBack}</button>` : nothing}
          ${isHere ? html`<button class="plain" part="leave" aria-label="${texts.close}: ${work.workItem.label}" @click=${this.#close}>${texts.close}</button>` : html`<button class="primary" part="open" data-id=${work.id} aria-label="${texts.open}: ${work.workItem.label}" @click=${() => this.#open(work)}>${texts.open}</button>`}
        </div>
        ${isHere ? html`<div class="open"><interlude-screen-flow part="flow" .endpoint=${this.endpoint} .token=${this.token} .wantsFocus=${true} work-item-id=${this.openId!} @interlude-closed=${this.#close} @next=${(event: CustomEvent<string>) => { this.openId = event.detail }}></interlude-screen-flow></div>` : nothing}
      </li>`
  }

  #renderWords({ workItem, queue, acceptedAt, assignedAt }: Work, secondsLeft: number | null = null) {
    return html`
      <div class="grow">
        <p class="title">${workItem.label}</p>
        ${workItem.record === null ? nothing : html`<p>${workItem.record.name ?? workItem.record.recordId}</p>`}
        <p class="row small quiet"><span>${this.texts.fromQueue(queue.label)}</span><span class="number">${workItem.name}</span>${secondsLeft === null ? html`<span>${timeSince(acceptedAt ?? assignedAt, this.language, this.now)}</span>` : html`<span class="badge number" part="countdown" aria-live="off">${this.texts.secondsLeft(secondsLeft)}</span>`}</p>
      </div>`
  }

  #renderDialog() {
    const { texts, declining } = this
    return html`
      <dialog aria-labelledby="decline-title" @close=${() => { this.declining = null }}>
        <form @submit=${this.#decline}>
          <h2 id="decline-title">${texts.declineTitle}</h2>
          <p class="quiet">${declining?.workItem.label}</p>
          <div class="field">
            <label class="label" for="reason">${texts.declineReason}</label>
            <input id="reason" maxlength="200" autocomplete="off" aria-invalid=${this.declineFault === null ? nothing : 'true'} aria-describedby=${this.declineFault === null ? nothing : 'reason-fault'}>
            ${this.declineFault === null ? nothing : html`<p class="small" id="reason-fault" role="alert">${this.declineFault}</p>`}
          </div>
          <div class="actions"><button type="button" @click=${() => this.#dialog.close()}>${texts.cancel}</button><button class="primary">${texts.decline}</button></div>
        </form>
      </dialog>`
  }

  get #dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog')!
  }

  readonly #toggleAttention = () => {
    this.isNoticed = !this.isNoticed
    setAttention(this.isNoticed)
    this.#count()
  }

  async #setPresence(status: string): Promise<void> {
    await this.#change(SetPresenceDocument, { input: { status: status || null } })
    this.#choices++
    this.requestUpdate()
  }

  async #accept({ id, workItem }: Work): Promise<void> {
    if (await this.#change(AcceptAgentWorkDocument, { input: { agentWorkId: id } })) {
      this.tell('interlude-accepted', { agentWorkId: id, workItemId: workItem.id, recordId: workItem.record?.recordId ?? null })
      await this.focusOn(`button[data-id="${CSS.escape(id)}"]`)
    }
  }

  // The keyboard doesn't stay with what is gone.
  async #giveBack(work: Work): Promise<void> {
    if (!(await this.#change(CloseAgentWorkDocument, { input: { agentWorkId: work.id } }))) return
    if (isSame(work, this.opened)) this.opened = null
    await this.focusOn('#presence')
  }

  async #askToDecline(offer: Work, needsReason: boolean): Promise<void> {
    if (!needsReason) return void this.#declineFor(offer, null)
    this.declining = offer
    this.declineFault = null
    await this.updateComplete
    this.#dialog.showModal()
  }

  readonly #decline = (event: Event) => {
    event.preventDefault()
    const reason = this.renderRoot.querySelector<HTMLInputElement>('#reason')!.value.trim()
    if (reason === '') {
      this.declineFault = this.texts.declineRequired
      return void this.focusOn('#reason')
    }
    const offer = this.declining!
    this.#dialog.close()
    void this.#declineFor(offer, reason)
  }

  async #declineFor({ id, workItem }: Work, reason: string | null): Promise<void> {
    if (await this.#change(DeclineAgentWorkDocument, { input: { agentWorkId: id, reason } })) {
      this.tell('interlude-declined', { agentWorkId: id, workItemId: workItem.id, reason })
      await this.focusOn('#presence')
    }
  }

  #open(work: Work): void {
    if (!this.tell('interlude-opened', { workItemId: work.workItem.id, recordId: work.workItem.record?.recordId ?? null })) return
    this.opened = work
    this.openId = work.workItem.id
  }

  readonly #close = () => {
    this.opened = null
    void this.#channel.refresh().then(() => this.focusOn('button[part=open], #presence'))
  }

  /** Changes something, and shows what came of it; answers whether it worked. */
  async #change<Data extends object, Variables>(document: Operation<Data, Variables>, variables: Variables): Promise<boolean> {
    const { client } = this
    if (client === null || this.isBusy) return false
    this.isBusy = true
    this.fault = null
    let fault: Fault | null = null
    try {
      const [answer] = Object.values(await client.request(document, variables)) as Answer[]
      if (!answer!.__typename.endsWith('Success')) fault = new Fault(answer!.message ?? '', answer!.code ?? '')
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      fault = error
    } finally {
      // Also where no answer came: it may have been done all the same.
      await this.#channel.refresh()
      this.fault = fault
      this.isBusy = false
    }
    return fault === null
  }
}

function isSame(work: Work, other: Work | null): boolean {
  return work.workItem.id === other?.workItem.id
}

function offersOf({ agentWork }: Channel): readonly Work[] {
  return agentWork.edges.map(({ node }) => node).filter(({ status }) => status === 'ASSIGNED')
}

// Not as a style attribute: a page's security policy may refuse those.
function filledBy(name: string, share: number) {
  return ref((element) => (element as HTMLElement | undefined)?.style.setProperty(name, String(share)))
}

define('interlude-omni-channel', InterludeOmniChannel)
