// Work items: created, completed, reassigned, due (rules W1, W2, W4, W7, W8, W10; domain 3.7).
import { describe, expect, it } from 'vitest'
import type { Due } from '../../src/core/definition.ts'
import { GivenRun } from '../support/given-run.ts'
import { after, ask, facts, orchestration, RECORD, stage } from '../support/orchestrations.ts'

const one = (change = {}, options = {}) => new GivenRun(orchestration([stage('First', [ask('One', change), ask('Two')])], { variables: [{ apiName: 'which', dataType: 'RECORD', isInput: true, default: null }, { apiName: 'when', dataType: 'STRING', isInput: true, default: null }] }), options)
const reassign = (user: string) => ({ kind: 'reassignWorkItem', workItemId: 'r1.w1', by: 'u-boss', assignee: { user } }) as const

describe('completing', () => {
  it('tells who completed it, how long the step took and what they commented', () => { // rule R5; domain R-101
    const given = one()
    given.now = after(75)
    given.finish('One', { verdict: 'yes', Comments: 'fine by me' }, 'u-ben')
    expect(given.item('One')).toMatchObject({ status: 'COMPLETED', completedBy: 'u-ben', completedAt: after(75), isActionable: false, closedReason: null })
    expect(given.history('END_WORK_ITEM')).toMatchObject([{ actor: 'u-ben', completedBy: 'u-ben', durationSeconds: 75, detail: 'fine by me', workItemId: 'r1.w1' }])
    expect(given.history('END_STEP')).toMatchObject([{ actor: 'u-ben', completedBy: null }])
  })

  it('refuses whoever comes second, and says who was first and when', () => { // rule W4
    const given = one().finish('One', {}, 'u-ben')
    const before = given.run
    given.finish('One')
    expect(given.refusal).toMatchObject({ kind: 'workItemAlreadyCompleted', workItem: { completedBy: 'u-ben', completedAt: after(0) } })
    expect(given.run).toBe(before)
  })

  it('tells the second so even when the first has ended the run', () => { // rule W4
    const given = one().finish('Two').finish('One', {}, 'u-ben').finish('One')
    expect([given.run.status, given.refusal?.kind]).toEqual(['COMPLETED', 'workItemAlreadyCompleted'])
  })

  it('refuses an item that does not exist', () => {
    expect(one().when({ kind: 'completeWorkItem', workItemId: 'r1.w9', by: 'u-ada', outputs: {} }).refusal).toEqual({ kind: 'workItemNotFound' })
  })

  it('still takes work whose step a condition has completed meanwhile', () => { // rule D8
    const completion = { requirements: { requirements: [{ resource: '$Record.Status', operator: 'EQUALS', value: 'New' } as const] } }
    const given = one({ completion })
    expect([given.step('One').status, given.item('One').isActionable]).toEqual(['COMPLETED', true])
    given.finish('One', { verdict: 'late' })
    expect(given.step('One')).toMatchObject({ status: 'COMPLETED', outputs: { verdict: 'late' } })
  })
})

describe('the related record', () => {
  it('is the one that the step names', () => { // rule W8
    const given = one({ relatedRecord: 'which' }, { inputs: { which: 'case-2' }, facts: facts({ records: { 'case-2': { ...RECORD, id: 'case-2' } } }) })
    expect(given.item('One').recordId).toBe('case-2')
  })

  it.each([['case-404', 'There is no record'], [null, 'holds no record id']])('fails the step when it is %s', (which, message) => {
    const given = one({ relatedRecord: 'which' }, { inputs: { which } })
    expect(given.run.fault).toMatchObject({ message: expect.stringContaining(message) as string, isRecoverable: false })
  })
})

