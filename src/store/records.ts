// Records as they are read.
import { Prisma, type Record as RecordRow } from '../../prisma/generated/client/client.ts'
import type { Viewer } from '../core/viewer.ts'
import { inOrder, query, type Db } from './query.ts'
import { recordIsReadable } from './visibility.ts'

/** Records by recordId that the viewer may read, in the order asked; null for all others. */
export async function loadVisibleRecords(db: Db, viewer: Viewer, recordIds: readonly string[]): Promise<(RecordRow | null)[]> {
  const rows = await query<RecordRow>(db, Prisma.sql`
    SELECT r.* FROM "Record" r WHERE r."recordId" = ANY(${[...recordIds]}) AND ${recordIsReadable(viewer, Prisma.sql`r."recordId"`)}`)
  return inOrder(recordIds, rows, (row) => row.recordId)
}

/** A record as whoever has just written it sees it: also where they may not read it later (A4 lets some only write). */
export async function loadWrittenRecord(db: Db, recordId: string): Promise<RecordRow> {
  const [row] = await query<RecordRow>(db, Prisma.sql`SELECT r.* FROM "Record" r WHERE r."recordId" = ${recordId}`)
  return row!
}
