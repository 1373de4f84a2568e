// What follows from the events of runs, in one exhaustive place: rows, history, mail, routing, timers, background work
// and pushes, all as one change set that is saved together.
import type { Milestone, RunEvent } from '../core/events.ts'
import { listensToRecord } from '../core/record-listeners.ts'
import { runScope } from '../core/run-scope.ts'
import type { WorkItem } from '../core/run.ts'
import { joinChanges, type ChangeSet, type Job, type Write } from '../store/commit.ts'
import type { OutgoingEvent } from '../store/event-log.ts'
import { endedInterviewRow, interviewSnapshot, interviewUpdate, loadOpenInterviewsOf, type InterviewRow } from '../store/interview-aggregate.ts'
import { milestoneEvents } from '../store/milestone-events.ts'
import { loadMailFacts, MAILS_WRITTEN_AT_ONCE, notificationChanges, type AssignmentMail, type MailFacts } from '../store/notifications.ts'
import { areInGroups } from '../store/people.ts'
import { loadRoutingOf, type RoutingOf } from '../store/routing.ts'
import { historyRow, runWrites, workItemSnapshot, type WorkItemOrigin } from '../store/run-aggregate.ts'
import { loadOrigins } from '../store/work-item-origins.ts'
import type { MovedRun, RunBatch } from './run-batch.ts'
import { routingChanges, type WorkItemMove } from './routing/enqueue-work.ts'
import type { Shell } from './shell.ts'

/** What happened to work items: the events about them, with the run that each belongs to. */
type ItemEvent = Extract<RunEvent, { kind: 'workItemCreated' | 'workItemReassigned' | 'workItemCompleted' | 'workItemClosed' | 'workItemReminded' }>
type TellingEvent = Extract<ItemEvent, { kind: 'workItemCreated' | 'workItemReassigned' | 'workItemReminded' }>
type MovedItem = { moved: MovedRun; event: ItemEvent; item: WorkItem }

/** What the consequences of a batch are decided on; loaded for the whole batch at once. */
type Known = {
  origins: ReadonlyMap<string, WorkItemOrigin & { agentId: string | null }>
  routing: RoutingOf; mail: MailFacts | null; openInterviews: readonly InterviewRow[]; names: ReadonlyMap<string, string>
  /** Guids of those whose owner is in the group or queue that has their work item now. */
  keptInterviews: ReadonlySet<string>
}

/** What the caller has read or writes itself: the interview that its own move saves, whether that is the only one open of its work item, and origins of work items. */
export type Already = { movingGuid?: string; isOnlyOne?: boolean; origins?: ReadonlyMap<string, WorkItemOrigin & { agentId: string | null }> }

/** The change set of a batch: every run that moved, and all that follows. Runs that did not change write nothing. */
export async function consequences(shell: Shell, batch: RunBatch, now: Date, already: Already = {}): Promise<ChangeSet> {
  const runs = [...batch.values()].filter((moved) => moved.before.version === null || moved.run !== moved.before.run)
  const items = runs.flatMap((moved) => moved.events.filter(isItemEvent).map((event) => ({ moved, event, item: currentItem(moved, event.workItem) })))
  const stopped = runs.flatMap((moved) => moved.events.flatMap((event) => (event.kind === 'backgroundStepStopped' ? [event.stepId] : [])))
  const known = await load(shell, items, stopped, already)
  const parts = runs.map((moved) => runChanges(shell, moved, known))
  return joinChanges(...parts, stillWaiting([...batch.values()]), itemChanges(items, known, now), interviewEndings(items, known, now))
}

// A change of its record did nothing to the run. Had somebody else at this moment done what it also waits for, each of the
// two would have seen its own half only: so one of them must come second, by the run's version.
function stillWaiting(batch: readonly MovedRun[]): ChangeSet {
  const waiting = batch.filter(({ before, run, isWoken }) => isWoken === true && run === before.run && listensToRecord(before.definition))
  return { writes: [{ kind: 'update', table: 'OrchestrationRun', key: ['id'], rows: waiting.map(({ before: { id, version } }) => ({ id, version })) }], events: [], jobs: [] }
}

function isItemEvent(event: RunEvent): event is ItemEvent {
  return event.kind.startsWith('workItem')
}

