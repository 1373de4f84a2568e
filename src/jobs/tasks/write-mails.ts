// The job that writes the mails to the members of a large group, a page of them at a time.
import type { Task } from 'graphile-worker'
import type pg from 'pg'
import { z } from 'zod'
import { writeMails } from '../../store/notifications.ts'

const fateSchema = z.union([z.object({ status: z.enum(['QUEUED', 'SUPPRESSED']), failure: z.null() }), z.object({ status: z.literal('FAILED'), failure: z.string() })])
const payloadSchema = z.object({
  workItemId: z.string(), assignment: z.number().int(), reason: z.enum(['ASSIGNED', 'REMINDER', 'OVERDUE']), groupId: z.string(), idPrefix: z.string(),
  kind: z.enum(['PERSONALIZED', 'GENERAL', 'CUSTOM']), createdDate: z.string(), subject: z.string(), linkUrl: z.string().nullable(),
  internalText: z.string(), internalHtml: z.string(), internalLinkValid: z.boolean(), visitorText: z.string(), visitorHtml: z.string(), visitorLinkValid: z.boolean(),
  verified: fateSchema, unverified: fateSchema, after: z.string(),
})

/** The task `write-mails`. Its payload is GroupMails; running it twice writes nothing twice. */
export function writeMailsTask(pool: pg.Pool): Task {
  return (payload) => writeMails(pool, payloadSchema.parse(payload))
}
