// Records as they are read.
import { Prisma, type Record as RecordRow } from '../../prisma/generated/client/client.ts'
import type { Json } from '../core/json.ts'
import type { Viewer } from '../core/viewer.ts'
import { query, type Db } from './query.ts'
import { readTogether, rowsAsked, WHO_ASKED } from './viewers-together.ts'
import { recordIsReadable } from './visibility.ts'

/** Records by recordId that the viewer may read, in the order asked; null for all others. */
export async function loadVisibleRecords(db: Db, viewer: Viewer, recordIds: readonly string[]): Promise<(RecordRow | null)[]> {
  const found = await findVisible(db, viewer, recordIds)
  return recordIds.map((id) => found.get(id)?.[0] ?? null)
}

const findVisible = readTogether<RecordRow>((viewer, asked) => Prisma.sql`
  SELECT ${WHO_ASKED}, r.* FROM ${rowsAsked(asked, 'Record', 'recordId', 'r')} WHERE ${recordIsReadable(viewer!, Prisma.sql`r."recordId"`)}`)

/** Of these records those that the viewer may read, by recordId. */
export async function findReadableIds(db: Db, viewer: Viewer, recordIds: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set((await findReadable(db, viewer, recordIds)).keys())
}

const findReadable = readTogether<object>((viewer, asked) => Prisma.sql`
  SELECT ${WHO_ASKED} FROM ${rowsAsked(asked, 'Record', 'recordId', 'r')} WHERE ${recordIsReadable(viewer!, Prisma.sql`r."recordId"`)}`)

/** What somebody has said of a record; `owner` is a username. */
export type SaidOfRecord = { name?: string | null; owner?: string | null; fields?: Json }

/**
 * A record as whoever has written it sees it who may not read it (A4 lets some only write, and gives others' records away): what
 * they said of it themselves, and nothing else that it holds.
 */
export async function loadWrittenRecord(db: Db, recordId: string, said: SaidOfRecord): Promise<RecordRow> {
  const [found] = await query<RecordRow & { saidOwnerId: string | null }>(db, Prisma.sql`
    SELECT r.*, (SELECT u."id" FROM "User" u WHERE u."username" = ${said.owner ?? null}) AS "saidOwnerId" FROM "Record" r WHERE r."recordId" = ${recordId}`)
  const { saidOwnerId, ...row } = found!
  // Nobody has an empty id.
  return { ...row, ownerId: saidOwnerId ?? '', name: said.name ?? null, fields: (said.fields ?? {}) as RecordRow['fields'] }
}