// An item may have changed again after the event: its row is written once, as it is at the end.
function currentItem(moved: MovedRun, item: WorkItem): WorkItem {
  return moved.run.workItems.find((one) => one.id === item.id) ?? item
}

async function load(shell: Shell, items: readonly MovedItem[], stopped: readonly string[], { movingGuid, isOnlyOne = false, origins: knownOrigins = new Map() }: Already): Promise<Known> {
  const created = items.filter(({ event }) => event.kind === 'workItemCreated')
  const createdIds = new Set(created.map(({ item }) => item.id))
  const existing = [...new Set(items.map(({ item }) => item.id).filter((id) => !createdIds.has(id)))]
  const ended = items.filter(({ event }) => event.kind === 'workItemClosed' || event.kind === 'workItemReassigned' || (event.kind === 'workItemCompleted' && !isOnlyOne)).map(({ item }) => item.id)
  const queues = items.filter(({ item }) => item.assignee.kind === 'queue' && item.assignee.isRoutable).map(({ item }) => item.assignee.id)
  const told = items.filter(({ event }) => isTold(event))
  // What was given to a person, and is no agent's, has never been routed.
  const routed = existing.filter((id) => knownOrigins.get(id)?.agentId !== null || items.some(({ item, event }) => item.id === id && (item.assignee.kind !== 'user' || event.kind === 'workItemReassigned')))
  const [origins, numbers, routing, mail, openInterviews, names] = await Promise.all([
    loadOrigins(shell.pool, existing.filter((id) => !knownOrigins.has(id))),
    createdIds.size > 0 ? shell.workItemNumbers(createdIds.size) : [],
    routed.length > 0 || queues.length > 0 ? loadRoutingOf(shell.pool, routed, queues) : NO_ROUTING,
    told.length > 0 ? loadMailFacts(shell.pool, mailNeeds(told)) : null,
    loadOpenInterviewsOf(shell.pool, ended, stopped).then((rows) => rows.filter((row) => row.guid !== movingGuid)),
    actorNames(shell, told),
  ])
  for (const [id, origin] of knownOrigins) origins.set(id, origin)
  const flowIds = await Promise.all(created.map(({ item }) => shell.definitions.flowId(item.flowVersionId)))
  created.forEach(({ item }, at) => origins.set(item.id, { number: numbers[at]!, flowId: flowIds[at]!, agentId: null }))
  return { origins, routing, mail, openInterviews, names, keptInterviews: await findKept(shell, items, openInterviews) }
}

// Work that was a person's, or a group's, may be another group's now that they are in.
async function findKept(shell: Shell, items: readonly MovedItem[], openInterviews: readonly InterviewRow[]): Promise<ReadonlySet<string>> {
  const groups = new Map(items.flatMap(({ item }) => (item.isActionable && item.assignee.kind !== 'user' ? [[item.id, item.assignee.id]] : [])))
  const asked = openInterviews.flatMap(({ guid, ownerId, workItemId }) => {
    const groupId = workItemId === null ? undefined : groups.get(workItemId)
    return groupId === undefined ? [] : [{ guid, userId: ownerId, groupId }]
  })
  const areIn = await areInGroups(shell.pool, asked)
  return new Set(asked.filter((_, at) => areIn[at]).map(({ guid }) => guid))
}

const NO_ROUTING: RoutingOf = { pending: new Map(), live: new Map(), queues: new Map() }

function isTold(event: ItemEvent): event is TellingEvent {
  return event.kind === 'workItemCreated' || event.kind === 'workItemReassigned' || event.kind === 'workItemReminded'
}

function mailNeeds(told: readonly MovedItem[]) {
  return {
    userIds: told.filter(({ event }) => event.workItem.assignee.kind === 'user').map(({ event }) => event.workItem.assignee.id),
    groupIds: told.filter(({ event }) => event.workItem.assignee.kind !== 'user').map(({ event }) => event.workItem.assignee.id),
    recordIds: told.flatMap(({ item }) => item.recordId ?? []),
  }
}

