// What can be done to interviews: started, answered, gone back in, paused, resumed, deleted.
import { pauseInterview, previousScreen, submitScreen, type Answered } from '../../commands/interview/answer-screen.ts'
import type { BulkOutcome } from '../../commands/interview/bulk.ts'
import { deleteInterview, deleteInterviews } from '../../commands/interview/delete-interview.ts'
import { resumeInterview, resumeInterviews } from '../../commands/interview/resume-interview.ts'
import { showScreen } from '../../commands/interview/show-screens.ts'
import { startInterview } from '../../commands/interview/start-interview.ts'
import {
  ConflictError, ForbiddenError, InterviewNotResumableError, NotFoundError, PauseNotAllowedError, type PromisedError, RunNotInProgressError, StaleScreenError, ValidationError,
  WorkItemAlreadyCompletedError,
} from '../../errors.ts'
import { loadVisibleInterviews, type InterviewRow as StoredInterview } from '../../store/interviews.ts'
import { revived } from '../../store/routing-rows.ts'
import { loadNextWorkItems, MAX_NEXT_WORK_ITEMS } from '../../store/work-items.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { ErrorInterface, errorValue, resultUnion } from '../errors.ts'
import { guidOf, requireGuid } from '../global-id.ts'
import { MUTATION_KEY } from '../mutation-key.ts'
import { written } from '../written.ts'
import { FlowInterview } from './flow-interview.ts'
import { WorkItem } from './work-item.ts'

const INTERVIEW_ID = 'The interview, by its global id or its guid.'
const REVISION = 'The `revision` of the screen that is answered.'

/** The success type of a mutation that answers with an interview, which `shown` has seen to be there. */
export function interviewSuccess(name: string, description: string) {
  return builder.objectRef<{ guid: string }>(name).implement({
    description,
    fields: (t) => ({ interview: t.field({ type: FlowInterview, description: 'The interview as it is now.', resolve: async ({ guid }, _, { load }) => (await load.interview.load(guid))! }) }),
  })
}

/**
 * Waits for the command, and reads the interview that it answers with: also for whoever could read it only while it was theirs to go
 * on with, as it no longer is. Throws NotFoundError where it has been deleted since.
 */
export async function shown<Answer extends { guid: string }>(context: Context, command: Promise<Answer>): Promise<Answer> {
  const answer = await written(context, command)
  if ((await context.load.interview.load(answer.guid)) !== null) return answer
  const [left] = await loadVisibleInterviews(context.shell.pool, null, [answer.guid])
  if (left == null) throw new NotFoundError('This interview has been deleted meanwhile.')
  context.load.interview.clear(answer.guid).prime(answer.guid, left)
  return answer
}

// What the command has just saved need not be read again.
async function answered(context: Context, command: Promise<Answered>): Promise<Answered> {
  const answer = await written(context, command)
  if (answer.saved === null) return shown(context, command)
  const { row: { state, ...row }, completed, letUsersPause } = answer.saved
  context.load.interview.prime(answer.guid, row as StoredInterview)
  context.load.screenOfInterview.prime(answer.guid, showScreen(context.shell, state, letUsersPause))
  // Whoever is its assignee by name may read it; of others visibility decides anew.
  if (completed?.assigneeUserId === context.viewer.id) context.load.workItem.prime(completed.id, revived(completed) as never)
  return answer
}

const StartInterviewInput = builder.inputType('StartInterviewInput', {
  description: 'Which flow to run, on what.',
  fields: (t) => ({
    flow: t.string({ required: true, description: 'API name of the flow; its active version is run.' }),
    recordId: t.id({ description: 'The record that it is run on (`$Record`), by the other system\'s id; at first also its `$Flow.CurrentRecord`.' }),
    inputs: t.field({ type: 'JSON', description: 'Values of its input variables by name: a JSON object.' }),
    clientMutationKey: t.string({ description: MUTATION_KEY }),
  }),
})

builder.mutationField('startInterview', (t) => t.field({
  type: interviewSuccess('StartInterviewSuccess', 'The interview has started.'), description: 'Runs a flow that no work item asks for. Takes RUN_FLOWS, or MANAGE_FLOW, and read access to the record, and to those that `inputs` name.',
  args: { input: t.arg({ type: StartInterviewInput, required: true, description: 'Which flow, on what.' }) },
  errors: resultUnion('StartInterview', [ValidationError, NotFoundError, ForbiddenError, ConflictError]),
  resolve: (_, { input }, context) => shown(context, startInterview(context.shell, context.viewer, input)),
}))

const SubmitScreenInput = builder.inputType('SubmitScreenInput', {
  description: 'The answer to a screen.',
  fields: (t) => ({
    interviewId: t.id({ required: true, description: INTERVIEW_ID }),
    revision: t.int({ required: true, description: REVISION }),
    values: t.field({ type: 'JSON', required: true, description: 'Values of its fields by name: a JSON object.' }),
  }),
})

