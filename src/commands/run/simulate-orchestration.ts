// simulateOrchestration: the real core on given answers, changing nothing (D11).
import type { OrchestrationDefinition } from '../../core/definition.ts'
import type { Facts } from '../../core/facts.ts'
import type { JsonObject } from '../../core/json.ts'
import type { Assignee } from '../../core/run.ts'
import { simulate, type SimulatedAnswer, type SimulationTrace } from '../../core/simulate.ts'
import { hasAny, type Viewer } from '../../core/viewer.ts'
import { ForbiddenError, NotFoundError, ValidationError } from '../../errors.ts'
import { NO_FACTS } from '../../store/facts.ts'
import { loadMailUsernames } from '../../store/people.ts'
import { loadSettings } from '../../store/settings.ts'
import { lookUp } from '../run-batch.ts'
import type { Shell } from '../shell.ts'

/** What is simulated: an orchestration's active version (else its draft) by name, or a definition as it would be saved. */
export type SimulateInput = {
  orchestration: string | null; draft: OrchestrationDefinition | null
  recordFields: JsonObject | null; inputs: JsonObject; answers: readonly SimulatedAnswer[]
}

const MAX_LOOKUPS = 50
/** Most usernames that a simulated mail names; a larger group shows its first ones. */
const MAX_MAIL_NAMES = 100

/** Simulates a run. Takes MANAGE_FLOW. Throws ForbiddenError, NotFoundError, ValidationError (exactly one of the two names). */
export async function simulateOrchestration(shell: Shell, viewer: Viewer, input: SimulateInput): Promise<SimulationTrace> {
  if (!hasAny(viewer, 'MANAGE_FLOW')) throw new ForbiddenError('Simulating takes MANAGE_FLOW.', 'MANAGE_FLOW')
  const definition = await definitionOf(shell, input)
  const asked: Assignee[] = []
  const simulation = { definition, startedBy: viewer.id, recordFields: input.recordFields, inputs: input.inputs, answers: input.answers }
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

async function definitionOf(shell: Shell, { orchestration, draft }: SimulateInput): Promise<OrchestrationDefinition> {
  if ((orchestration === null) === (draft === null)) throw new ValidationError([{ path: ['input', 'orchestration'], message: 'Name an orchestration, or give a draft: exactly one of them.' }])
  if (draft !== null) return draft
  const { rows } = await shell.pool.query<{ definition: OrchestrationDefinition }>({
    name: 'definition_to_simulate',
    text: `SELECT v."definition" FROM "OrchestrationVersion" v JOIN "Orchestration" o ON o."id" = v."orchestrationId"
      WHERE o."apiName" = $1 AND v."status" IN ('ACTIVE', 'DRAFT') ORDER BY v."status" = 'ACTIVE' DESC, v."versionNumber" DESC LIMIT 1`,
    values: [orchestration],
  })
  if (rows[0] === undefined) throw new NotFoundError(`There is no orchestration "${orchestration}".`)
  return rows[0].definition
}
