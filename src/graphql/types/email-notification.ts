// Mails about work items and paused interviews, and what became of them.
import type { EmailNotification as Email } from '../../../prisma/generated/client/client.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { asNode } from '../nodes.ts'
import { User } from './user.ts'

export const EmailKind = builder.enumType('EmailKind', {
  description: 'How a mail is worded.',
  values: {
    PERSONALIZED: { description: 'To one user by name.' },
    GENERAL: { description: 'To the members of a group or queue.' },
    CUSTOM: { description: 'With the step\'s own subject or body.' },
  } as const,
})

export const EmailStatus = builder.enumType('EmailStatus', {
  description: 'What became of a mail.',
  values: {
    QUEUED: { description: 'To be sent, or to be tried again.' },
    SENT: { description: 'Taken by the mail server.' },
    FAILED: { description: 'Not sent; `failure` says why.' },
    SUPPRESSED: { description: 'Not sent: the org has stopped mail.' },
  } as const,
})

export const EmailNotification = builder.prismaObject('EmailNotification', {
  description: 'One mail to one person, about one assignment of a work item or one pause of an interview.',
})

// That a mail was sent, and how it went, is for whoever looks after runs (N4); what it says of a record or an interview, for its
// recipient and for who may read that.
const FOR_WHOM = 'to whoever may not read the record that it is about, nor is its recipient, it says only that'
const HIDDEN = 'What it says, its recipient and readers of the record see.'

async function isOpen({ recipientId, workItemId, interviewGuid }: Email, { viewer, load }: Context): Promise<boolean> {
  if (recipientId === viewer.id) return true
  if (interviewGuid !== null) return (await load.interview.load(interviewGuid)) !== null
  const item = workItemId === null ? null : await load.workItem.load(workItemId)
  return item !== null && (item.recordId === null || (await load.record.load(item.recordId)) !== null)
}

builder.prismaObjectFields(EmailNotification, (t) => ({
  recipient: t.field({ type: User, description: 'To whom.', resolve: async (email, _, { load }) => (await load.user.load(email.recipientId))! }),
  kind: t.field({ type: EmailKind, description: 'How it is worded.', resolve: (email) => email.kind }),
  status: t.field({ type: EmailStatus, description: 'What became of it.', resolve: (email) => email.status }),
  subject: t.string({ description: `Its subject; ${FOR_WHOM}.`, resolve: async (email, _, context) => ((await isOpen(email, context)) ? email.subject : HIDDEN) }),
  body: t.string({ description: `Its text part; ${FOR_WHOM}.`, resolve: async (email, _, context) => ((await isOpen(email, context)) ? email.body : HIDDEN) }),
  linkUrl: t.string({ nullable: true, description: 'Where its link leads; null where it has none, and to those from whom the text is kept.', resolve: async (email, _, context) => ((await isOpen(email, context)) ? email.linkUrl : null) }),
  linkValid: t.exposeBoolean('linkValid', { description: 'Whether the recipient can open that page.' }),
  sentAt: t.field({ type: 'DateTime', nullable: true, description: 'When the mail server took it; null before.', resolve: (email) => email.sentAt }),
  failure: t.exposeString('failure', { nullable: true, description: 'Why it was not sent; null otherwise.' }),
  attempts: t.exposeInt('attempts', { description: 'How often sending was tried.' }),
}))

asNode(EmailNotification, { idOf: (email) => email.id, load: (id, { load }) => load.email.load(id) })

export const EmailNotificationConnection = builder.connectionObject(
  { type: EmailNotification, name: 'EmailNotificationConnection', description: 'A page of mails.' },
  { name: 'EmailNotificationEdge', description: 'A mail on a page.' })
