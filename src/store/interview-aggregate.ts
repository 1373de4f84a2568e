// Interviews as the flow runtime sees them: loaded whole, saved whole, with the columns that lists read.
import type pg from 'pg'
import { Prisma } from '../../prisma/generated/client/client.ts'
import type { Interview, Position } from '../core/flow/interview.ts'
import { brokenOff } from '../core/flow/stand.ts'
import type { Viewer } from '../core/viewer.ts'
import type { Write } from './commit.ts'
import { lookedUp } from './query.ts'
import { runRowSql, type RunRow, type WorkItemOrigin } from './run-aggregate.ts'
import { byId, readTogether, rowsAsked, WHO_ASKED } from './viewers-together.ts'
import { interviewIsEditable, interviewIsReadable, recordIsReadable, workItemIsMine } from './visibility.ts'

/** An interview's row with its state. */
export type InterviewRow = {
  guid: string; label: string; flowId: string; flowVersionId: string; status: 'STARTED' | 'PAUSED' | 'FINISHED' | 'FAILED'
  currentElement: string | null; pauseLabel: string | null; pausedAt: Date | string | null; pausedById: string | null; recordId: string | null
  ownerId: string; resumedById: string | null; resumedRecordId: string | null; workItemId: string | null; runId: string | null; stepId: string | null; attempt: number | null
  state: Interview; version: number; error: string | null; wakeAt: Date | string | null; remindedAt: Date | string | null; createdDate: Date | string; lastModifiedDate: Date | string
}

// Named, and not `*`: what is read is written back, and a later version, whose processes may be at work beside this one, may have
// given the table columns that this one doesn't know.
const COLUMNS = Object.keys({
  guid: true, label: true, flowId: true, flowVersionId: true, status: true, currentElement: true, pauseLabel: true, pausedAt: true, pausedById: true, recordId: true,
  ownerId: true, resumedById: true, resumedRecordId: true, workItemId: true, runId: true, stepId: true, attempt: true,
  state: true, version: true, error: true, wakeAt: true, remindedAt: true, createdDate: true, lastModifiedDate: true,
} satisfies Record<keyof InterviewRow, true>).map((column) => `i."${column}"`).join(', ')

/** What an interview's work item is worth to whoever asks. */
export type InterviewWorkItem = {
  id: string; runId: string; status: 'ASSIGNED' | 'COMPLETED'; isActionable: boolean; completedById: string | null; completedAt: Date | null
  isMine: boolean; recordIsReadable: boolean
  /** Others have an interview of it open. */
  hasOthers: boolean
  /** What its row holds that the engine doesn't know. */
  origin: WorkItemOrigin & { agentId: string | null }
}

/** An interview with the caller's rights on it (I5), its work item and its run's row if it has one, its owner's name, and the org's switches. */
export type LoadedInterview = {
  row: InterviewRow; isReadable: boolean; isEditable: boolean; workItem: InterviewWorkItem | null; run: RunRow | null
  owner: { id: string; username: string; name: string; isActive: boolean }; letUsersPause: boolean; letUsersResumeShared: boolean
}

/** Loads interviews by guid, in one query, with the viewer's rights; guids that don't exist are left out. A null viewer is the system. */
export async function loadInterviews(pool: pg.Pool, viewer: Viewer | null, guids: readonly string[]): Promise<LoadedInterview[]> {
  if (guids.length === 0) return []
  const found = await findInterviews(pool, viewer, guids)
  return [...new Set(guids)].flatMap((guid) => (found.get(guid) ?? []).map(loadedInterview))
}

type FoundInterview = InterviewRow & {
  isReadable: boolean; isEditable: boolean; wId: string | null; wRunId: string; wStatus: 'ASSIGNED' | 'COMPLETED'; wIsActionable: boolean; wCompletedById: string | null
  wCompletedAt: Date | null; wIsMine: boolean; wRecordIsReadable: boolean; wHasOthers: boolean; wNumber: number; wFlowId: string; wAgentId: string | null; run: RunRow | null; oUsername: string; oName: string; oIsActive: boolean; letUsersPause: boolean; letUsersResumeShared: boolean
}

