// The records that somebody starts a flow or a run with: an id that was guessed, or seen elsewhere, opens nothing (A2).
import { recordsGiven, startValues, type Starting } from '../core/flow/check-inputs.ts'
import type { JsonObject } from '../core/json.ts'
import { hasAny, type Viewer } from '../core/viewer.ts'
import { ValidationError } from '../errors.ts'
import { readableRecords } from './interview/reach.ts'
import type { Shell } from './shell.ts'

/**
 * Refuses inputs of type RECORD that name a record which the viewer may not read, one that isn't there alike; and says what else
 * is wrong with the inputs then. Nobody is asked about who may read all records, nor where no record is given. Throws
 * ValidationError.
 */
export async function requireReadableInputs(shell: Shell, viewer: Viewer, definition: Starting, inputs: JsonObject, noun: 'flow' | 'orchestration'): Promise<void> {
  const given = hasAny(viewer, 'VIEW_ALL_DATA') ? [] : recordsGiven(definition, inputs)
  if (given.length === 0) return
  const readable = await readableRecords(shell, viewer, [...new Set(given.flatMap(({ recordIds }) => recordIds))])
  const issues = given.flatMap(({ input, recordIds }) => {
    const hidden = recordIds.find((id) => !readable.has(id))
    return hidden === undefined ? [] : [{ path: ['inputs', input], message: `there is no record "${hidden}"` }]
  })
  if (issues.length === 0) return
  const started = startValues(definition, inputs, false, noun)
  const others = 'issues' in started ? started.issues : []
  throw new ValidationError([...others, ...issues].map((issue) => ({ ...issue, path: ['input', ...issue.path] })))
}