// Mail about a reassignment says who reassigned.
async function actorNames(shell: Shell, told: readonly MovedItem[]): Promise<Map<string, string>> {
  const ids = told.flatMap(({ moved, event }) => (event.kind === 'workItemReassigned' ? actorOf(moved, 'REASSIGN_WORK_ITEM', event.workItem.id) ?? [] : []))
  if (ids.length === 0) return new Map()
  const { rows } = await shell.pool.query<{ id: string; name: string }>({ name: 'user_names', text: 'SELECT "id", "name" FROM "User" WHERE "id" = ANY($1)', values: [ids] })
  return new Map(rows.map(({ id, name }) => [id, name]))
}

function actorOf(moved: MovedRun, milestone: Milestone, workItemId: string): string | null {
  const entry = moved.events.findLast((event) => event.kind === 'milestone' && event.entry.milestone === milestone && event.entry.workItemId === workItemId)
  return entry?.kind === 'milestone' ? entry.entry.actor : null
}

// ---------------------------------------------------------------- the run itself

function runChanges(shell: Shell, moved: MovedRun, known: Known): ChangeSet {
  const { before, run, events, endedAtOnce } = moved
  const history = events.flatMap((event) => (event.kind === 'milestone' ? [historyRow(run.id, event.entry)] : []))
  const ended = new Set(events.flatMap((event) => (event.kind === 'workItemCompleted' || event.kind === 'workItemClosed' || event.kind === 'workItemReassigned' ? [event.workItem.id] : [])))
  return {
    writes: [...runWrites(before, run, history, known.origins, ended), ...(endedAtOnce.length === 0 ? [] : [{ kind: 'insert' as const, table: 'FlowInterview', rows: endedAtOnce }])],
    events: milestoneEvents(before, run, history),
    jobs: events.flatMap((event) => backgroundJobs(shell, moved, event)),
  }
}

function backgroundJobs(shell: Shell, { run: { id: runId }, endedAtOnce }: MovedRun, event: RunEvent): Job[] {
  if (event.kind === 'backgroundStepStopped') return [{ remove: `step:${event.stepId}` }]
  if (event.kind !== 'backgroundStepStarted') return []
  const { step } = event
  if (endedAtOnce.some(({ stepId, attempt }) => stepId === step.id && attempt === step.attempt)) return []
  return [{ task: 'run-background-step', payload: { runId, stepId: step.id, attempt: step.attempt, guid: shell.newId() }, key: `step:${step.id}`, runId }]
}

// ---------------------------------------------------------------- its work items

const RECORD_EVENT = { workItemCreated: 'WorkItemCreated', workItemReassigned: 'WorkItemReassigned', workItemCompleted: 'WorkItemCompleted', workItemClosed: 'WorkItemCompleted' } as const

function itemChanges(items: readonly MovedItem[], known: Known, now: Date): ChangeSet {
  const last = new Map(items.filter(({ event }) => event.kind !== 'workItemReminded').map((one) => [one.item.id, one]))
  const moves = known.routing === NO_ROUTING ? [] : [...last.values()].map((one): WorkItemMove => ({ cause: routingCause(items, one), workItem: snapshotOf(one, known) }))
  return joinChanges(
    { writes: [], events: items.flatMap((one) => recordEvents(one, known, now)), jobs: items.flatMap(dueJobs) },
    routingChanges(known.routing, moves, now),
    mailChanges(items, known, now),
  )
}

// An item that is created and closed within one command was never waiting for anybody.
function routingCause(items: readonly MovedItem[], { event, item }: MovedItem): WorkItemMove['cause'] {
  if (event.kind === 'workItemCompleted') return 'completed'
  if (event.kind === 'workItemClosed') return item.status === 'COMPLETED' ? 'completed' : 'canceled'
  const isNew = items.some((other) => other.item.id === item.id && other.event.kind === 'workItemCreated')
  return isNew ? 'created' : 'reassigned'
}

function snapshotOf({ moved, item }: MovedItem, known: Known) {
  const snapshot = workItemSnapshot(moved.before, item, known.origins.get(item.id)!, null)
  return snapshot
}

// Followers of a record see its Work Guide change; an item that nobody can work on any more leaves it like a completed one.
function recordEvents(one: MovedItem, known: Known, now: Date): OutgoingEvent[] {
  const { event, item } = one
  if (event.kind === 'workItemReminded' || item.recordId === null) return []
  return [{ topic: `record:${item.recordId}`, kind: RECORD_EVENT[event.kind], payload: { workItem: snapshotOf(one, known) }, occurredAt: now }]
}

