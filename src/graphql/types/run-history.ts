// Milestones: what happened in a run, when, and by whom.
import { mayReadPauseReason } from '../../core/interview-access.ts'
import type { RunHistoryEvent as RunHistoryEventRow } from '../../../prisma/generated/client/client.ts'
import { AUTOMATED_PROCESS } from '../../core/viewer.ts'
import { milestoneId } from '../../store/history.ts'
import { revived } from '../../store/routing-rows.ts'
import type { MilestoneSubject } from '../../store/milestone-events.ts'
import { builder } from '../builder.ts'
import { asNode } from '../nodes.ts'
import { StageRun, StepRun } from './run.ts'
import { User } from './user.ts'
import { WorkItem } from './work-item.ts'

export const Milestone = builder.enumType('Milestone', {
  description: 'What has happened in a run.',
  values: {
    START_RUN: { description: 'The run started; the actor is its starter.' },
    END_RUN: { description: 'The run completed.' },
    SUSPEND_RUN: { description: 'Somebody suspended the run.' },
    RESUME_RUN: { description: 'Somebody resumed the run.' },
    CANCEL_RUN: { description: 'Somebody canceled the run.' },
    FAIL_RUN: { description: 'The run went into ERROR.' },
    START_STAGE: { description: 'A stage started.' },
    END_STAGE: { description: 'A stage completed.' },
    SUSPEND_STAGE: { description: 'A stage was suspended with its run.' },
    DISCONTINUE_STAGE: { description: 'A stage was discontinued.' },
    FAIL_STAGE: { description: 'A stage went into ERROR.' },
    START_STEP: { description: 'A step started.' },
    END_STEP: { description: 'A step completed.' },
    DISCONTINUE_STEP: { description: 'A step was discontinued.' },
    FAIL_STEP: { description: 'A step went into ERROR.' },
    START_WORK_ITEM: { description: 'A work item was made.' },
    END_WORK_ITEM: { description: 'A work item was completed; `completedBy` and `durationSeconds` say by whom and how long it took.' },
    REASSIGN_WORK_ITEM: { description: 'A work item was given to somebody else.' },
    REMIND_WORK_ITEM: { description: 'The assignee was reminded that a work item falls due.' },
    OVERDUE_WORK_ITEM: { description: 'A work item was not done by its due time.' },
    PAUSE_INTERVIEW: { description: 'Somebody paused the interview of a work item.' },
    RESUME_INTERVIEW: { description: 'Somebody resumed the interview of a work item.' },
    DELETE_INTERVIEW: { description: 'Somebody deleted an interview of a work item, mostly a paused one.' },
  } as const,
})

/** A milestone. In an event `was` says what of its stage, step and work item has changed since, perhaps (O6). */
export type MilestoneRow = RunHistoryEventRow & { was?: MilestoneSubject | undefined }

// As it was when the milestone was reached, where that is known; what never changes, and whether it may be read, is as it is.
async function asItWas<Row extends object>(event: RunHistoryEventRow, subject: keyof MilestoneSubject, now: Promise<Row | null>): Promise<Row | null> {
  const was = (event as MilestoneRow).was?.[subject], row = await now
  return row === null || was == null ? row : { ...row, ...revived(was) }
}

const TELLS_PAUSE_REASON: ReadonlySet<string> = new Set(['PAUSE_INTERVIEW', 'DELETE_INTERVIEW'])

export const RunHistoryEvent = builder.prismaObject('RunHistoryEvent', {
  description: 'One milestone of a run.',
})

builder.prismaObjectFields(RunHistoryEvent, (t) => ({
  milestone: t.field({ type: Milestone, description: 'What happened.', resolve: (event) => event.milestone }),
  occurredAt: t.field({ type: 'DateTime', description: 'When it happened.', resolve: (event) => event.occurredAt }),
  actor: t.field({ type: User, nullable: true, description: 'Who did it; the automated process where nobody did.', resolve: (event, _, { load }) => load.user.load(event.actorId ?? AUTOMATED_PROCESS.id) }),
  stage: t.field({ type: StageRun, nullable: true, description: 'The stage that it is about; null where about none. In an event, as it was then.', resolve: (event, _, { load }) => (event.stageId === null ? null : asItWas(event, 'stage', load.stageRun.load(event.stageId))) }),
  step: t.field({ type: StepRun, nullable: true, description: 'The step that it is about; null where about none. In an event, as it was then.', resolve: (event, _, { load }) => (event.stepId === null ? null : asItWas(event, 'step', load.stepRun.load(event.stepId))) }),
  workItem: t.field({ type: WorkItem, nullable: true, description: 'The work item that it is about; null where about none. In an event, as it was then.', resolve: (event, _, { load }) => (event.workItemId === null ? null : asItWas(event, 'workItem', load.workItem.load(event.workItemId))) }),
  completedBy: t.field({ type: User, nullable: true, description: 'Who completed the work item.', resolve: (event, _, { load }) => (event.completedById === null ? null : load.user.load(event.completedById)) }),
  durationSeconds: t.exposeInt('durationSeconds', { nullable: true, description: 'How long what ended took, in whole seconds.' }),
  detail: t.string({
    nullable: true, description: 'More about it for people, e.g. a reason that was given; why an interview was paused only to whoever paused or deleted it, and to VIEW_ALL_DATA.',
    resolve: ({ milestone, actorId, detail }, _, { viewer }) => (TELLS_PAUSE_REASON.has(milestone) && detail !== null && !mayReadPauseReason(viewer, actorId) ? null : detail),
  }),
}))

asNode(RunHistoryEvent, { idOf: milestoneId, load: (id, { load }) => load.historyEvent.load(id) })

export const RunHistoryEventConnection = builder.connectionObject(
  { type: RunHistoryEvent, name: 'RunHistoryEventConnection', description: 'A page of milestones.' },
  { name: 'RunHistoryEventEdge', description: 'A milestone on a page.' })

export const RunHistoryFilter = builder.inputType('RunHistoryFilter', {
  description: 'What a run\'s history is narrowed to; everything that is given must hold.',
  fields: (t) => ({
    milestones: t.field({ type: [Milestone], description: 'One of these.' }),
    actor: t.string({ description: 'Username of who did it.' }),
    from: t.field({ type: 'DateTime', description: 'At this time or later.' }),
    to: t.field({ type: 'DateTime', description: 'At this time or earlier.' }),
  }),
})