const SubmitScreenSuccess = builder.objectRef<Answered>('SubmitScreenSuccess').implement({
  description: 'The screen is answered.',
  fields: (t) => ({
    interview: t.field({ type: FlowInterview, description: 'The interview: on its next screen, or finished.', resolve: async ({ guid }, _, { load }) => (await load.interview.load(guid))! }),
    workItem: t.field({ type: WorkItem, nullable: true, description: 'The work item that it does; null where it does none.', resolve: ({ workItemId }, _, { load }) => (workItemId === null ? null : load.workItem.load(workItemId)) }),
    nextWorkItems: t.field({
      type: [WorkItem], description: 'Once finished: work items of the same run that the caller can do now, oldest first, at most 20. Empty before.',
      resolve: async ({ guid, runId, saved }, _, { shell, viewer, load }) => {
        const interview = await load.interview.load(guid)
        if (runId === null || interview?.status !== 'FINISHED') return []
        return saved?.next?.slice(0, MAX_NEXT_WORK_ITEMS).map((item) => revived(item) as never) ?? [...(await loadNextWorkItems(shell.pool, viewer, runId))]
      },
    }),
  }),
})

builder.mutationField('submitScreen', (t) => t.field({
  type: SubmitScreenSuccess,
  description: 'Answers the screen shown and goes on to the next, or to the end; that completes the work item, if nobody else was first. All faults come back at once, and the interview stands where it stood.',
  args: { input: t.arg({ type: SubmitScreenInput, required: true, description: 'The answer.' }) },
  errors: resultUnion('SubmitScreen', [ValidationError, NotFoundError, ForbiddenError, ConflictError, StaleScreenError, WorkItemAlreadyCompletedError, RunNotInProgressError]),
  resolve: (_, { input }, context) => answered(context, submitScreen(context.shell, context.viewer, { guid: requireGuid(String(input.interviewId)), revision: input.revision, values: input.values ?? null })),
}))

const PreviousScreenInput = builder.inputType('PreviousScreenInput', {
  description: 'Which screen to go back from.',
  fields: (t) => ({
    interviewId: t.id({ required: true, description: INTERVIEW_ID }),
    revision: t.int({ required: true, description: REVISION }),
    values: t.field({ type: 'JSON', description: 'What is filled in so far: kept, unchecked, for when the screen is shown again.' }),
  }),
})

builder.mutationField('previousScreen', (t) => t.field({
  type: interviewSuccess('PreviousScreenSuccess', 'The screen before is shown.'), description: 'Goes back to the screen before, where the screen allows it, with what was answered there.',
  args: { input: t.arg({ type: PreviousScreenInput, required: true, description: 'Which interview.' }) },
  errors: resultUnion('PreviousScreen', [ValidationError, NotFoundError, ForbiddenError, ConflictError, StaleScreenError, WorkItemAlreadyCompletedError, RunNotInProgressError]),
  resolve: (_, { input }, context) => answered(context, previousScreen(context.shell, context.viewer, { guid: requireGuid(String(input.interviewId)), revision: input.revision, ...(input.values == null ? {} : { values: input.values }) })),
}))

const PauseInterviewInput = builder.inputType('PauseInterviewInput', {
  description: 'Which interview to leave for later.',
  fields: (t) => ({
    interviewId: t.id({ required: true, description: INTERVIEW_ID }),
    revision: t.int({ description: 'The revision of the screen that `values` are of: another that is shown by now is not paused. Whatever is shown, unless given.' }),
    reason: t.string({ description: 'Why, shown in lists as its pause label; at most 1,000 characters.' }),
    values: t.field({ type: 'JSON', description: 'What is filled in so far: kept, unchecked.' }),
  }),
})

const PauseInterviewSuccess = builder.objectRef<Answered & { confirmation: string | null }>('PauseInterviewSuccess').implement({
  description: 'The interview is paused.',
  fields: (t) => ({
    interview: t.field({ type: FlowInterview, description: 'The interview as it is now.', resolve: async ({ guid }, _, { load }) => (await load.interview.load(guid))! }),
    confirmation: t.exposeString('confirmation', { nullable: true, description: 'What the screen says to whoever pauses it; null where it says nothing.' }),
  }),
})

builder.mutationField('pauseInterview', (t) => t.field({
  type: PauseInterviewSuccess, description: 'Leaves an interview for later, to be picked up exactly where it stands. Needs the org\'s switch and a Pause button on the screen.',
  args: { input: t.arg({ type: PauseInterviewInput, required: true, description: 'Which interview.' }) },
  errors: resultUnion('PauseInterview', [ValidationError, NotFoundError, ForbiddenError, ConflictError, StaleScreenError, PauseNotAllowedError, WorkItemAlreadyCompletedError, RunNotInProgressError]),
  resolve: (_, { input }, context) => shown(context, pauseInterview(context.shell, context.viewer, { guid: requireGuid(String(input.interviewId)), revision: input.revision ?? null, reason: input.reason ?? null, ...(input.values == null ? {} : { values: input.values }) })),
}))

