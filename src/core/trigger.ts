// When a change of a record starts a RECORD_TRIGGERED orchestration (D5, R7).
import { holds } from './conditions.ts'
import type { OrchestrationDefinition } from './definition.ts'
import type { RecordFacts } from './facts.ts'
import { isSame, type JsonObject } from './json.ts'
import { isRecordValueChanged, readRecordResource } from './read-path.ts'

/** A record that was created, or updated from `prior`. */
export type RecordChange = { kind: 'CREATED'; record: RecordFacts; prior: null } | { kind: 'UPDATED'; record: RecordFacts; prior: RecordFacts }

/** Whether the change starts a run. An update that changes nothing starts nothing; after a creation nothing IS_CHANGED. */
export function isTriggered(definition: OrchestrationDefinition, change: RecordChange): boolean {
  const { trigger } = definition
  if (definition.orchestrationType !== 'RECORD_TRIGGERED' || !trigger || trigger.objectApiName !== change.record.objectApiName) return false
  if (trigger.event !== change.kind && trigger.event !== 'CREATED_OR_UPDATED') return false
  if (change.kind === 'UPDATED' && !isRecordChanged(change.record, change.prior)) return false
  return !trigger.when || holds(trigger.when, {
    read: (resource) => (resource.startsWith('$Record') ? readRecordResource(change.record, resource) : null),
    isChanged: (resource) => change.kind === 'UPDATED' && isRecordValueChanged(change.record, change.prior, resource),
  })
}

/** Whether anything of a record is other than before. A field of null and one that isn't there are the same, as to conditions. */
export function isRecordChanged(record: RecordFacts, prior: RecordFacts): boolean {
  return record.name !== prior.name || record.owner !== prior.owner || !isSame(withoutNulls(record.fields), withoutNulls(prior.fields))
}

function withoutNulls(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}