const findInterviews = readTogether<FoundInterview>((viewer, asked) => {
  const readable = viewer ? interviewIsReadable(viewer, 'i') : Prisma.sql`TRUE`
  const editable = viewer ? interviewIsEditable(viewer, 'i') : Prisma.sql`TRUE`
  const mine = viewer ? workItemIsMine(viewer, 'w') : Prisma.sql`TRUE`
  const record = viewer ? Prisma.sql`(w."recordId" IS NULL OR ${recordIsReadable(viewer, Prisma.sql`w."recordId"`)})` : Prisma.sql`TRUE`
  return Prisma.sql`
    SELECT ${WHO_ASKED}, ${Prisma.raw(COLUMNS)}, ${readable} AS "isReadable", ${editable} AS "isEditable",
      w."id" AS "wId", w."runId" AS "wRunId", w."status" AS "wStatus", w."isActionable" AS "wIsActionable", w."completedById" AS "wCompletedById", w."completedAt" AS "wCompletedAt",
      COALESCE(${mine}, FALSE) AS "wIsMine", COALESCE(${record}, FALSE) AS "wRecordIsReadable",
      EXISTS (SELECT 1 FROM "FlowInterview" x WHERE x."workItemId" = i."workItemId" AND x."guid" <> i."guid" AND x."status" IN ('STARTED', 'PAUSED') OFFSET 0) AS "wHasOthers",
      w."number" AS "wNumber", w."flowId" AS "wFlowId", w."agentId" AS "wAgentId", ${Prisma.raw(runRowSql('run'))} AS "run",
      o."username" AS "oUsername", o."name" AS "oName", o."isActive" AS "oIsActive",
      s."letUsersPauseFlows" AS "letUsersPause", s."letUsersResumeSharedInterviews" AS "letUsersResumeShared"
    FROM ${rowsAsked(asked, 'FlowInterview', 'guid', 'i')} CROSS JOIN ${byId('User', 'id', Prisma.sql`i."ownerId"`, 'o')} LEFT JOIN ${byId('WorkItem', 'id', Prisma.sql`i."workItemId"`, 'w')} ON TRUE
      LEFT JOIN ${byId('OrchestrationRun', 'id', Prisma.sql`i."runId"`, 'run')} ON TRUE CROSS JOIN "ProcessAutomationSettings" s
    WHERE s."id" = 1`
})

function loadedInterview({ isReadable, isEditable, wId, wRunId, wStatus, wIsActionable, wCompletedById, wCompletedAt, wIsMine, wRecordIsReadable, wHasOthers, wNumber, wFlowId, wAgentId, run, oUsername, oName, oIsActive, letUsersPause, letUsersResumeShared, ...row }: FoundInterview): LoadedInterview {
  return {
    row, run, isReadable, isEditable, letUsersPause, letUsersResumeShared,
    owner: { id: row.ownerId, username: oUsername, name: oName, isActive: oIsActive },
    workItem: wId === null ? null : { id: wId, runId: wRunId, status: wStatus, isActionable: wIsActionable, completedById: wCompletedById, completedAt: wCompletedAt, isMine: wIsMine, recordIsReadable: wRecordIsReadable, hasOthers: wHasOthers, origin: { number: wNumber, flowId: wFlowId, agentId: wAgentId } },
  }
}

/** What an interview is deleted by: its row without its state, which may be large; of that only what kind of place it stands on. `hasMails`: its owner was reminded of it. */
export type InterviewToDelete = Pick<InterviewRow, 'guid' | 'status' | 'version' | 'ownerId' | 'recordId' | 'pauseLabel' | 'workItemId' | 'runId' | 'stepId' | 'attempt' | 'wakeAt' | 'pausedAt' | 'remindedAt' | 'lastModifiedDate'>
  & { standsOn: Position['kind']; hasMails: boolean; isReadable: boolean }

/** Loads what deleting interviews takes, in one query; guids that don't exist are left out. A null viewer is the system. */
export async function loadInterviewsToDelete(pool: pg.Pool, viewer: Viewer | null, guids: readonly string[]): Promise<InterviewToDelete[]> {
  if (guids.length === 0) return []
  const found = await findToDelete(pool, viewer, guids)
  return [...new Set(guids)].flatMap((guid) => found.get(guid) ?? [])
}

const findToDelete = readTogether<InterviewToDelete>((viewer, asked) => Prisma.sql`
    SELECT ${WHO_ASKED}, i."guid", i."status", i."version", i."ownerId", i."recordId", i."pauseLabel", i."workItemId", i."runId", i."stepId", i."attempt", i."wakeAt", i."pausedAt", i."remindedAt",
      i."lastModifiedDate", i."state" #>> '{position,kind}' AS "standsOn", EXISTS (SELECT 1 FROM "EmailNotification" e WHERE e."interviewGuid" = i."guid" OFFSET 0) AS "hasMails", ${viewer ? interviewIsReadable(viewer, 'i') : Prisma.sql`TRUE`} AS "isReadable"
    FROM ${rowsAsked(asked, 'FlowInterview', 'guid', 'i')}`)

/** States by guid, and the org's switch for pausing: what showing screens needs. */
export async function loadInterviewStates(pool: pg.Pool, guids: readonly string[]): Promise<{ states: ReadonlyMap<string, Interview>; letUsersPause: boolean }> {
  const { rows } = await pool.query<{ guid: string; state: Interview; letUsersPause: boolean }>({
    name: 'interview_states',
    text: `SELECT i."guid", i."state", s."letUsersPauseFlows" AS "letUsersPause" FROM "FlowInterview" i CROSS JOIN "ProcessAutomationSettings" s WHERE i."guid" = ANY($1) AND s."id" = 1`,
    values: [guids],
  })
  return { states: new Map(rows.map(({ guid, state }) => [guid, state])), letUsersPause: rows[0]?.letUsersPause ?? false }
}

