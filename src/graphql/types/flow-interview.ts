// Interviews: flows that somebody is in the middle of. Their mutations are in flow-interview.mutations.ts.
import { interviewExpiry } from '../../core/interview-ages.ts'
import { mayDeleteInterview, mayResumeInterview } from '../../core/interview-access.ts'
import { loadEmailPage } from '../../store/emails.ts'
import { loadPausedInterviewPage, type InterviewRow } from '../../store/interviews.ts'
import type { Viewer } from '../../core/viewer.ts'
import { builder } from '../builder.ts'
import type { Loaders } from '../loaders.ts'
import { connection, pageArgs, pageComplexity } from '../connections.ts'
import { asNode } from '../nodes.ts'
import { EmailNotificationConnection } from './email-notification.ts'
import { Flow, FlowVersion } from './flow.ts'
import { Record } from './record.ts'
import { Screen } from './screen.ts'
import { User } from './user.ts'
import { WorkItem } from './work-item.ts'

export const InterviewStatus = builder.enumType('InterviewStatus', {
  description: 'Where an interview stands.',
  values: {
    STARTED: { description: 'Under way: on a screen, or working.' },
    PAUSED: { description: 'Left for later, or waiting for its time.' },
    FINISHED: { description: 'At its end.' },
    FAILED: { description: 'Stopped: by a fault, or because the work that it did was completed by somebody else, given to others or closed.' },
  } as const,
})

export const FlowInterview = builder.objectRef<InterviewRow>('FlowInterview')

FlowInterview.implement({
  description: 'A flow that is being run: which version, where it stands, whose it is.',
  fields: (t) => ({
    guid: t.exposeID('guid', { description: 'Its own id, as scripts keep it; accepted wherever its global id is.' }),
    label: t.exposeString('label', { description: 'Its name for people.' }),
    flow: t.field({ type: Flow, description: 'The flow.', resolve: async (interview, _, { load }) => (await load.flow.load(interview.flowId))! }),
    flowVersion: t.field({ type: FlowVersion, description: 'The version that it stays on.', resolve: async (interview, _, { load }) => (await load.flowVersion.load(interview.flowVersionId))! }),
    status: t.field({ type: InterviewStatus, description: 'Where it stands.', resolve: (interview) => interview.status }),
    currentElement: t.exposeString('currentElement', { nullable: true, description: 'API name of the element that it stands on; null at its end.' }),
    pauseLabel: t.exposeString('pauseLabel', { nullable: true, description: 'The reason that was given for pausing it.' }),
    pausedAt: t.field({ type: 'DateTime', nullable: true, description: 'When it was paused; null unless it is.', resolve: (interview) => interview.pausedAt }),
    pausedBy: t.field({ type: User, nullable: true, description: 'Who paused it; null unless it is paused.', resolve: (interview, _, { load }) => (interview.pausedById === null ? null : load.user.load(interview.pausedById)) }),
    record: t.field({
      type: Record, nullable: true, description: 'Its `$Flow.CurrentRecord`: the record that lists it. Null where there is none, or the caller may not read it.',
      resolve: (interview, _, { load }) => (interview.recordId === null ? null : load.record.load(interview.recordId)),
    }),
    owner: t.field({ type: User, description: 'Whose it is: who started it.', resolve: async (interview, _, { load }) => (await load.user.load(interview.ownerId))! }),
    resumedBy: t.field({ type: User, nullable: true, description: 'Who has resumed it in its owner\'s place, and works on it; null while nobody but its owner does.', resolve: (interview, _, { load }) => (interview.resumedById === null ? null : load.user.load(interview.resumedById)) }),
    workItem: t.field({
      type: WorkItem, nullable: true, description: 'The work item that it does; null where it does none, or the caller may not read it.',
      resolve: (interview, _, { load }) => (interview.workItemId === null ? null : load.workItem.load(interview.workItemId)),
    }),
    goesOnAt: t.field({ type: 'DateTime', nullable: true, description: 'When it goes on by itself; null unless it stands on a wait element. Opening its work item before shows it as it stands; resuming it ends the wait.', resolve: (interview) => interview.wakeAt }),
    isOfBackgroundStep: t.boolean({ description: 'Whether it is the flow of a background step: a run waits for it, and deleting it fails that step.', resolve: (interview) => interview.stepId !== null }),
    createdDate: t.field({ type: 'DateTime', description: 'When it was started.', resolve: (interview) => interview.createdDate }),
    lastModifiedDate: t.field({ type: 'DateTime', description: 'When it last went on.', resolve: (interview) => interview.lastModifiedDate }),
    expiresAt: t.field({
      type: 'DateTime', nullable: true, description: 'When it is deleted, its work item staying open, unless somebody goes on with it before; null: never.',
      resolve: async (interview, _, { load }) => interviewExpiry(interview, await load.settings.load('')),
    }),
    notifications: t.field({
      type: EmailNotificationConnection, description: 'Mails that reminded its owner of it, as far as the caller may see them, oldest first.', args: pageArgs(), complexity: pageComplexity,
      resolve: (interview, args, { viewer, shell }) => connection(args, (request) => loadEmailPage(shell.pool, viewer, { interviewGuid: interview.guid }, request)),
    }),
    screen: t.field({
      type: Screen, nullable: true, description: 'The screen that it stands on; null where it stands on none, where the caller may not read the record that it is run on, and for those who only see it in lists: what is filled in is for whoever may go on with it.',
      resolve: async (interview, _, { viewer, load }) => {
        const isTheirs = interview.ownerId === viewer.id || interview.resumedById === viewer.id
        if (!isTheirs && !(await mayResume(interview, viewer, load))) return null
        return load.screenOfInterview.load(interview.guid)
      },
    }),
    canResume: t.boolean({
      description: 'Whether the caller may resume it: it is paused, and theirs, or shared with them to edit where the org allows that, or they have MANAGE_FLOW; and they may read the record that it is run on. One that does a work item its owner resumes only while that is assigned to them.',
      resolve: (interview, _, { viewer, load }) => mayResume(interview, viewer, load),
    }),
    canDelete: t.boolean({ description: 'Whether the caller may delete it: it has not finished, and is theirs, or they have MANAGE_FLOW.', resolve: (interview, _, { viewer }) => mayDeleteInterview(viewer, interview) }),
  }),
})

