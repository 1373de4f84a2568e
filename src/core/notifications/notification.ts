// The mail about one assignment of one work item: its kind, its words and its link, for each type of recipient; and
// whether it may go out at all (rules N1 to N3).
import { cutText } from '../cut-text.ts'
import type { NotificationTemplate } from '../definition.ts'
import type { Json } from '../json.ts'
import type { LinkRecord } from '../links.ts'
import { fillText } from '../merge-fields.ts'
import { mailLink, type Audience, type MailLink, type RecipientType } from './audience.ts'
import { asHtml, asText, type MailLayout } from './render.ts'
import {
  defaultSubject, FACT_LABELS, FIRST_COMPLETES, FOOTER, greeting, INTERNAL_LINK_LABEL, LINK_LABEL, linkNote, mainSentence, readableTime,
  type NotificationReason, type TextFacts,
} from './texts.ts'

export type EmailKind = 'PERSONALIZED' | 'GENERAL' | 'CUSTOM'
export type EmailStatus = 'QUEUED' | 'SENT' | 'FAILED' | 'SUPPRESSED'

/** The switches of the org that mail obeys, as ProcessAutomationSettings has them. */
export type MailSettings = { stopSendingWorkItemEmails: boolean; orgBaseUrl: string; emailFrom: string; verifiedEmailDomains: readonly string[] }

/** What a mail tells of the work. `dueAt` is RFC 3339. */
export type MailSubject = { label: string; description: string | null; dueAt: string | null; record: (LinkRecord & { name: string | null }) | null }

/** `actorName`: who reassigned the work; null where nobody did. `read` answers the template's merge fields. */
export type NotificationFacts = {
  audience: Audience; reason: NotificationReason; work: MailSubject; template: NotificationTemplate | null
  actorName: string | null; orgBaseUrl: string; read(resource: string): Json
}

/** One mail as one type of recipient gets it. */
export type MailContent = { subject: string; text: string; html: string; linkUrl: string | null; linkValid: boolean }

/** A mail: a single assignee's content is in the member of their type; for a group both are needed. */
export type Notification = { kind: EmailKind; content: { readonly [type in RecipientType]: MailContent } }

/**
 * Writes the mail. A step's own subject or body (rule N1: CUSTOM) takes the place of the default one when work is assigned;
 * the link, and what is to be said of it, stands below either. A template that comes out blank counts as none.
 */
export function notificationFor(facts: NotificationFacts): Notification {
  const subject = ownText(facts, facts.template?.subject)
  const body = ownText(facts, facts.template?.body)
  const kind = subject !== null || body !== null ? 'CUSTOM' : facts.audience.kind === 'person' ? 'PERSONALIZED' : 'GENERAL'
  const link = mailLink(facts.audience, facts.work.record, facts.orgBaseUrl)
  const words = { subject: oneLine(subject ?? defaultSubject(textFacts(facts))), ...(body === null ? defaultBody(facts) : ownBody(body)) }
  // A single person's mail takes one of the two.
  return { kind, content: { get INTERNAL() { return contentFor('INTERNAL', words, link, WORK_ENDING) }, get SITE_VISITOR() { return contentFor('SITE_VISITOR', words, link, WORK_ENDING) } } }
}

/** What becomes of a mail: handed over, or kept back with the reason in words. `failure` is set when FAILED. */
export type Fate = { status: 'QUEUED' | 'SUPPRESSED'; failure: null } | { status: 'FAILED'; failure: string }

/** Decides that by the org's switch, the From address and the recipient's address, in this order (rule N3). */
export function mailFate(settings: MailSettings, emailVerified: boolean): Fate {
  if (settings.stopSendingWorkItemEmails) return { status: 'SUPPRESSED', failure: null }
  const failure = senderFault(settings) ?? (emailVerified ? null : 'The recipient\'s email address is not verified.')
  return failure === null ? { status: 'QUEUED', failure } : { status: 'FAILED', failure }
}

