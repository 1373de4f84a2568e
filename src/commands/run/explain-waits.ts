// Why steps wait (D10), as the engine sees it now.
import type { Facts } from '../../core/facts.ts'
import { needsOfWaiting, waitingOn, type WaitReason } from '../../core/waiting-on.ts'
import type { Viewer } from '../../core/viewer.ts'
import { distinct } from '../../store/coalesce.ts'
import { loadPositions } from '../../store/interview-aggregate.ts'
import { loadUnattended } from '../../store/people.ts'
import { loadVisibleRecords } from '../../store/records.ts'
import { loadRuns, type LoadedRun } from '../../store/run-aggregate.ts'
import { lookUp } from '../look-up.ts'
import type { Shell } from '../shell.ts'

const MAX_LOOKUPS = 20

/**
 * For each of these runs, which the viewer may read, the reasons of each waiting step, by step id; what a record holds is told to
 * its readers only. Runs that don't exist have none.
 */
export async function explainWaits(shell: Shell, viewer: Viewer, runIds: readonly string[]): Promise<ReadonlyMap<string, readonly WaitReason[]>[]> {
  const runs = new Map((await loadRuns(shell.pool, shell.definitions, [...new Set(runIds)])).map((run) => [run.id, run]))
  const recordIds = distinct([...runs.values()].map(({ run }) => (run.recordId === null ? [] : [run.recordId])))
  const readable = new Set((await loadVisibleRecords(shell.pool, viewer, recordIds)).flatMap((record) => record?.recordId ?? []))
  return Promise.all(runIds.map(async (id) => {
    const run = runs.get(id)
    return run === undefined ? new Map<string, readonly WaitReason[]>() : explain(shell, run, run.run.recordId === null || readable.has(run.run.recordId))
  }))
}

async function explain(shell: Shell, { definition, run, facts }: LoadedRun, isRecordShown: boolean): Promise<ReadonlyMap<string, readonly WaitReason[]>> {
  const now = shell.now().toISOString()
  const open = run.workItems.filter(({ status }) => status === 'ASSIGNED')
  const underWay = run.stages.flatMap(({ steps }) => steps).filter(({ status, stepType }) => status === 'IN_PROGRESS' && stepType !== 'INTERACTIVE')
  const [unattended, standing] = await Promise.all([loadUnattended(shell.pool, open.map(({ assignee }) => assignee.id)), loadPositions(shell.pool, underWay.map(({ id }) => id))])
  let known: Facts = { ...facts, unattended, standing }
  for (let round = 0; round < MAX_LOOKUPS; round++) {
    const needs = needsOfWaiting(definition, run, known, now)
    if (needs === null) break
    known = await lookUp(shell, known, needs)
  }
  return waitingOn(definition, run, known, now, isRecordShown)
}