describe('reassigning', () => {
  it('makes a new assignment, and keeps who had it and who has it now', () => { // rule W7; domain R-102
    const given = one({ notification: { subject: 'Look' } })
    given.now = after(30)
    given.when(reassign('ben'))
    expect(given.item('One')).toMatchObject({ status: 'ASSIGNED', assignment: 2, assignedAt: after(30), createdAt: after(0), assignee: { id: 'u-ben' } })
    expect(given.history('REASSIGN_WORK_ITEM')).toMatchObject([{ actor: 'u-boss', detail: 'user ada -> user ben', workItemId: 'r1.w1' }])
    expect(given.last.at(-1)).toMatchObject({ kind: 'workItemReassigned', from: { name: 'ada' }, notification: { subject: 'Look' } })
  })

  it('changes nothing when they have it already', () => { // domain R-134
    const given = one()
    const before = given.run
    expect(given.when(reassign('ada')).run).toBe(before)
    expect(given.last).toEqual([])
  })

  it('goes to a queue, and says whether that is routable', () => {
    const given = one().when({ kind: 'reassignWorkItem', workItemId: 'r1.w1', by: 'u-boss', assignee: { queue: 'Tier_Two' } })
    expect(given.item('One').assignee).toEqual({ kind: 'queue', id: 'q-tier', name: 'Tier_Two', isRoutable: true })
  })

  it.each(['nobody', 'gone', 'automated.process'])('refuses %s', (user) => { // rule W7; domain R-018
    expect(one().when(reassign(user)).refusal?.kind).toBe('assigneeInvalid')
  })

  it('is refused once the item is completed', () => { // domain R-130
    expect(one().finish('One').when(reassign('ben')).refusal?.kind).toBe('workItemAlreadyCompleted')
  })
})

