// How work items come to be and change hands: created by an interactive step, reassigned, reminded of, overdue (W1, W7, W8, W10).
import { findAssignee } from './assignee.ts'
import type { Scope } from './conditions.ts'
import type { Due, StepDefinition } from './definition.ts'
import { momentOf } from './flow/values.ts'
import type { JsonObject } from './json.ts'
import { isOfRecord } from './read-path.ts'
import type { Assignee, StageRun, StepRun, WorkItem } from './run.ts'
import { changeStep, lookUpRecord, reach, saveWorkItem, stepDefinition, type Draft } from './run-draft.ts'
import { runScope } from './run-scope.ts'

/** All that a new work item needs to know, or why there can be none; `unknown`: something must be looked up first. */
export type ItemPlan =
  | { kind: 'planned'; assignee: Assignee; recordId: string | null; dueAt: string | null; remindAt: string | null }
  | { kind: 'invalid'; message: string; isRecoverable: boolean }
  | { kind: 'unknown' }

/** Finds out whom a step's work item would be for, on which record, and when it would be due. */
export function planItem(draft: Draft, definition: StepDefinition, scope: Scope): ItemPlan {
  const found = findAssignee(draft, definition.assignee, scope)
  const related = relatedRecord(draft, definition, scope)
  if (found.kind === 'invalid') return found
  if (related.kind === 'invalid') return { ...related, isRecoverable: false }
  const due = dueTime(definition.due, scope, draft.now)
  if (due.kind === 'invalid') return { ...due, isRecoverable: false }
  if (found.kind === 'unknown' || related.kind === 'unknown') return { kind: 'unknown' }
  return { kind: 'planned', assignee: found.assignee, recordId: related.recordId, dueAt: due.at, remindAt: reminderTime(definition.due, due.at, draft.now) }
}

/** Creates the work item of a step that has just started. */
export function createItem(draft: Draft, stage: StageRun, step: StepRun, plan: ItemPlan & { kind: 'planned' }, inputs: JsonObject, flowVersionId: string): void {
  const definition = stepDefinition(draft, stage, step)
  const number = draft.run.counters.workItem + 1
  draft.run = { ...draft.run, counters: { ...draft.run.counters, workItem: number } }
  const workItem = saveWorkItem(draft, {
    id: `${draft.run.id}.w${number}`, stageId: stage.id, stepId: step.id, label: step.label, description: definition.description ?? null,
    status: 'ASSIGNED', closedReason: null, isActionable: true, assignee: plan.assignee, assignment: 1, recordId: plan.recordId,
    flow: step.flow, flowVersionId, inputs, createdAt: draft.now, assignedAt: draft.now, completedAt: null, completedBy: null,
    dueAt: plan.dueAt, remindAt: plan.remindAt, isOverdue: false,
  })
  changeStep(draft, step.id, { workItemId: workItem.id })
  reach(draft, 'START_WORK_ITEM', { ...about(workItem), detail: words(workItem.assignee) })
  draft.events.push({ kind: 'workItemCreated', workItem, notification: definition.notification ?? null })
}

/** Gives an open item to somebody else; giving it to whoever has it changes nothing, and answers false. */
export function reassignItem(draft: Draft, item: WorkItem, assignee: Assignee, by: string | null): boolean {
  if (item.assignee.kind === assignee.kind && item.assignee.id === assignee.id) return false
  const workItem = saveWorkItem(draft, { ...item, assignee, assignment: item.assignment + 1, assignedAt: draft.now })
  reach(draft, 'REASSIGN_WORK_ITEM', { ...about(item), actor: by, detail: `${words(item.assignee)} -> ${words(assignee)}` })
  draft.events.push({ kind: 'workItemReassigned', workItem, from: item.assignee, notification: definitionOf(draft, item).notification ?? null })
  return true
}

/** Reminds the assignee once that the item falls due. */
export function remindItem(draft: Draft, item: WorkItem): void {
  const workItem = saveWorkItem(draft, { ...item, remindAt: null })
  reach(draft, 'REMIND_WORK_ITEM', { ...about(item), detail: words(item.assignee) })
  draft.events.push({ kind: 'workItemReminded', workItem })
}

/**
 * Marks an item overdue, once, and gives it to whom its step names for that; if they can't be found the history says so. Whoever
 * keeps it is reminded; whoever it is taken from is not.
 */
export function escalateItem(draft: Draft, item: WorkItem): void {
  const { escalateTo } = definitionOf(draft, item).due ?? {}
  const found = escalateTo ? findAssignee(draft, escalateTo, runScope(draft.definition, draft.run, draft.facts)) : null
  const workItem = saveWorkItem(draft, { ...item, isOverdue: true, remindAt: null })
  reach(draft, 'OVERDUE_WORK_ITEM', { ...about(item), since: item.createdAt, detail: found?.kind === 'invalid' ? found.message : null })
  const isTaken = found?.kind === 'found' && reassignItem(draft, workItem, found.assignee, null)
  if (!isTaken) draft.events.push({ kind: 'workItemReminded', workItem })
}

function definitionOf(draft: Draft, item: WorkItem): StepDefinition {
  const stage = draft.run.stages.find((one) => one.id === item.stageId)!
  return stepDefinition(draft, stage, stage.steps.find((one) => one.id === item.stepId)!)
}

function about(item: WorkItem) {
  return { stageId: item.stageId, stepId: item.stepId, workItemId: item.id }
}

function words(assignee: Assignee): string {
  return `${assignee.kind} ${assignee.name}`
}

type Related = { kind: 'found'; recordId: string | null } | { kind: 'invalid'; message: string } | { kind: 'unknown' }

// A step may name another record than the run's (W8); it must exist, since only who may read it may open the item.
function relatedRecord(draft: Draft, definition: StepDefinition, scope: Scope): Related {
  if (!definition.relatedRecord) return { kind: 'found', recordId: draft.run.recordId }
  const value = scope.read(definition.relatedRecord)
  if (typeof value !== 'string' || value === '') return { kind: 'invalid', message: `The resource ${definition.relatedRecord} holds no record id.` }
  const record = lookUpRecord(draft, value)
  if (record === undefined) return { kind: 'unknown' }
  if (record !== null) return { kind: 'found', recordId: record.id }
  return { kind: 'invalid', message: isOfRecord(definition.relatedRecord) ? `There is no record of the id that ${definition.relatedRecord} holds.` : `There is no record "${value}" (from ${definition.relatedRecord}).` }
}

function dueTime(due: Due | null | undefined, scope: Scope, now: string): { kind: 'due'; at: string | null } | { kind: 'invalid'; message: string } {
  if (due?.afterSeconds) return { kind: 'due', at: after(now, due.afterSeconds) }
  const value = due?.resource ? scope.read(due.resource) : null
  if (value === null) return { kind: 'due', at: null }
  const at = momentOf(value)
  return at === null ? { kind: 'invalid', message: `The resource ${due?.resource} holds no time.` } : { kind: 'due', at }
}

// At once where that time has passed already; of work that is due by then the mail about that tells.
function reminderTime(due: Due | null | undefined, dueAt: string | null, now: string): string | null {
  if (dueAt === null || !due?.remindBeforeSeconds || Date.parse(dueAt) <= Date.parse(now)) return null
  const at = Date.parse(dueAt) - due.remindBeforeSeconds * 1000
  return new Date(Math.max(at, Date.parse(now))).toISOString()
}

function after(time: string, seconds: number): string {
  return new Date(Date.parse(time) + seconds * 1000).toISOString()
}
