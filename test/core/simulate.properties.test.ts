// Every simulation goes the way that a run goes on the same answers (rule D11).
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { advance, startRun, type Decision } from '../../src/core/advance.ts'
import type { HistoryEntry } from '../../src/core/events.ts'
import type { Run } from '../../src/core/run.ts'
import { simulate } from '../../src/core/simulate.ts'
import { after, facts } from '../support/orchestrations.ts'
import { beginnings, recordOf, worldAt, type Beginning } from '../support/random-orchestrations.ts'
import { PATIENCE_MS, PLAYED, SEQUENCES } from '../support/sequences.ts'

it(`a simulation goes the way that a run goes on the same answers, in ${PLAYED}`, () => { // rule D11
  const answers = fc.array(fc.record({ pick: fc.nat(20), total: fc.nat(9), isFault: fc.nat(12).map((one) => one === 5) }), { maxLength: 12, size: 'max' })
  fc.assert(fc.property(beginnings, answers, (beginning, picks) => {
    const { definition, inputs, level } = beginning
    const names = definition.stages.flatMap((stage) => stage.steps.map((step) => step.apiName))
    const given = picks.map(({ pick, total, isFault }) => ({ step: names[pick % names.length]!, ...(isFault ? { fault: 'broke' } : { outputs: { total } }) }))
    const { id: Id, fields } = recordOf(level)
    const answer = simulate({ definition, startedBy: 'u-starter', recordFields: { ...fields, Id }, inputs, answers: given }, facts(), after(0), () => [])
    if (answer.kind !== 'simulated') throw new Error('nothing is missing')
    const { faults, status, events } = answer.trace
    const { run, entries } = runOn(beginning, given)
    const nameOf = new Map(run.stages.flatMap((stage) => [stage, ...stage.steps]).map((one) => [one.id, one.apiName]))
    const simulated = { faults, status, path: events.map(({ milestone, stage, step, detail }) => [milestone, stage, step, detail]) }
    const real = { faults: [], status: run.status, path: entries.map(({ milestone, stageId, stepId, detail }) => [milestone, nameOf.get(stageId ?? '') ?? null, nameOf.get(stepId ?? '') ?? null, detail]) }
    if (JSON.stringify(simulated) !== JSON.stringify(real)) expect(simulated).toEqual(real)
  }), SEQUENCES)
}, PATIENCE_MS)

// A real run that is given the answers as they come up, by inputs of its own.
function runOn({ definition, inputs, level }: Beginning, answers: readonly { step: string; outputs?: { total: number }; fault?: string }[]): { run: Run; entries: HistoryEntry[] } {
  const world = worldAt(level)
  const entries: HistoryEntry[] = []
  const take = (decision: Decision | { kind: 'invalidInputs' }): Run => {
    if (decision.kind !== 'decided') throw new Error(`not decided: ${decision.kind}`)
    entries.push(...decision.events.flatMap((event) => (event.kind === 'milestone' ? [event.entry] : [])))
    return decision.run
  }
  let run = take(startRun({ definition, runId: 'r1', startedBy: 'u-starter', recordId: 'case-1', inputs }, world, after(0)))
  const left = [...answers]
  for (;;) {
    const under = run.status === 'IN_PROGRESS' ? run.stages[run.currentStage!]!.steps.filter((step) => step.status === 'IN_PROGRESS' && !step.actionEnded) : []
    const at = left.findIndex((answer) => under.some((step) => step.apiName === answer.step))
    if (at < 0) return { run, entries }
    const { step: name, outputs, fault } = left.splice(at, 1)[0]!
    const { id: stepId, attempt, stepType, workItemId } = under.find((step) => step.apiName === name)!
    if (stepType === 'INTERACTIVE') {
      const by = run.workItems.find((item) => item.id === workItemId)!.assignee.id
      run = take(advance(definition, run, fault ? { kind: 'failWorkItemFlow', workItemId: workItemId!, by, message: fault } : { kind: 'completeWorkItem', workItemId: workItemId!, by, outputs: outputs! }, world, after(0)))
    } else if (stepType === 'BACKGROUND') {
      run = take(advance(definition, run, fault ? { kind: 'failBackgroundStep', stepId, attempt, message: fault, attempts: 1 } : { kind: 'endBackgroundStep', stepId, attempt, outputs: outputs! }, world, after(0)))
    } else {
      run = take(advance(definition, run, { kind: 'publishEvent', by: 'u', stepId, stepStatus: fault ? 'ERROR' : 'COMPLETED', outputs: outputs ?? {}, message: fault ?? null }, world, after(0)))
    }
  }
}
