// What agents do: presence, and answers to what they are offered; and what supervisors assign.
import { acceptAgentWork } from '../../commands/routing/accept-agent-work.ts'
import { assignAgentWork } from '../../commands/routing/assign-agent-work.ts'
import { closeAgentWork } from '../../commands/routing/close-agent-work.ts'
import { DECLINE_REASON_MAX_LENGTH, declineAgentWork } from '../../commands/routing/decline-agent-work.ts'
import { setPresence } from '../../commands/routing/set-presence.ts'
import { AgentWorkNotPendingError, CapacityExceededError, ConflictError, ForbiddenError, NotFoundError, ValidationError } from '../../errors.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { resultUnion } from '../errors.ts'
import { requireId } from '../global-id.ts'
import { clearLoaders } from '../loaders.ts'
import { AgentWork } from './agent-work.ts'
import { OmniChannel } from './omni-channel.ts'

type Answered = { agentWorkId: string }

/** The success of a mutation that answers with agent work. */
function agentWorkSuccess(name: string, description: string) {
  return builder.objectRef<Answered>(name).implement({
    description,
    fields: (t) => ({ agentWork: t.field({ type: AgentWork, description: 'The agent work as it is now.', resolve: async ({ agentWorkId }, _, { load }) => (await load.agentWork.load(agentWorkId))! }) }),
  })
}

async function answered({ load }: Context, command: Promise<{ id: string }>): Promise<Answered> {
  const { id } = await command
  clearLoaders(load)
  return { agentWorkId: id }
}

const SetPresenceInput = builder.inputType('SetPresenceInput', {
  description: 'What the caller says of themselves.',
  fields: (t) => ({ status: t.string({ description: 'API name of one of `omniChannel.availableStatuses`; null logs out.' }) }),
})

const SetPresenceSuccess = builder.objectRef<object>('SetPresenceSuccess').implement({
  description: 'The caller has this presence.',
  fields: (t) => ({ omniChannel: t.field({ type: OmniChannel, description: 'The caller\'s widget as it is now.', resolve: async (_, __, { viewer, load }) => (await load.agent.load(viewer.id))! }) }),
})

builder.mutationField('setPresence', (t) => t.field({
  type: SetPresenceSuccess, description: 'Says what the caller is: online, busy, or offline. Going offline passes offers on to others; what was accepted stays theirs.',
  args: { input: t.arg({ type: SetPresenceInput, required: true, description: 'Which status.' }) },
  errors: resultUnion('SetPresence', [ValidationError, NotFoundError, ForbiddenError, ConflictError]),
  resolve: async (_, { input }, { shell, viewer, load }) => {
    await setPresence(shell, viewer, input.status ?? null)
    clearLoaders(load)
    return {}
  },
}))

const AcceptAgentWorkInput = builder.inputType('AcceptAgentWorkInput', {
  description: 'Which offer to accept.',
  fields: (t) => ({ agentWorkId: t.id({ required: true, description: 'The agent work.' }) }),
})

builder.mutationField('acceptAgentWork', (t) => t.field({
  type: agentWorkSuccess('AcceptAgentWorkSuccess', 'The work is the caller\'s.'), description: 'Accepts an offer to the caller.',
  args: { input: t.arg({ type: AcceptAgentWorkInput, required: true, description: 'Which offer.' }) },
  errors: resultUnion('AcceptAgentWork', [NotFoundError, ForbiddenError, ConflictError, AgentWorkNotPendingError, CapacityExceededError]),
  resolve: (_, { input }, context) => answered(context, acceptAgentWork(context.shell, context.viewer, agentWorkId(input))),
}))

const DeclineAgentWorkInput = builder.inputType('DeclineAgentWorkInput', {
  description: 'Which offer to decline, and why.',
  fields: (t) => ({
    agentWorkId: t.id({ required: true, description: 'The agent work.' }),
    reason: t.string({ description: `Why, in at most ${DECLINE_REASON_MAX_LENGTH} characters; required where the caller's configuration says so.` }),
  }),
})

builder.mutationField('declineAgentWork', (t) => t.field({
  type: agentWorkSuccess('DeclineAgentWorkSuccess', 'The work goes to the next agent.'), description: 'Declines an offer to the caller.',
  args: { input: t.arg({ type: DeclineAgentWorkInput, required: true, description: 'Which offer, and why.' }) },
  errors: resultUnion('DeclineAgentWork', [ValidationError, NotFoundError, ForbiddenError, ConflictError, AgentWorkNotPendingError]),
  resolve: (_, { input }, context) => answered(context, declineAgentWork(context.shell, context.viewer, agentWorkId(input), input.reason ?? null)),
}))

const CloseAgentWorkInput = builder.inputType('CloseAgentWorkInput', {
  description: 'Which accepted work to close.',
  fields: (t) => ({ agentWorkId: t.id({ required: true, description: 'The agent work.' }) }),
})

builder.mutationField('closeAgentWork', (t) => t.field({
  type: agentWorkSuccess('CloseAgentWorkSuccess', 'The work is no longer the caller\'s.'), description: 'Gives accepted work back: its work item, still open, waits in its queue again, for others first.',
  args: { input: t.arg({ type: CloseAgentWorkInput, required: true, description: 'Which work.' }) },
  errors: resultUnion('CloseAgentWork', [NotFoundError, ForbiddenError, ConflictError]),
  resolve: (_, { input }, context) => answered(context, closeAgentWork(context.shell, context.viewer, agentWorkId(input))),
}))

const AssignAgentWorkInput = builder.inputType('AssignAgentWorkInput', {
  description: 'Which pending work item goes to which agent.',
  fields: (t) => ({
    workItemId: t.id({ required: true, description: 'The work item.' }),
    agent: t.string({ required: true, description: 'Username of a member of its queue who is online.' }),
  }),
})

builder.mutationField('assignAgentWork', (t) => t.field({
  type: agentWorkSuccess('AssignAgentWorkSuccess', 'The work is offered to the agent.'), description: 'Offers pending work to an agent of the caller\'s choice, within the agent\'s capacity: for supervisors and external routers. Takes SUPERVISE_OMNI_CHANNEL.',
  args: { input: t.arg({ type: AssignAgentWorkInput, required: true, description: 'Which work, to whom.' }) },
  errors: resultUnion('AssignAgentWork', [ValidationError, NotFoundError, ForbiddenError, ConflictError, CapacityExceededError]),
  resolve: (_, { input }, context) => answered(context, assignAgentWork(context.shell, context.viewer, { workItemId: requireId('WorkItem', String(input.workItemId)), agent: input.agent })),
}))

function agentWorkId(input: { agentWorkId: string }): string {
  return requireId('AgentWork', String(input.agentWorkId))
}
