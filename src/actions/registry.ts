// The actions that flows can call. To add one of your own: docs/actions.md.
import type { Actions } from '../commands/action.ts'
import type { MailTransport } from '../mail/transport.ts'
import { emailSend } from './email-send.ts'
import { httpRequest } from './http-request.ts'
import { recordUpsert } from './record-upsert.ts'

/** What the actions need of the outside world. */
export type ActionParts = { calloutHosts: readonly string[]; transport: MailTransport }

/** Every registered action, by the name that flows call it by. */
export function registerActions({ calloutHosts, transport }: ActionParts): Actions {
  return { 'http.request': httpRequest(calloutHosts), 'email.send': emailSend(transport), 'record.upsert': recordUpsert }
}