// SQL: open interviews of what `ids` names, each found by its own look-up, however many are open.
const openOf = (column: 'workItemId' | 'stepId', ids: string, columns: string) => `SELECT ${columns} FROM unnest(${ids}::text[]) AS q("id")
  ${lookedUp('FlowInterview', column, 'q."id"', 'i')} WHERE i."status" IN ('STARTED', 'PAUSED')`

/** Open (started or paused) interviews of these work items, and of these background steps. */
export async function loadOpenInterviewsOf(pool: pg.Pool, workItemIds: readonly string[], stepIds: readonly string[]): Promise<InterviewRow[]> {
  if (workItemIds.length + stepIds.length === 0) return []
  const { rows } = await pool.query<InterviewRow>({
    name: 'open_interviews_of', text: `${openOf('workItemId', '$1', COLUMNS)} UNION ALL ${openOf('stepId', '$2', COLUMNS)}`, values: [workItemIds, stepIds],
  })
  return rows
}

/** Where the flows of these background steps stand, by the step's id; steps whose flow isn't under way are left out. */
export async function loadPositions(pool: pg.Pool, stepIds: readonly string[]): Promise<Map<string, Position>> {
  if (stepIds.length === 0) return new Map()
  const { rows } = await pool.query<{ stepId: string; position: Position }>({
    name: 'positions_of_steps', text: openOf('stepId', '$1', `i."stepId", i."state" -> 'position' AS "position"`), values: [stepIds],
  })
  return new Map(rows.map(({ stepId, position }) => [stepId, position]))
}

/** Columns that follow from the state; the rest of the row is set when the interview starts. */
function interviewColumns(interview: Interview, now: Date) {
  const { position } = interview
  return {
    label: interview.label, status: interview.status, recordId: interview.currentRecord, state: interview, pauseLabel: interview.pauseLabel,
    currentElement: 'element' in position ? position.element : null,
    error: position.kind === 'failed' ? position.message : null,
    wakeAt: position.kind === 'wait' ? position.until : null, lastModifiedDate: now,
  }
}

/** The row of an interview that has just started; one that begins with a wait element is paused at once. */
export function newInterviewRow(interview: Interview, start: InterviewStart, now: Date): InterviewRow {
  const isPaused = interview.status === 'PAUSED'
  return {
    guid: interview.guid, ...start, ...interviewColumns(interview, now), resumedById: null, resumedRecordId: null, remindedAt: null, version: 1, createdDate: now,
    pausedAt: isPaused ? now : null, pausedById: isPaused && start.stepId === null ? start.ownerId : null,
  }
}

/** What an interview's row holds from its start on. */
export type InterviewStart = Pick<InterviewRow, 'flowId' | 'flowVersionId' | 'ownerId' | 'workItemId' | 'runId' | 'stepId' | 'attempt'>

/** The row after a move. `by` is who paused it, or who works on it now; null: the system. */
export function movedInterviewRow(row: InterviewRow, interview: Interview, now: Date, by: string | null): InterviewRow {
  const isPaused = interview.status === 'PAUSED', isTakenOver = row.status === 'PAUSED' && by !== null && by !== row.ownerId
  return {
    ...row, ...interviewColumns(interview, now), remindedAt: null,
    pausedAt: isPaused ? now : null, pausedById: isPaused ? by : null,
    resumedById: isPaused ? null : isTakenOver ? by : row.resumedById,
    resumedRecordId: isPaused ? null : isTakenOver ? row.recordId : row.resumedRecordId,
  }
}

/** The row of an interview that nobody can go on with any more; `error` says why. */
export function endedInterviewRow(row: InterviewRow, error: string, now: Date): InterviewRow {
  return { ...row, status: 'FAILED', error, state: brokenOff(row.state, error, row.currentElement), wakeAt: null, pausedAt: null, pausedById: null, lastModifiedDate: now }
}

/** The write that saves an interview that existed, guarded by the version it was loaded with. */
export function interviewUpdate(row: InterviewRow): Write {
  const { flowId: _f, flowVersionId: _v, ownerId: _o, workItemId: _w, runId: _r, stepId: _s, attempt: _a, createdDate: _c, ...changing } = row
  return { kind: 'update', table: 'FlowInterview', key: ['guid'], rows: [changing] }
}

/** An interview's row without its state, as events show it. */
export function interviewSnapshot(row: Omit<InterviewRow, 'state'> & { state?: unknown }): Omit<InterviewRow, 'state'> {
  const { state: _, ...shown } = row
  return shown
}
