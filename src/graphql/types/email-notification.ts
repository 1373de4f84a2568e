// Mails about work items and paused interviews, and what became of them.
import { builder } from '../builder.ts'
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

builder.prismaObjectFields(EmailNotification, (t) => ({
  recipient: t.field({ type: User, description: 'To whom.', resolve: async (email, _, { load }) => (await load.user.load(email.recipientId))! }),
  kind: t.field({ type: EmailKind, description: 'How it is worded.', resolve: (email) => email.kind }),
  status: t.field({ type: EmailStatus, description: 'What became of it.', resolve: (email) => email.status }),
  subject: t.exposeString('subject', { description: 'Its subject.' }),
  body: t.exposeString('body', { description: 'Its text part.' }),
  linkUrl: t.exposeString('linkUrl', { nullable: true, description: 'Where its link leads; null where it has none.' }),
  linkValid: t.exposeBoolean('linkValid', { description: 'Whether the recipient can open that page.' }),
  sentAt: t.field({ type: 'DateTime', nullable: true, description: 'When the mail server took it; null before.', resolve: (email) => email.sentAt }),
  failure: t.exposeString('failure', { nullable: true, description: 'Why it was not sent; null otherwise.' }),
  attempts: t.exposeInt('attempts', { description: 'How often sending was tried.' }),
}))

asNode(EmailNotification, { idOf: (email) => email.id, load: (id, { load }) => load.email.load(id) })

export const EmailNotificationConnection = builder.connectionObject(
  { type: EmailNotification, name: 'EmailNotificationConnection', description: 'A page of mails.' },
  { name: 'EmailNotificationEdge', description: 'A mail on a page.' })