const ResumeInterviewInput = builder.inputType('ResumeInterviewInput', {
  description: 'Which interview to pick up.',
  fields: (t) => ({ interviewId: t.id({ required: true, description: INTERVIEW_ID }) }),
})

builder.mutationField('resumeInterview', (t) => t.field({
  type: interviewSuccess('ResumeInterviewSuccess', 'The interview goes on.'), description: 'Picks a paused interview up exactly where it stood, on the version that it started with. Of two at once one wins.',
  args: { input: t.arg({ type: ResumeInterviewInput, required: true, description: 'Which interview.' }) },
  errors: resultUnion('ResumeInterview', [NotFoundError, ForbiddenError, ConflictError, InterviewNotResumableError]),
  resolve: (_, { input }, context) => shown(context, resumeInterview(context.shell, context.viewer, requireGuid(String(input.interviewId)))),
}))

const DeleteInterviewInput = builder.inputType('DeleteInterviewInput', {
  description: 'Which interview to delete.',
  fields: (t) => ({ interviewId: t.id({ required: true, description: INTERVIEW_ID }) }),
})

const DeleteInterviewSuccess = builder.objectRef<{ guid: string }>('DeleteInterviewSuccess').implement({
  description: 'The interview is gone.',
  fields: (t) => ({ guid: t.exposeID('guid', { description: 'The guid that it had.' }) }),
})

builder.mutationField('deleteInterview', (t) => t.field({
  type: DeleteInterviewSuccess, description: 'Deletes an interview and its data for good. Its work item stays open to its assignees. Takes being its owner, or MANAGE_FLOW, which deletes paused ones also where it can\'t read them.',
  args: { input: t.arg({ type: DeleteInterviewInput, required: true, description: 'Which interview.' }) },
  errors: resultUnion('DeleteInterview', [NotFoundError, ForbiddenError, ConflictError]),
  resolve: (_, { input }, context) => written(context, deleteInterview(context.shell, context.viewer, requireGuid(String(input.interviewId)))),
}))

// ---------------------------------------------------------------- many at once

type Outcome = { interviewId: string; guid: string | null; error: PromisedError | null }

const InterviewsItem = builder.objectRef<Outcome>('InterviewsItem').implement({
  description: 'What became of one interview of a bulk mutation.',
  fields: (t) => ({
    interviewId: t.exposeID('interviewId', { description: 'The id as it was given.' }),
    guid: t.exposeID('guid', { nullable: true, description: 'Its guid; null where the id names no interview.' }),
    error: t.field({ type: ErrorInterface, nullable: true, description: 'Why it was left alone; null where it was not.', resolve: ({ error }) => errorValue(error) }),
  }),
})

function bulkInput(name: string, verb: string) {
  return builder.inputType(name, {
    description: `Which interviews to ${verb}.`,
    fields: (t) => ({ interviewIds: t.idList({ required: true, description: 'The interviews, by global ids or guids; at most 1,000.' }) }),
  })
}

function bulkSuccess(name: string) {
  return builder.objectRef<{ results: Outcome[] }>(name).implement({
    description: 'Each interview has its answer.',
    fields: (t) => ({ results: t.field({ type: [InterviewsItem], description: 'One answer for each, in the order asked: at most 1,000.', resolve: ({ results }) => results }) }),
  })
}

async function each(ids: readonly (string | number)[], change: (guids: string[]) => Promise<BulkOutcome[]>): Promise<{ results: Outcome[] }> {
  const asked = ids.map((id) => ({ interviewId: String(id), guid: guidOf(String(id)) }))
  const outcomes = await change(asked.map(({ guid }) => guid ?? ''))
  return { results: asked.map((item, at) => ({ ...item, error: outcomes[at]!.error })) }
}

builder.mutationField('resumeInterviews', (t) => t.field({
  type: bulkSuccess('ResumeInterviewsSuccess'), description: 'Resumes many interviews, each by itself; one that stands on a wait element goes on at once.',
  args: { input: t.arg({ type: bulkInput('ResumeInterviewsInput', 'resume'), required: true, description: 'Which interviews.' }) },
  errors: resultUnion('ResumeInterviews', [ValidationError, ForbiddenError]),
  resolve: (_, { input }, context) => written(context, each(input.interviewIds, (guids) => resumeInterviews(context.shell, context.viewer, guids))),
}))

builder.mutationField('deleteInterviews', (t) => t.field({
  type: bulkSuccess('DeleteInterviewsSuccess'), description: 'Deletes many interviews, each by itself; one that can\'t be deleted leaves the others alone.',
  args: { input: t.arg({ type: bulkInput('DeleteInterviewsInput', 'delete'), required: true, description: 'Which interviews.' }) },
  errors: resultUnion('DeleteInterviews', [ValidationError, ForbiddenError]),
  resolve: (_, { input }, context) => written(context, each(input.interviewIds, (guids) => deleteInterviews(context.shell, context.viewer, guids))),
}))
