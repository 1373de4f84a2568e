// What a resource is worth in a flow: variables and screen fields by name, `$Record`, `$Flow` and `$User`.
import type { Scope } from '../conditions.ts'
import type { InputAssignment } from '../definition.ts'
import type { Json, JsonObject } from '../json.ts'
import { fillText } from '../merge-fields.ts'
import { isRecordValueChanged, own, readPath, readRecord } from '../read-path.ts'
import type { Interview } from './interview.ts'
import { recordOf, topFrame, type Work } from './work.ts'

/** `$Flow` resources. */
export const FLOW_RESOURCES = ['CurrentRecord', 'InterviewGuid', 'FaultMessage', 'CurrentDateTime'] as const
/** `$User` resources. */
export const USER_RESOURCES = ['Username', 'Name', 'Id'] as const

/**
 * Reads a resource where the interview stands. A name is a variable, a screen field or a subflow of the innermost flow;
 * its parts follow after dots. `$Record` alone is the record's id. Unknown names and missing values are null.
 */
export function readResource(work: Work, resource: string, values: JsonObject = topFrame(work.interview).values): Json {
  const [name, ...path] = resource.split('.')
  if (name === '$Record') return readRecordResource(work, resource.slice('$Record.'.length))
  if (name === '$Flow') return path.length === 1 ? readFlow(work.interview, path[0]!, work.now) : null
  if (name === '$User') return path.length === 1 ? readUser(work.interview, path[0]!) : null
  return readPath(own(values, name!) ?? null, path)
}

/** The scope of conditions where the interview stands; `values` stand in for the innermost frame's. */
export function scopeOf(work: Work, values?: JsonObject): Scope {
  return {
    read: (resource) => readResource(work, resource, values),
    isChanged: (resource) => {
      const { facts: { priorRecord }, interview: { recordId } } = work
      return priorRecord != null && recordId !== null && isRecordValueChanged(recordOf(work, recordId), priorRecord, resource)
    },
  }
}

/** Fills a text's merge fields where the interview stands. */
export function filled(work: Work, text: string): string {
  return fillText(text, (resource) => readResource(work, resource))
}

/** Values of the inputs given to a subflow, an action or a record. Given twice, the last one counts. */
export function readInputs(work: Work, inputs: readonly InputAssignment[] | null | undefined): JsonObject {
  return Object.fromEntries((inputs ?? []).map((input) => [input.name, input.resource ? readResource(work, input.resource) : input.value ?? null]))
}

function readRecordResource(work: Work, path: string): Json {
  const recordId = work.interview.recordId
  if (recordId === null) return null
  const record = recordOf(work, recordId)
  return path === '' ? recordId : readRecord(record, path)
}

function readFlow(interview: Interview, name: string, now: string): Json {
  switch (name as (typeof FLOW_RESOURCES)[number]) {
    case 'CurrentRecord': return interview.currentRecord
    case 'InterviewGuid': return interview.guid
    case 'FaultMessage': return interview.faultMessage
    case 'CurrentDateTime': return now
    default: return null
  }
}

function readUser(interview: Interview, name: string): Json {
  if (interview.user === null) return null
  switch (name as (typeof USER_RESOURCES)[number]) {
    case 'Username': return interview.user.username
    case 'Name': return interview.user.name
    case 'Id': return interview.user.id
    default: return null
  }
}