async function mayResume(interview: InterviewRow, viewer: Viewer, load: Loaders): Promise<boolean> {
  if (interview.status !== 'PAUSED') return false
  const [isEditable, settings] = await Promise.all([load.interviewIsEditable.load(interview.guid), load.settings.load('')])
  return mayResumeInterview(viewer, { ...interview, isEditable }, settings.letUsersResumeSharedInterviews) && load.interviewIsInReach.load(interview.guid)
}

asNode(FlowInterview, {
  idOf: (interview) => interview.guid,
  load: (guid, { load }) => load.interview.load(guid),
})

export const FlowInterviewConnection = builder.connectionObject(
  { type: FlowInterview, name: 'FlowInterviewConnection', description: 'A page of interviews.' },
  { name: 'FlowInterviewEdge', description: 'An interview on a page.' })

const FlowInterviewFilter = builder.inputType('FlowInterviewFilter', {
  description: 'What a list of paused interviews is narrowed to; everything that is given must hold.',
  fields: (t) => ({
    status: t.field({ type: InterviewStatus, description: 'PAUSED unless given. Any other lists the caller\'s own: with STARTED those that they have left without pausing, each at its last submitted state, to be gone on with at the screen it shows.' }),
    recordId: t.id({ description: 'The record that they are about (`$Flow.CurrentRecord`), by the other system\'s id.' }),
    flow: t.string({ description: 'API name of the flow.' }),
    pausedBy: t.string({ description: 'Username of who paused them.' }),
    pausedBefore: t.field({ type: 'DateTime', description: 'Paused before this time.' }),
    pausedAfter: t.field({ type: 'DateTime', description: 'Paused after this time.' }),
    lastModifiedBefore: t.field({ type: 'DateTime', description: 'Last gone on with, or paused, before this time.' }),
    lastModifiedAfter: t.field({ type: 'DateTime', description: 'Last gone on with, or paused, after this time.' }),
  }),
})

builder.queryField('pausedInterviews', (t) => t.field({
  type: FlowInterviewConnection, description: 'Paused interviews that the caller may see, newest first.',
  args: { ...pageArgs(), filter: t.arg({ type: FlowInterviewFilter, description: 'What to narrow it to.' }) }, complexity: pageComplexity,
  resolve: (_, { filter, ...page }, { viewer, shell }) => connection(page, (request) => loadPausedInterviewPage(shell.pool, viewer, filter ?? {}, request)),
}))
