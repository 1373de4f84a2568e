// Every sentence of the mails that people get about their work, and about interviews of theirs that are paused. What goes where is notification.ts' business, how it
// looks render.ts'.
import type { RecipientType } from './audience.ts'

/** What a mail is about: work assigned (newly or anew), work that falls due, work that is overdue. */
export type NotificationReason = 'ASSIGNED' | 'REMINDER' | 'OVERDUE'

/** What the sentences speak of. `groupLabel` is null for a single person; `actorName` where somebody reassigned the work. */
export type TextFacts = {
  reason: NotificationReason; workLabel: string; groupLabel: string | null; isQueue: boolean; actorName: string | null; dueAt: string | null
}

/** The subject of the default mail. */
export function defaultSubject(facts: TextFacts): string {
  const whose = facts.groupLabel === null ? '' : ` (${facts.groupLabel})`
  if (facts.reason === 'REMINDER') return `Due soon: ${facts.workLabel}${whose}`
  if (facts.reason === 'OVERDUE') return `Overdue: ${facts.workLabel}${whose}`
  return facts.groupLabel === null ? `Work for you: ${facts.workLabel}` : `Work for ${facts.groupLabel}: ${facts.workLabel}`
}

/** How the mail begins: a single person is greeted by name. */
export function greeting(name: string | null): string {
  return name === null ? 'Hello,' : `Hello ${name},`
}

/** What the mail has to say. */
export function mainSentence(facts: TextFacts): string {
  const { groupLabel, actorName, reason, workLabel } = facts
  const set = groupLabel === null ? null : `the ${facts.isQueue ? 'queue' : 'group'} ${groupLabel}`
  if (reason === 'REMINDER') return `${set === null ? 'Your work' : `Work of ${set}`} is due soon: ${workLabel}.`
  if (reason === 'OVERDUE') return `${set === null ? 'Your work' : `Work of ${set}`} is overdue: ${workLabel}.`
  if (actorName !== null) return `${actorName} assigned work to ${set ?? 'you'}: ${workLabel}.`
  return set === null ? `You have work to do: ${workLabel}.` : `There is work to do for ${set}: ${workLabel}.`
}

/** Told to groups and queues (rule W4). */
export const FIRST_COMPLETES = 'Whoever finishes it first completes it for everyone.'

/** The words on the link. */
export const LINK_LABEL = 'Open the record'

/** The words on a link that visitors can't open. */
export const INTERNAL_LINK_LABEL = 'Internal record page'

/** What is said below a link that this recipient can't open, or in place of one (rule N2). Null where the link will do. */
export function linkNote(hasLink: boolean, isValid: boolean, type: RecipientType): string | null {
  if (isValid) return null
  if (type === 'INTERNAL') return 'Open it from your list of work items.'
  return hasLink
    ? 'This link leads to an internal page that you can\'t open. Use the work item list on your site to open this work.'
    : 'Use the work item list on your site to open this work.'
}

/** The last line of every mail. */
export const FOOTER = 'Sent automatically by Interlude, because this work is assigned to you or to a group of yours. Replies are not read.'

/** Labels of the facts listed in a mail. */
export const FACT_LABELS = { description: 'What to do', record: 'Record', due: 'Due' } as const

// ---------------------------------------------------------------- interviews that are still paused

/** The subject of a reminder. */
export function pauseSubject(label: string): string {
  return `Still paused: ${label}`
}

/** What a reminder has to say. */
export function pauseSentence(label: string): string {
  return `"${label}" is paused and waits for you. It goes on exactly where it was left.`
}

/** Labels of the facts listed in a reminder. */
export const PAUSE_FACT_LABELS = { pausedAt: 'Paused', reason: 'Reason', record: 'Record', expires: 'Is deleted unless resumed before' } as const

/** What is said in place of a link that this recipient can open. Null where the link will do. */
export function pauseNote(_: boolean, isValid: boolean, type: RecipientType): string | null {
  if (isValid) return null
  return type === 'INTERNAL' ? 'Resume it from your list of paused interviews.' : 'Resume it from the list of paused interviews on your site.'
}

/** The last line of a reminder. */
export const PAUSE_FOOTER = 'Sent automatically by Interlude, because this interview is yours. Replies are not read.'

/** A time (RFC 3339) as people read it, to the minute, in UTC. */
export function readableTime(at: string): string {
  const iso = new Date(at).toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
}
