// Records as they are read.
import { Prisma, type Record as RecordRow } from '../../prisma/generated/client/client.ts'
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

/** A record as whoever has just written it sees it: also where they may not read it later (A4 lets some only write). */
export async function loadWrittenRecord(db: Db, recordId: string): Promise<RecordRow> {
  const [row] = await query<RecordRow>(db, Prisma.sql`SELECT r.* FROM "Record" r WHERE r."recordId" = ${recordId}`)
  return row!
}
