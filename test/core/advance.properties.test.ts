// What holds for every orchestration and every history (rules R1, R2, R3, R5, D6, D10).
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advance, startRun, type Decision } from '../../src/core/advance.ts'
import type { HistoryEntry, RunEvent } from '../../src/core/events.ts'
import type { Facts } from '../../src/core/facts.ts'
import type { RunInput } from '../../src/core/inputs.ts'
import type { Run, StepRun } from '../../src/core/run.ts'
import { RUN_STATUSES, STAGE_STATUSES, STEP_STATUSES, WORK_ITEM_STATUSES } from '../../src/core/status-table.ts'
import { validateOrchestration } from '../../src/core/validate-orchestration.ts'
import { waitingOn } from '../../src/core/waiting-on.ts'
import { after, facts } from '../support/orchestrations.ts'
import { beginnings, histories, inputOf, worldAfter, worldAt, type Beginning, type Happening } from '../support/random-orchestrations.ts'

const RUNS = { numRuns: 300 }

/** One decision of a history: before (null: the start), after, what it told, and the facts it was made on. */
type Moment = { before: Run | null; run: Run; events: readonly RunEvent[]; facts: Facts; now: string; kind: string }

// Plays a history; `carry` is what happens to a run between two decisions (e.g. being saved and loaded).
function play({ definition, inputs, level }: Beginning, history: readonly Happening[], decideOn: (facts: Facts) => Facts = (all) => all, carry: (run: Run) => Run = (run) => run): Moment[] {
  let world = worldAt(level)
  const settle = (decide: (known: Facts) => Decision | { kind: 'invalidInputs' }): Decision => {
    let known = decideOn(world)
    for (;;) {
      const decision = decide(known)
      if (decision.kind === 'invalidInputs') throw new Error('invalid inputs')
      if (decision.kind !== 'needs') return decision
      const pick = <T>(all: { readonly [key: string]: T }, names: readonly string[] = []) => Object.fromEntries(names.map((name) => [name, all[name]!]))
      known = { ...known, directory: { ...known.directory, ...pick(world.directory, decision.needs.directory) }, flows: { ...known.flows, ...pick(world.flows, decision.needs.flows) }, records: { ...known.records, ...pick(world.records, decision.needs.records) } }
    }
  }
  const first = settle((known) => startRun({ definition, runId: 'r1', startedBy: 'u-starter', recordId: 'case-1', inputs }, known, after(0)))
  if (first.kind !== 'decided') throw new Error('a start is always decided')
  const moments: Moment[] = [{ before: null, run: first.run, events: first.events, facts: world, now: after(0), kind: 'start' }]
  let seconds = 0, last: RunInput | null = null
  for (const happening of history) {
    const before = moments.at(-1)!.run
    const input: RunInput = inputOf(before, happening, last)
    world = worldAfter(world, happening, input)
    seconds += happening.seconds
    const now = after(seconds)
    const decision = settle((known) => advance(definition, carry(before), input, known, now))
    last = input
    if (decision.kind === 'decided') moments.push({ before, run: decision.run, events: decision.events, facts: world, now, kind: input.kind })
  }
  return moments
}

const always = (check: (beginning: Beginning, history: readonly Happening[]) => void) => fc.assert(fc.property(beginnings, histories, check), RUNS)
const stepsOf = (run: Run) => run.stages.flatMap((stage) => stage.steps)
const isEnded = (run: Run) => run.status === 'COMPLETED' || run.status === 'CANCELED' || run.status === 'ERROR'

