// simulateOrchestration: the real core on given answers, changing nothing (D11).
import type { OrchestrationDefinition } from '../../core/definition.ts'
import type { Facts } from '../../core/facts.ts'
import type { Issue } from '../../core/issue.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import type { Assignee } from '../../core/run.ts'
import { faultyTrace, simulate, type SimulatedAnswer, type SimulationTrace } from '../../core/simulate.ts'
import { hasAny, type Viewer } from '../../core/viewer.ts'
import { ForbiddenError } from '../../errors.ts'
import { NO_FACTS } from '../../store/facts.ts'
import { loadMailUsernames } from '../../store/people.ts'
import { loadSettings } from '../../store/settings.ts'
import { lookUp } from '../look-up.ts'
import type { Shell } from '../shell.ts'

/** What is simulated: an orchestration's active version (else its draft) by name, or a definition as it would be saved; values as they were sent. */
export type SimulateInput = {
  orchestration: string | null; draft: OrchestrationDefinition | null
  recordFields: Json; inputs: Json; answers: readonly { step: string; outputs: Json; fault: string | null }[]
}

const MAX_ANSWERS = 1000
const MAX_LOOKUPS = 50
/** Most usernames that a simulated mail names; a larger group shows its first ones. */
const MAX_MAIL_NAMES = 100

/** Simulates a run. Takes MANAGE_FLOW. What is wrong with the input are faults of the trace. Throws ForbiddenError. */
export async function simulateOrchestration(shell: Shell, viewer: Viewer, input: SimulateInput): Promise<SimulationTrace> {
  if (!hasAny(viewer, 'MANAGE_FLOW')) throw new ForbiddenError('Simulating takes MANAGE_FLOW.', 'MANAGE_FLOW')
  const faults = shapeFaults(input)
  const definition = faults.length > 0 ? null : input.draft ?? await savedDefinition(shell, input.orchestration!)
  if (definition === null) return faultyTrace(faults.length > 0 ? faults : [{ path: ['orchestration'], message: `There is no orchestration "${input.orchestration!.slice(0, 255)}" that is active or has a draft.` }])
  const asked: Assignee[] = []
  const simulation = {
    definition, startedBy: viewer.id, recordFields: input.recordFields as JsonObject | null, inputs: (input.inputs ?? {}) as JsonObject, answers: input.answers as readonly SimulatedAnswer[],
  }
  const now = shell.now().toISOString()
  let facts: Facts = NO_FACTS
  for (let round = 0; round < MAX_LOOKUPS; round++) {
    const first = simulate(simulation, facts, now, (assignee) => { asked.push(assignee); return [] })
    if (first.kind === 'needs') {
      asked.length = 0
      facts = await lookUp(shell, facts, first.needs)
      continue
    }
    // The first go tells whose mails there are; the second names their readers.
    const { stopSendingWorkItemEmails } = await loadSettings(shell.pool)
    const names = await loadMailUsernames(shell.pool, stopSendingWorkItemEmails ? [] : [...new Set(asked.map(({ id }) => id))], MAX_MAIL_NAMES)
    const second = simulate(simulation, facts, now, ({ id }) => names.get(id) ?? [])
    if (second.kind === 'simulated') return second.trace
  }
  throw new Error('the simulation keeps asking for facts')
}

function shapeFaults({ orchestration, draft, recordFields, inputs, answers }: SimulateInput): Issue[] {
  const objects: [path: string[], value: Json][] = [[['recordFields'], recordFields], [['inputs'], inputs], ...answers.map(({ outputs }, at): [string[], Json] => [['answers', String(at), 'outputs'], outputs])]
  return [
    ...((orchestration === null) === (draft === null) ? [{ path: ['orchestration'], message: 'Name an orchestration, or give a draft: exactly one of them.' }] : []),
    ...(answers.length > MAX_ANSWERS ? [{ path: ['answers'], message: `At most ${MAX_ANSWERS} answers can be given; ${answers.length} were.` }] : []),
    ...objects.filter(([, value]) => value !== null && (typeof value !== 'object' || Array.isArray(value))).map(([path]) => ({ path, message: `${path.at(-1)!} is a JSON object of names and values.` })),
  ]
}

async function savedDefinition(shell: Shell, apiName: string): Promise<OrchestrationDefinition | null> {
  const { rows } = await shell.pool.query<{ definition: OrchestrationDefinition }>({
    name: 'definition_to_simulate',
    text: `SELECT v."definition" FROM "OrchestrationVersion" v JOIN "Orchestration" o ON o."id" = v."orchestrationId"
      WHERE o."apiName" = $1 AND v."status" IN ('ACTIVE', 'DRAFT') ORDER BY v."status" = 'ACTIVE' DESC, v."versionNumber" DESC LIMIT 1`,
    values: [apiName],
  })
  return rows[0]?.definition ?? null
}