describe('due times', () => { // rule W10
  const due: Due = { afterSeconds: 3600, remindBeforeSeconds: 600, escalateTo: { queue: 'Tier_Two' } }
  const remind = (assignment = 1) => ({ kind: 'remindWorkItem', workItemId: 'r1.w1', assignment }) as const
  const escalate = (assignment = 1) => ({ kind: 'escalateWorkItem', workItemId: 'r1.w1', assignment }) as const

  it('come from seconds after creation, or from a resource', () => {
    expect(one({ due }).item('One')).toMatchObject({ dueAt: after(3600), remindAt: after(3000), isOverdue: false })
    expect(one({ due: { resource: 'when' } }, { inputs: { when: '2030-02-01T10:00:00+02:00' } }).item('One').dueAt).toBe('2030-02-01T08:00:00.000Z')
    expect(one({ due: { resource: 'when' } }).item('One').dueAt).toBeNull()
  })

  it.each([
    ['2030-02-01', '2030-02-01T00:00:00.000Z'], ['2030-02-01T10:00Z', '2030-02-01T10:00:00.000Z'], ['0001-01-01', '0001-01-01T00:00:00.000Z'], ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('are dates and times of any year that the database takes: %s', (when, dueAt) => {
    expect(one({ due: { resource: 'when', remindBeforeSeconds: 315_360_000 } }, { inputs: { when } }).item('One').dueAt).toBe(dueAt)
  })

  it.each([
    'soon', '', '0', '5', 'May 9', '2030-02-31', '2030-02-01T10:00:00', '2030-02-01 10:00Z', '2030-2-1', '0000-01-01', '0000-12-31T23:59:59Z', '0001-01-01T00:00:00+00:01', '9999-12-31T23:59:59-00:01',
    '-000001-01-01T00:00:00Z', '+010000-01-01T00:00:00Z', '+275760-09-13T00:00:00Z',
  ])('are nothing else: "%s" fails the step', (when) => {
    expect(one({ due: { resource: 'when' } }, { inputs: { when } }).run.fault).toMatchObject({ message: 'The resource when holds no time.', isRecoverable: false })
  })

  it.each([
    ['a time from then', { afterSeconds: 60, remindBeforeSeconds: 60 }], ['one before the item', { afterSeconds: 60, remindBeforeSeconds: 90 }], ['years before the item', { resource: 'when', remindBeforeSeconds: 315_360_000 }],
  ])('remind at once where the reminder would have come no later than the item itself: %s', (_, near) => {
    const given = one({ due: near }, { inputs: { when: after(60) } })
    expect(given.item('One')).toMatchObject({ dueAt: after(60), remindAt: after(0) })
    expect(given.when(remind()).milestones()).toEqual(['REMIND_WORK_ITEM One'])
    expect(given.when(remind()).refusal).toEqual({ kind: 'stale' })
  })

  it('remind of no work that is due when it comes to be; of what falls due later also late, but not once it is marked overdue', () => {
    for (const when of [after(0), after(-60), '0001-01-01']) expect(one({ due: { resource: 'when', remindBeforeSeconds: 60 } }, { inputs: { when } }).item('One').remindAt).toBeNull()
    const given = one({ due })
    given.now = after(3601)
    expect(given.when(remind()).milestones()).toEqual(['REMIND_WORK_ITEM One'])
  })

  it('remind once', () => {
    const given = one({ due }).when(remind())
    expect(given.milestones()).toEqual(['REMIND_WORK_ITEM One'])
    expect(given.last.at(-1)).toMatchObject({ kind: 'workItemReminded', workItem: { isOverdue: false } })
    expect(given.when(remind()).refusal).toEqual({ kind: 'stale' })
  })

  it('mark the item overdue once, and reassign it to whom the step names', () => {
    const given = one({ due })
    given.now = after(3600)
    given.when(escalate())
    expect(given.milestones()).toEqual(['OVERDUE_WORK_ITEM One', 'REASSIGN_WORK_ITEM One'])
    // Whoever it is taken from is not asked to do it.
    expect(given.last.filter(({ kind }) => kind === 'workItemReminded')).toEqual([])
    expect(given.item('One')).toMatchObject({ isOverdue: true, assignment: 2, assignee: { name: 'Tier_Two' } })
    expect(given.history('REASSIGN_WORK_ITEM')).toMatchObject([{ actor: null }])
    expect([given.when(escalate(2)).refusal, given.when(remind(2)).refusal]).toEqual([{ kind: 'stale' }, { kind: 'stale' }])
  })

  it('only mark the item overdue where nobody can take it, and say so', () => {
    const given = one({ due: { ...due, escalateTo: { user: 'gone' } } }).when(escalate())
    expect(given.item('One')).toMatchObject({ isOverdue: true, assignment: 1 })
    expect(given.history('OVERDUE_WORK_ITEM')[0]!.detail).toBe('The user "gone" is not active.')
    expect(given.last.at(-1)).toMatchObject({ kind: 'workItemReminded', workItem: { isOverdue: true } })
    const held = one({ due: { ...due, escalateTo: { user: 'ada' } } }).when(escalate())
    expect([held.milestones(), held.last.at(-1)]).toMatchObject([['OVERDUE_WORK_ITEM One'], { kind: 'workItemReminded', workItem: { isOverdue: true, assignment: 1 } }])
  })

  it('are stale for an assignment that is over and for a completed item', () => {
    const given = one({ due }).when(reassign('ben'))
    expect([given.when(remind(1)).refusal, given.when(escalate(1)).refusal, given.when(remind(2)).refusal]).toEqual([{ kind: 'stale' }, { kind: 'stale' }, null])
    expect(given.finish('One').when(escalate(2)).refusal).toEqual({ kind: 'stale' })
  })
})

describe('interviews of an item', () => {
  it.each([['interviewPaused', 'PAUSE_INTERVIEW'], ['interviewResumed', 'RESUME_INTERVIEW'], ['interviewDeleted', 'DELETE_INTERVIEW']] as const)('leave a milestone when %s, and nothing else', (kind, milestone) => { // rules I7, R5
    const given = one()
    const { stages, workItems } = given.run
    given.when({ kind, of: { workItemId: 'r1.w1' }, by: 'u-ada', detail: 'lunch' })
    expect(given.entries(given.last)).toMatchObject([{ milestone, actor: 'u-ada', detail: 'lunch', workItemId: 'r1.w1', stepId: 'r1.s1.t1' }])
    given.when({ kind, of: { stepId: 'r1.s1.t1' }, by: 'u-ada', detail: null })
    expect(given.entries(given.last)).toMatchObject([{ milestone, actor: 'u-ada', detail: null, workItemId: null, stepId: 'r1.s1.t1' }])
    expect([given.run.stages, given.run.workItems]).toEqual([stages, workItems])
  })
})