function dueJobs({ moved, event, item }: MovedItem): Job[] {
  const remind = `remind:${item.id}`, escalate = `escalate:${item.id}`
  if (event.kind === 'workItemCompleted' || event.kind === 'workItemClosed') return item.dueAt === null ? [] : [{ remove: remind }, { remove: escalate }]
  if (event.kind === 'workItemReminded' || item.status === 'COMPLETED') return []
  const payload = { runId: moved.run.id, workItemId: item.id, assignment: item.assignment }
  return [
    ...(item.remindAt === null ? [] : [{ task: 'remind-work-item', payload, runAt: new Date(item.remindAt), key: remind }]),
    ...(item.dueAt === null || item.isOverdue ? [] : [{ task: 'escalate-work-item', payload, runAt: new Date(item.dueAt), key: escalate }]),
  ]
}

// Whoever had it open can't finish it any more: completed by somebody else (W4), reassigned to others, or closed by its stage or
// run (R3, W7). Somebody who stays assigned, by name or in the group that has it now, keeps theirs. Work of background steps is
// stopped (R3).
function interviewEndings(items: readonly MovedItem[], known: Known, now: Date): ChangeSet {
  const reasons = new Map(items.flatMap(({ event, item }) => {
    const reason = WHY_ENDED[event.kind]
    return reason === undefined ? [] : [[item.id, reason] as const]
  }))
  const keepers = new Map(items.map(({ item }) => [item.id, item.isActionable && item.assignee.kind === 'user' ? item.assignee.id : null]))
  const ended = known.openInterviews.filter((row) => row.workItemId === null || (reasons.has(row.workItemId) && keepers.get(row.workItemId) !== row.ownerId && !known.keptInterviews.has(row.guid)))
  if (ended.length === 0) return { writes: [], events: [], jobs: [] }
  const rows = ended.map((row) => endedInterviewRow(row, row.workItemId === null ? STEP_STOPPED : reasons.get(row.workItemId)!, now))
  const listed = ended.filter((row) => row.status === 'PAUSED' && row.recordId !== null)
  return {
    writes: rows.map(interviewUpdate),
    events: listed.map((row) => ({ topic: `record:${row.recordId}`, kind: 'InterviewResumed', payload: { interview: { ...interviewSnapshot(row), status: 'FAILED', pausedAt: null } }, occurredAt: now })),
    jobs: ended.flatMap((row) => [...(row.wakeAt === null ? [] : [{ remove: `wake:${row.guid}` }]), ...(row.state.position.kind === 'action' ? [{ remove: `drive:${row.guid}` }] : [])]),
  }
}

/** Why an interview ended whose work item or background step is over. */
export const WORK_CLOSED = 'The work was closed.'
export const STEP_STOPPED = 'The background step was stopped.'

const WHY_ENDED: Readonly<Partial<Record<ItemEvent['kind'], string>>> = { workItemReassigned: 'The work was reassigned.', workItemCompleted: 'Somebody else has completed the work.', workItemClosed: WORK_CLOSED }

function mailChanges(items: readonly MovedItem[], { mail, names }: Known, now: Date): ChangeSet {
  const writes: Write[] = [], jobs: Job[] = []
  if (mail === null) return { writes, events: [], jobs }
  let room = MAILS_WRITTEN_AT_ONCE
  for (const one of items) {
    if (!isTold(one.event)) continue
    const changes = notificationChanges(mail, assignmentMail(one, one.event, names, now), room)
    writes.push(...changes.writes)
    jobs.push(...changes.jobs)
    room = changes.left
  }
  return { writes, events: [], jobs }
}

function assignmentMail({ moved, item }: MovedItem, event: TellingEvent, names: Known['names'], now: Date): AssignmentMail {
  const scope = runScope(moved.before.definition, moved.run, moved.facts)
  const actor = event.kind === 'workItemReassigned' ? actorOf(moved, 'REASSIGN_WORK_ITEM', item.id) : null
  return {
    workItem: event.workItem, reason: event.kind !== 'workItemReminded' ? 'ASSIGNED' : event.workItem.isOverdue ? 'OVERDUE' : 'REMINDER',
    template: event.kind === 'workItemReminded' ? null : event.notification, actorName: actor === null ? null : names.get(actor) ?? null, read: (resource) => scope.read(resource), now,
  }
}
