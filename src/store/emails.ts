// Mails about work items and paused interviews as people read them.
import { Prisma, type EmailNotification } from '../../prisma/generated/client/client.ts'
import type { Viewer } from '../core/viewer.ts'
import { loadPage, type Order, type Page, type PageRequest } from './keyset.ts'
import { inOrder, query, type Db } from './query.ts'
import { emailIsReadable } from './visibility.ts'

/** Mails by id that the viewer may read, in the order asked; null for all others. */
export async function loadVisibleEmails(db: Db, viewer: Viewer, ids: readonly string[]): Promise<(EmailNotification | null)[]> {
  const rows = await query<EmailNotification>(db, Prisma.sql`SELECT e.* FROM "EmailNotification" e WHERE e."id" = ANY(${[...ids]}) AND ${emailIsReadable(viewer, 'e')}`)
  return inOrder(ids, rows, (row) => row.id)
}

const OLDEST_FIRST: Order<EmailNotification> = {
  list: 'emails',
  columns: [{ sql: Prisma.sql`e."createdDate"`, field: 'createdDate', kind: 'time' }, { sql: Prisma.sql`e."id"`, field: 'id', kind: 'text' }],
}

/** The mails about a work item, or about an interview, that the viewer may read, oldest first. */
export async function loadEmailPage(db: Db, viewer: Viewer, about: { workItemId: string } | { interviewGuid: string }, request: PageRequest): Promise<Page<EmailNotification>> {
  const isAbout = 'workItemId' in about ? Prisma.sql`e."workItemId" = ${about.workItemId}` : Prisma.sql`e."interviewGuid" = ${about.interviewGuid}`
  const where = Prisma.sql`${isAbout} AND ${emailIsReadable(viewer, 'e')}`
  return loadPage(db, { select: Prisma.sql`SELECT e.* FROM "EmailNotification" e`, where, order: OLDEST_FIRST, request })
}