describe('every history', { timeout: 60_000 }, () => {
  it('is of an orchestration that may be activated', () => {
    always(({ definition }) => {
      expect(validateOrchestration(definition, facts())).toEqual([])
    })
  })

  it('changes statuses only as the table allows', () => { // rule R1
    always((beginning, history) => {
      const known = new Map<string, string>()
      const follow = (table: { readonly [from: string]: readonly string[] }, id: string, status: string) => {
        const from = known.get(id)
        if (from !== undefined && from !== status) expect(table[from], `${id}: ${from} -> ${status}`).toContain(status)
        known.set(id, status)
      }
      for (const { run, events } of play(beginning, history)) {
        for (const event of events) {
          if (event.kind === 'stageChanged') follow(STAGE_STATUSES, event.stage.id, event.stage.status)
          if (event.kind === 'stageChanged') for (const step of event.stage.steps) if (!known.has(step.id)) known.set(step.id, step.status)
          if (event.kind === 'stepChanged') follow(STEP_STATUSES, event.step.id, event.step.status)
          if ('workItem' in event) follow(WORK_ITEM_STATUSES, event.workItem.id, event.workItem.status)
        }
        for (const one of [...run.stages, ...stepsOf(run), ...run.workItems]) expect(known.get(one.id) ?? 'NOT_STARTED').toBe(one.status)
        const from = known.get(run.id) ?? 'IN_PROGRESS'
        if (from !== run.status) expect([...RUN_STATUSES[from as Run['status']], ...RUN_STATUSES[from as Run['status']].flatMap((via) => RUN_STATUSES[via])]).toContain(run.status)
        known.set(run.id, run.status)
      }
    })
  })

  it('runs nothing after an end', () => { // rule R3
    always((beginning, history) => {
      for (const { before, run, kind } of play(beginning, history)) {
        if (isEnded(run)) {
          expect(run.stages.filter((stage) => stage.status === 'IN_PROGRESS' || stage.status === 'SUSPENDED')).toEqual([])
          expect(stepsOf(run).filter((step) => step.status === 'IN_PROGRESS')).toEqual([])
          expect(run.workItems.filter((item) => item.isActionable)).toEqual([])
          expect(run.endedAt).not.toBeNull()
        }
        // What was under way when the run failed may still end: its outputs are kept for when it is resumed.
        const standing = (of: Run) => [of.stages.map((stage) => ({ ...stage, steps: stage.steps.map((step) => (step.status === 'DISCONTINUED' ? { ...step, outputs: null, actionEnded: null } : step)) })), of.workItems, of.status]
        if (before && isEnded(before) && kind !== 'resume') expect(standing(run)).toEqual(standing(before))
        if (run.status === 'SUSPENDED' && before) expect(run.workItems.length).toBe(before.workItems.length)
      }
    })
  })

  it('has one stage under way, and open items only in it', () => { // rule D6
    always((beginning, history) => {
      for (const { run } of play(beginning, history)) {
        const under = run.stages.filter((stage) => stage.status === 'IN_PROGRESS' || stage.status === 'SUSPENDED')
        expect(under).toEqual(isEnded(run) ? [] : [run.stages[run.currentStage!]])
        for (const item of run.workItems.filter((one) => one.isActionable)) expect(item.stageId).toBe(under[0]!.id)
      }
    })
  })

  it('reaches each milestone once', () => { // rule R5
    const repeated = new Set<HistoryEntry['milestone']>(['SUSPEND_RUN', 'RESUME_RUN', 'FAIL_RUN', 'SUSPEND_STAGE', 'FAIL_STAGE', 'FAIL_STEP', 'DISCONTINUE_STEP', 'REASSIGN_WORK_ITEM', 'PAUSE_INTERVIEW'])
    always((beginning, history) => {
      const moments = play(beginning, history)
      const entries = moments.flatMap(({ events }) => events.flatMap((event) => (event.kind === 'milestone' ? [event.entry] : [])))
      expect(entries.map((entry) => entry.seq)).toEqual(entries.map((_, at) => at + 1))
      const { run } = moments.at(-1)!
      const once = entries.filter((entry) => !repeated.has(entry.milestone) && entry.milestone !== 'START_STEP').map((entry) => [entry.milestone, entry.stageId, entry.stepId, entry.workItemId].join(' '))
      expect(new Set(once).size).toBe(once.length)
      const count = (milestone: HistoryEntry['milestone'], id: string) => entries.filter((entry) => entry.milestone === milestone && [entry.workItemId, entry.stepId, entry.stageId].find((one) => one !== null) === id).length
      for (const step of stepsOf(run)) {
        expect(count('START_STEP', step.id)).toBe(step.attempt)
        expect(count('END_STEP', step.id)).toBe(step.status === 'COMPLETED' ? 1 : 0)
      }
      for (const item of run.workItems) expect(count('END_WORK_ITEM', item.id)).toBe(item.completedBy === null ? 0 : 1)
    })
  })

  it('gives every work item one creation and tells every end of it', () => { // rule W1
    always((beginning, history) => {
      const moments = play(beginning, history)
      const events = moments.flatMap((moment) => moment.events)
      const { run } = moments.at(-1)!
      expect(events.flatMap((event) => (event.kind === 'workItemCreated' ? [event.workItem.id] : []))).toEqual(run.workItems.map((item) => item.id))
      const ended = events.flatMap((event) => (event.kind === 'workItemCompleted' || event.kind === 'workItemClosed' ? [event.workItem] : []))
      // One whose own flow had failed is closed once more, with its stage.
      const again = ended.filter((item, at) => ended.slice(0, at).some(({ id }) => id === item.id))
      expect(again.filter(({ status, closedReason }) => status !== 'COMPLETED' || closedReason !== 'STAGE_COMPLETED')).toEqual([])
      expect(ended.filter((item) => !again.includes(item)).map(({ id }) => id).toSorted()).toEqual(run.workItems.filter((item) => !item.isActionable).map((item) => item.id).toSorted())
    })
  })

  it('can say why of every step that waits, and of every stage with a condition of its own', () => { // rule D10
    always((beginning, history) => {
      for (const { run, facts: world, now } of play(beginning, history)) {
        const reasons = waitingOn(beginning.definition, run, world, now)
        const waits = (step: StepRun) => step.status === 'NOT_STARTED' || step.status === 'IN_PROGRESS'
        const stages = run.stages.filter((stage, at) => at === run.currentStage || stage.status === 'NOT_STARTED')
        const expected = isEnded(run) && run.fault?.isRecoverable !== true ? [] : stages.flatMap((stage) => stage.steps.filter(waits).map((step) => step.id))
        // What keeps a suspended stage may be nothing but that.
        const current = run.status !== 'IN_PROGRESS' || run.currentStage === null ? undefined : run.stages[run.currentStage]
        const completion = beginning.definition.stages.find(({ apiName }) => apiName === current?.apiName)?.completion
        const ofStages = completion?.requirements || completion?.evaluationFlow ? [current!.id] : []
        const stageIds = run.stages.map(({ id }) => id)
        expect([...reasons.keys()].filter((id) => !stageIds.includes(id)).sort()).toEqual(expected.sort())
        if (run.status === 'IN_PROGRESS') expect([...reasons.keys()].filter((id) => stageIds.includes(id))).toEqual(ofStages)
      }
    })
  })

  it('is the same again, saved and loaded between any two decisions', () => { // rule R2
    always((beginning, history) => {
      const moments = play(beginning, history)
      const again = play(beginning, history, (all) => all, (run) => JSON.parse(JSON.stringify(run)) as Run)
      expect(again.map(({ run, events }) => ({ run, events }))).toEqual(moments.map(({ run, events }) => ({ run, events })))
    })
  })

  it('is the same whether facts are there or asked for', () => {
    always((beginning, history) => {
      const bare = play(beginning, history, (all) => ({ ...all, directory: {}, flows: {}, records: {} }))
      expect(bare.map(({ run, events }) => ({ run, events }))).toEqual(play(beginning, history).map(({ run, events }) => ({ run, events })))
    })
  })

  it('leaves whatever did not change the very same object', () => {
    always((beginning, history) => {
      for (const { before, run, kind } of play(beginning, history)) {
        // A run that is resumed may fail again in the same moment, and look as it did.
        if (!before || kind === 'resume') continue
        const parts = (one: Run): readonly { id: string }[] => [...one.stages, ...stepsOf(one), ...one.workItems]
        const known = new Map(parts(before).map((one) => [one.id, one]))
        for (const one of parts(run)) if (known.get(one.id) !== one) expect(one).not.toEqual(known.get(one.id))
      }
    })
  })
})
