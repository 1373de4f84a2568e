// Why steps wait (D10), as the engine sees it now.
import type { Facts } from '../../core/facts.ts'
import { needsOfWaiting, waitingOn, type WaitReason } from '../../core/waiting-on.ts'
import { loadEmptyGroups } from '../../store/people.ts'
import { loadRuns, type LoadedRun } from '../../store/run-aggregate.ts'
import { lookUp } from '../run-batch.ts'
import type { Shell } from '../shell.ts'

const MAX_LOOKUPS = 20

/** For each of these runs the reasons of each waiting step, by step id. Runs that don't exist have none. */
export async function explainWaits(shell: Shell, runIds: readonly string[]): Promise<ReadonlyMap<string, readonly WaitReason[]>[]> {
  const runs = new Map((await loadRuns(shell.pool, shell.definitions, [...new Set(runIds)])).map((run) => [run.id, run]))
  return Promise.all(runIds.map(async (id) => {
    const run = runs.get(id)
    return run === undefined ? new Map<string, readonly WaitReason[]>() : explain(shell, run)
  }))
}

async function explain(shell: Shell, { definition, run, facts }: LoadedRun): Promise<ReadonlyMap<string, readonly WaitReason[]>> {
  const now = shell.now().toISOString()
  const open = run.workItems.filter(({ status, assignee }) => status === 'ASSIGNED' && assignee.kind !== 'user')
  let known: Facts = { ...facts, emptyGroups: await loadEmptyGroups(shell.pool, open.map(({ assignee }) => assignee.id)) }
  for (let round = 0; round < MAX_LOOKUPS; round++) {
    const needs = needsOfWaiting(definition, run, known, now)
    if (needs === null) break
    known = await lookUp(shell, known, needs)
  }
  return waitingOn(definition, run, known, now)
}
