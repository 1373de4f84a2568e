// <interlude-mailbox>: mails about work, as far as the person may see them; where no mail server is set, this is where to read them.
import { css, html, nothing, type PropertyDeclarations } from 'lit'
import { MailboxDocument, type MailboxQuery, type MailboxQueryVariables } from '../generated/graphql.ts'
import { icon } from '../icons.ts'
import { define, InterludeElement } from '../interlude-element.ts'
import { LiveQuery } from '../live-query.ts'
import { Pages } from '../pages.ts'
import { exactTime, timeSince } from '../times.ts'

type WorkItem = MailboxQuery['workItems']['edges'][number]['node']
type Mail = WorkItem['notifications']['edges'][number]['node']

const LOOK_EVERY_MS = 5_000

/** The mails about the work items that the caller may see, of the 30 latest of these on the first page. */
export class InterludeMailbox extends InterludeElement {
  static override properties: PropertyDeclarations = InterludeElement.properties
  static override styles = [...InterludeElement.styles, css`
    summary { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; padding: 10px 16px; cursor: pointer; list-style: none; }
    summary .grow { flex: 1 1 200px; }
    summary::-webkit-details-marker { display: none; }
    summary:hover { background: var(--_raised); }
    li + li { border-top: 1px solid var(--_line); }
    details[open] summary { font-weight: 600; }
    pre { margin: 0; padding: 4px 16px 16px; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
    .meta { padding: 0 16px 8px; }
  `]
  #timer: ReturnType<typeof setInterval> | undefined
  readonly #pages = new Pages(this)
  readonly #mails = new LiveQuery<MailboxQuery, MailboxQueryVariables>(this, { document: MailboxDocument, variables: () => ({ after: this.#pages.after }) })

  override connectedCallback(): void {
    super.connectedCallback()
    this.#timer = setInterval(() => { if (document.visibilityState === 'visible') void this.#mails.refresh() }, LOOK_EVERY_MS)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#timer)
  }

  override render() {
    const { data, fault } = this.#mails
    const mails = data?.workItems.edges.flatMap(({ node }) => node.notifications.edges.map(({ node: mail }) => ({ mail, item: node })).reverse()) ?? []
    return html`
      <div class="header" part="header"><h2>${this.texts.mailbox}</h2></div>
      ${this.renderConnection()}
      ${data === null ? this.renderInstead(fault) : html`${this.renderFault(fault)}
        ${mails.length === 0 ? html`<p class="empty" part="empty">${this.texts.mailEmpty}</p>` : html`<ul part="list">${mails.map(({ mail, item }) => this.#renderMail(mail, item))}</ul>`}${this.#pages.render(data.workItems.pageInfo)}`}`
  }

  #renderMail(mail: Mail, { record }: WorkItem) {
    const { texts } = this
    const look = { QUEUED: '', SENT: 'good', FAILED: 'bad', SUPPRESSED: 'warn' }[mail.status]
    return html`
      <li><details part="mail">
        <summary>${icon('mail')}<span class="grow">${mail.subject}</span><span class="small quiet">${texts.to(mail.recipient.name)}</span>
          <span class="badge ${look}">${texts.mailStatus[mail.status]}</span>
          ${mail.sentAt === null ? nothing : html`<time class="small quiet" datetime=${mail.sentAt} title=${exactTime(mail.sentAt, this.language)}>${timeSince(mail.sentAt, this.language)}</time>`}</summary>
        ${mail.failure === null ? nothing : html`<p class="fault">${icon('warning')}<span>${mail.failure}</span></p>`}
        <p class="meta small quiet">${record === null ? nothing : html`${record.name ?? record.recordId}`}${mail.linkUrl !== null && !mail.linkValid ? html` · ${texts.mailLinkInvalid}` : nothing}</p>
        <pre>${mail.body}</pre>
      </details></li>`
  }
}

define('interlude-mailbox', InterludeMailbox)
