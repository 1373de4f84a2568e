// The action "email.send": a mail of a flow's own, to one address.
import { createHash } from 'node:crypto'
import { ActionFault, type Action } from '../commands/action.ts'
import { addressDomain, senderFault } from '../core/notifications/notification.ts'
import type { MailTransport } from '../mail/transport.ts'
import { loadMailSettings } from '../store/mail-queue.ts'

const ADDRESS = /^[^\s@<>,;"]+@[^\s@<>,;"]+$/
const MAX_SUBJECT = 255
const MAX_BODY = 200_000

/** Makes the action. Takes `to`, `subject`, `body` (text) and optionally `html`; gives `{ messageId }`. Tried again it keeps its Message-ID. */
export function emailSend(transport: MailTransport): Action {
  return {
    inputs: [
      { name: 'to', dataType: 'STRING', isRequired: true }, { name: 'subject', dataType: 'STRING', isRequired: true },
      { name: 'body', dataType: 'STRING', isRequired: true }, { name: 'html', dataType: 'STRING', isRequired: false },
    ],
    async perform({ pool }, { to, subject, body, html = null }, key) {
      if (typeof to !== 'string' || !ADDRESS.test(to)) throw new ActionFault('The input to is not a mail address.', true)
      if (typeof subject !== 'string' || subject.length > MAX_SUBJECT || /[\r\n]/.test(subject)) throw new ActionFault(`The input subject is one line of at most ${MAX_SUBJECT} characters.`, true)
      if (typeof body !== 'string' || body.length > MAX_BODY) throw new ActionFault(`The input body is a text of at most ${MAX_BODY} characters.`, true)
      const settings = await loadMailSettings(pool)
      const fault = senderFault(settings)
      if (fault !== null) throw new ActionFault(fault, true)
      const messageId = `${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${addressDomain(settings.emailFrom) ?? 'localhost'}`
      const outcome = await transport.sendMail({ from: settings.emailFrom, to: { name: '', address: to }, subject, text: body, ...(typeof html === 'string' ? { html } : {}), messageId })
      if (outcome.kind !== 'sent') throw new ActionFault(outcome.message, outcome.kind === 'refused')
      return { messageId }
    },
  }
}
