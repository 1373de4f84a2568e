// The action "email.send": a mail of a flow's own, to one address.
import { createHash } from 'node:crypto'
import { ActionFault, type Action } from '../commands/action.ts'
import { isMailAddress, MAX_ADDRESS_LENGTH } from '../core/mail-address.ts'
import { addressDomain, senderFault } from '../core/notifications/notification.ts'
import type { Json } from '../core/json.ts'
import type { MailTransport } from '../mail/transport.ts'
import { loadMailSettings } from '../store/mail-queue.ts'

const MAX_SUBJECT = 255
const MAX_BODY = 200_000
const addressFault = (to: Json) => (typeof to === 'string' && to.length <= MAX_ADDRESS_LENGTH && isMailAddress(to) ? null : `must be one mail address of at most ${MAX_ADDRESS_LENGTH} characters`)
const subjectFault = (subject: Json) => (typeof subject === 'string' && subject.length <= MAX_SUBJECT && !/[\r\n]/.test(subject) ? null : `must be one line of at most ${MAX_SUBJECT} characters`)
const bodyFault = (body: Json) => (typeof body === 'string' && body.length <= MAX_BODY ? null : `must be a text of at most ${MAX_BODY} characters`)

/** Makes the action. Takes `to`, `subject`, `body` (text) and optionally `html`; gives `{ messageId }`. Tried again it keeps its Message-ID. */
export function emailSend(transport: MailTransport): Action {
  return {
    inputs: [
      { name: 'to', dataType: 'STRING', isRequired: true, fault: addressFault }, { name: 'subject', dataType: 'STRING', isRequired: true, fault: subjectFault },
      { name: 'body', dataType: 'STRING', isRequired: true, fault: bodyFault }, { name: 'html', dataType: 'STRING', isRequired: false, fault: bodyFault },
    ],
    async perform({ pool }, { to, subject, body, html = null }, key) {
      const settings = await loadMailSettings(pool)
      const fault = senderFault(settings)
      if (fault !== null) throw new ActionFault(fault, true)
      const messageId = `${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${addressDomain(settings.emailFrom) ?? 'localhost'}`
      const outcome = await transport.sendMail({ from: settings.emailFrom, to: { name: '', address: String(to) }, subject: String(subject), text: String(body), ...(html === null ? {} : { html: String(html) }), messageId })
      if (outcome.kind !== 'sent') throw new ActionFault(outcome.message, outcome.kind === 'refused')
      return { messageId }
    },
  }
}