/** Why nothing can be sent from the org's From address; null where it can. */
export function senderFault(settings: Pick<MailSettings, 'emailFrom' | 'verifiedEmailDomains'>): string | null {
  if (settings.emailFrom.trim() === '') return 'No From address is set for the org (emailFrom).'
  const domain = addressDomain(settings.emailFrom)
  if (domain === null) return 'The org\'s From address (emailFrom) is not an email address.'
  const isVerified = settings.verifiedEmailDomains.some((verified) => verified.trim().toLowerCase() === domain)
  return isVerified ? null : `The sender domain ${domain} is not verified (verifiedEmailDomains).`
}

/** The domain of an address, in lower case, also of one written as `Name <local@domain>`; null where there is none. */
export function addressDomain(address: string): string | null {
  return /@([^\s@<>]+)>?\s*$/.exec(address)?.[1]?.toLowerCase() ?? null
}

type Words = Pick<MailLayout, 'subject' | 'greeting' | 'paragraphs' | 'facts'>

const MAX_SUBJECT_LENGTH = 250
// Each member of a group gets a copy.
const MAX_BODY_LENGTH = 20_000
// Control characters and halves of characters: Postgres takes none of the worst of them, and no reader misses any.
const UNSTORABLE = /[^\P{Cc}\n\r\t]|[\uD800-\uDFFF]/gu

function ownText(facts: NotificationFacts, template: string | null | undefined): string | null {
  if (facts.reason !== 'ASSIGNED' || template === null || template === undefined) return null
  const filled = fillText(template, facts.read).replaceAll(UNSTORABLE, '').trim()
  return filled === '' ? null : cutText(filled, MAX_BODY_LENGTH)
}

function textFacts({ reason, work, audience, actorName }: NotificationFacts): TextFacts {
  const isGroup = audience.kind === 'group'
  return { reason, workLabel: work.label, groupLabel: isGroup ? audience.label : null, isQueue: isGroup && audience.isQueue, actorName, dueAt: work.dueAt }
}

function defaultBody(facts: NotificationFacts): Omit<Words, 'subject'> {
  const { audience, work } = facts
  const fact = (label: string, value: string | null | undefined) => (value ? [{ label, value }] : [])
  return {
    greeting: greeting(audience.kind === 'person' ? audience.name : null),
    paragraphs: [mainSentence(textFacts(facts)), ...(audience.kind === 'group' ? [FIRST_COMPLETES] : [])],
    facts: [
      ...fact(FACT_LABELS.description, work.description),
      ...fact(FACT_LABELS.record, work.record && (work.record.name ?? work.record.recordId)),
      ...fact(FACT_LABELS.due, work.dueAt && readableTime(work.dueAt)),
    ],
  }
}

function ownBody(body: string): Omit<Words, 'subject'> {
  return { greeting: null, paragraphs: body.split(/(?:\r?\n[ \t]*){2,}/), facts: [] }
}

/** What stands below the link: where else to find what the mail is about, and the last line. */
export type MailEnding = { note: (hasLink: boolean, isValid: boolean, type: RecipientType) => string | null; footer: string }

const WORK_ENDING: MailEnding = { note: linkNote, footer: FOOTER }

/** A mail in both its forms, for one type of recipient. */
export function contentFor(type: RecipientType, words: Words, link: MailLink, { note, footer }: MailEnding): MailContent {
  const linkValid = link.isValidFor[type]
  const layout: MailLayout = {
    ...words,
    link: link.url === null ? null : { url: link.url, label: linkValid ? LINK_LABEL : INTERNAL_LINK_LABEL, isValid: linkValid },
    note: note(link.url !== null, linkValid, type),
    footer,
  }
  return { subject: words.subject, text: asText(layout), html: asHtml(layout), linkUrl: link.url, linkValid }
}

/** A subject is one header line, whatever is filled in. */
export function oneLine(text: string): string {
  return cutText(text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim(), MAX_SUBJECT_LENGTH)
}
