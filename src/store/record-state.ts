// Records as commands see them: with their owner's name, and what a change of one may set off.
import type pg from 'pg'
import type { RecordFacts } from '../core/facts.ts'
import type { JsonObject } from '../core/json.ts'

/** A record's row with its owner's username. `version` null: it does not exist yet. */
export type RecordState = {
  recordId: string; objectApiName: string; name: string | null; ownerId: string; owner: string; fields: JsonObject; version: number | null
}

/** An active record-triggered orchestration. */
export type TriggeredOrchestration = { id: string; label: string; versionId: string }

/** The records with these ids; those that don't exist are left out. */
export async function loadRecordStates(pool: pg.Pool, recordIds: readonly string[]): Promise<RecordState[]> {
  const { rows } = await pool.query<RecordState>({
    name: 'record_states',
    text: `SELECT r."recordId", r."objectApiName", r."name", r."ownerId", u."username" AS "owner", r."fields", r."version"
      FROM "Record" r JOIN "User" u ON u."id" = r."ownerId" WHERE r."recordId" = ANY($1)`,
    values: [recordIds],
  })
  return rows
}

/** Active orchestrations that records of this object start, oldest first. */
export async function loadTriggered(pool: pg.Pool, objectApiName: string): Promise<TriggeredOrchestration[]> {
  const { rows } = await pool.query<TriggeredOrchestration>({
    name: 'triggered_orchestrations',
    text: `SELECT "id", "label", "activeVersionId" AS "versionId" FROM "Orchestration" WHERE "triggerObject" = $1 AND "activeVersionId" IS NOT NULL ORDER BY "createdDate", "id"`,
    values: [objectApiName],
  })
  return rows
}

/** The record as conditions and flows read it. */
export function recordFacts(record: RecordState): RecordFacts {
  return { id: record.recordId, objectApiName: record.objectApiName, name: record.name, owner: record.owner, fields: record.fields }
}
