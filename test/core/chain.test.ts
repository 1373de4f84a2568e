// Runs that start each other by background work alone come to an end (core/chain.ts).
import { describe, expect, it } from 'vitest'
import { startRun } from '../../src/core/advance.ts'
import { chainAfter, chainFault, MAX_CHAIN } from '../../src/core/chain.ts'
import type { Run } from '../../src/core/run.ts'
import { after, ask, facts, orchestration, stage, START } from '../support/orchestrations.ts'

const definition = orchestration([stage('First', [ask('One')])])
const begun = (chain?: number) => {
  const decision = startRun({ definition, runId: 'r1', startedBy: 'u-starter', recordId: 'case-1', inputs: {}, ...(chain !== undefined && { chain }) }, facts(), START)
  if (decision.kind !== 'decided') throw new Error(decision.kind)
  return decision
}
const background = { restedAt: 0 }

describe('a run that is started by a change of a record', () => {
  it('is one more of a chain where background work of another made the change', () => {
    expect(chainAfter(begun().run, background, false, after(1))).toBe(1)
    expect(chainAfter(begun(4).run, background, false, after(1))).toBe(5)
  })

  it('is none of a chain where somebody or time was in between', () => {
    const { run } = begun(4)
    const worked: Run = { ...run, workItems: run.workItems.map((item) => ({ ...item, completedBy: 'u-ada' })) }
    expect(chainAfter(null, background, false, after(1))).toBe(0)
    expect(chainAfter(run, background, true, after(1))).toBe(0)
    expect(chainAfter(run, { restedAt: 1 }, false, after(1))).toBe(0)
    expect(chainAfter(worked, background, false, after(1))).toBe(0)
    expect([chainAfter(run, background, false, after(3_599)), chainAfter(run, background, false, after(3_600))]).toEqual([5, 0])
  })

  it('begins as long as the chain is not too long, and is in ERROR for good where it is', () => {
    expect([chainFault(0), chainFault(MAX_CHAIN)]).toEqual([null, null])
    expect(begun(MAX_CHAIN).run).toMatchObject({ status: 'IN_PROGRESS', chain: MAX_CHAIN })
    const { run, events } = begun(MAX_CHAIN + 1)
    expect(run).toMatchObject({ status: 'ERROR', currentStage: null, workItems: [], fault: { message: chainFault(MAX_CHAIN + 1), stageId: null, stepId: null, isRecoverable: false } })
    expect(events.flatMap((event) => (event.kind === 'milestone' ? event.entry.milestone : []))).toEqual(['START_RUN', 'FAIL_RUN'])
  })
})
