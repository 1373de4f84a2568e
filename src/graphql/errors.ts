// The promised failures (src/errors.ts) as types: each implements `Error` and may be a member of a mutation's result.
// Everything else that is thrown is a bug: the server masks it.
import * as promised from '../errors.ts'
import { builder } from './builder.ts'
import { AgentWork } from './types/agent-work.ts'
import { Permission } from './types/user.ts'
import { WorkItem } from './types/work-item.ts'
import { FlowInterview } from './types/flow-interview.ts'
import { OrchestrationRun } from './types/run.ts'
import { User } from './types/user.ts'

/** What all typed errors have in common. */
export const ErrorInterface = builder.interfaceRef<promised.PromisedError>('Error').implement({
  description: 'A failure that callers should expect and can act on.',
  resolveType: (error) => error.constructor.name,
  fields: (t) => ({
    message: t.exposeString('message', { description: 'What is wrong and what to do about it, for people.' }),
    code: t.exposeString('code', { description: 'What is wrong, for programs: stable.' }),
  }),
})

/** A promised failure as the value of a field: GraphQL takes an instance of Error for a failure of the field itself. */
export function errorValue(error: promised.PromisedError | null): promised.PromisedError | null {
  return error && (Object.assign(Object.create({ constructor: error.constructor }), error, { message: error.message }) as promised.PromisedError)
}

type ErrorClass = new (...args: never[]) => promised.PromisedError

/**
 * Options of a mutation field whose answer is the union `<name>Result` of its success type and these errors. A
 * ValidationError is among them always, so that one fragment reads the faults of every mutation.
 */
export function resultUnion(name: string, types: readonly ErrorClass[]) {
  const all: ErrorClass[] = [...new Set<ErrorClass>([...types, promised.ValidationError])]
  return { types: all, directResult: true as const, union: { name: `${name}Result`, description: `What \`${name.charAt(0).toLowerCase()}${name.slice(1)}\` answers: its success, or a typed error.` } }
}

const ValidationIssue = builder.objectRef<promised.ValidationError['issues'][number]>('ValidationIssue')

ValidationIssue.implement({
  description: 'One fault in an input.',
  fields: (t) => ({
    path: t.stringList({ description: 'The way to the faulty place, from the input inwards; indexes are decimal.', resolve: (issue) => [...issue.path] }),
    message: t.exposeString('message', { description: 'What is wrong there.' }),
  }),
})
export { ValidationIssue }

const interfaces = [ErrorInterface]

builder.objectType(promised.ValidationError, {
  name: 'ValidationError', interfaces,
  description: 'The input is wrong; nothing was changed. Every fault is listed at once.',
  fields: (t) => ({ issues: t.field({ type: [ValidationIssue], description: 'Every fault, each with its place.', resolve: (error) => [...error.issues] }) }),
})

builder.objectType(promised.NotFoundError, {
  name: 'NotFoundError', interfaces,
  description: 'There is no such thing, or none that the caller may see.',
})

builder.objectType(promised.ForbiddenError, {
  name: 'ForbiddenError', interfaces,
  description: 'The caller may not do this.',
  fields: (t) => ({
    requiredPermission: t.field({ type: Permission, nullable: true, description: 'The permission that would allow it; null where none would.', resolve: (error) => error.requiredPermission }),
  }),
})

builder.objectType(promised.ConflictError, {
  name: 'ConflictError', interfaces,
  description: 'Something else stands in the way.',
  fields: (t) => ({ references: t.stringList({ description: 'What stands in the way, by API name.', resolve: (error) => [...error.references] }) }),
})

builder.objectType(promised.WorkItemAlreadyCompletedError, {
  name: 'WorkItemAlreadyCompletedError', interfaces,
  description: 'Somebody else was first: the work item is completed, and stays as they left it.',
  fields: (t) => ({
    completedWorkItem: t.field({ type: WorkItem, description: 'The work item as it is now.', resolve: async (error, _, { load }) => (await load.workItem.load(error.workItemId))! }),
    completedBy: t.field({ type: User, nullable: true, description: 'Who completed it; null where it ended without anybody completing it.', resolve: (error, _, { load }) => (error.completedById === null ? null : load.user.load(error.completedById)) }),
    completedAt: t.field({ type: 'DateTime', nullable: true, description: 'When it was completed.', resolve: (error) => error.completedAt }),
  }),
})

const PauseNotAllowedReason = builder.enumType('PauseNotAllowedReason', {
  description: 'Why an interview can\'t be paused here.',
  values: {
    ORG_SETTING_OFF: { description: 'The org does not let people pause flows (`letUsersPauseFlows`).' },
    SCREEN_HAS_NO_PAUSE: { description: 'This screen has no Pause button (`allowPause`).' },
  } as const,
})

builder.objectType(promised.PauseNotAllowedError, {
  name: 'PauseNotAllowedError', interfaces,
  description: 'The interview can\'t be paused where it stands.',
  fields: (t) => ({ reason: t.field({ type: PauseNotAllowedReason, description: 'What forbids it; the org\'s setting is named first.', resolve: (error) => error.reason }) }),
})

builder.objectType(promised.StaleScreenError, {
  name: 'StaleScreenError', interfaces,
  description: 'The screen that was answered is no longer the one shown; nothing was changed.',
  fields: (t) => ({
    interview: t.field({ type: FlowInterview, description: 'The interview, with the screen to go on from.', resolve: async (error, _, { load }) => (await load.interview.load(error.guid))! }),
  }),
})

builder.objectType(promised.InterviewNotResumableError, {
  name: 'InterviewNotResumableError', interfaces,
  description: 'The interview isn\'t paused: it has ended, or somebody else has just resumed it.',
})

builder.objectType(promised.RunNotInProgressError, {
  name: 'RunNotInProgressError', interfaces,
  description: 'The run has ended, or stands still.',
  fields: (t) => ({ run: t.field({ type: OrchestrationRun, description: 'The run as it is now.', resolve: async (error, _, { load }) => (await load.run.load(error.runId))! }) }),
})

builder.objectType(promised.AgentWorkNotPendingError, {
  name: 'AgentWorkNotPendingError', interfaces,
  description: 'The offer was accepted, declined or taken back before.',
  fields: (t) => ({ agentWork: t.field({ type: AgentWork, description: 'The agent work as it is now.', resolve: async (error, _, { load }) => (await load.agentWork.clear(error.agentWorkId).load(error.agentWorkId))! }) }),
})

builder.objectType(promised.CapacityExceededError, {
  name: 'CapacityExceededError', interfaces,
  description: 'The agent has no room for this work.',
})
