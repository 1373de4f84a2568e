// Saving how the org routes: routing configurations, presence statuses, presence configurations (O6a). Each is named by its
// API name; what an input leaves out stays, null puts the default back. They need CUSTOMIZE_APPLICATION.
import type { Issue } from '../../core/issue.ts'
import { nameFault } from '../../core/names.ts'
import { MOST_UNITS } from '../../core/routing/capacity.ts'
import type { RoutingModel } from '../../core/routing/pending-work.ts'
import { skillFault } from '../../core/routing/skills.ts'
import { hasAny, ROUTABLE_OBJECT, type Viewer } from '../../core/viewer.ts'
import { ConflictError, ForbiddenError, ValidationError } from '../../errors.ts'
import type { Write } from '../../store/commit.ts'
import { findAssignee } from '../../store/people.ts'
import { loadAgentsWithStatus, overflowIntoQueuesOf, queueOverflows } from '../../store/routing-settings.ts'
import { loadQueuesRoutedBy } from '../../store/queue-settling.ts'
import { decideAndSave } from '../decide-and-save.ts'
import { inputFaults } from '../input-faults.ts'
import type { Shell } from '../shell.ts'
import { agentTopic } from './agent-ledger.ts'
import { settleQueue, settleQueueJob } from './settle-queue.ts'
import { tellCapacities } from './tell-capacities.ts'

type Maybe<Value> = Value | null | undefined

/** Fields of SaveQueueRoutingConfigInput. */
export type RoutingConfigInput = {
  apiName: string; routingModel?: Maybe<RoutingModel>; routingPriority?: Maybe<number>; secondaryRoutingPriority?: Maybe<number>
  capacityWeight?: Maybe<number>; capacityPercentage?: Maybe<number>; pushTimeoutSeconds?: Maybe<number>
  overflowAssignee?: Maybe<{ user?: Maybe<string>; group?: Maybe<string>; queue?: Maybe<string>; resource?: Maybe<string> }>
  skills?: Maybe<readonly string[]>; dropSkillsAfterSeconds?: Maybe<number>
}

/** Fields of SavePresenceStatusInput. */
export type PresenceStatusInput = { apiName: string; label?: Maybe<string>; isOnline?: Maybe<boolean>; isBusy?: Maybe<boolean> }

/** Fields of SavePresenceUserConfigInput. */
export type PresenceConfigInput = {
  apiName: string; capacity?: Maybe<number>; isAutoAccept?: Maybe<boolean>; isDeclineEnabled?: Maybe<boolean>; isDeclineReasonEnabled?: Maybe<boolean>
  disconnectGraceSeconds?: Maybe<number>; statusOnDecline?: Maybe<string>; statusOnPushTimeout?: Maybe<string>
}

const NEW_ROUTING = {
  routingModel: 'LEAST_ACTIVE' as RoutingModel, routingPriority: 1, secondaryRoutingPriority: null as number | null, capacityWeight: null as number | null, capacityPercentage: null as number | null,
  pushTimeoutSeconds: 0, overflowUserId: null as string | null, overflowGroupId: null as string | null, skills: [] as string[], dropSkillsAfterSeconds: null as number | null,
}
const NEW_STATUS = { isOnline: true, isBusy: false }
const NEW_PRESENCE = { capacity: 5, isAutoAccept: false, isDeclineEnabled: true, isDeclineReasonEnabled: false, disconnectGraceSeconds: 30, statusOnDeclineId: null as string | null, statusOnPushTimeoutId: null as string | null }

const NAMED_AT_MOST = 10
// More than have one status in any org.
const TOLD_AT_MOST = 10_000

/**
 * Saves a routing configuration; work that is pending already is routed by it from now on, offers that are made stay as they are.
 * Answers with its row id. Throws ForbiddenError, ValidationError.
 */
export async function saveQueueRoutingConfig(shell: Shell, viewer: Viewer, input: RoutingConfigInput): Promise<{ id: string }> {
  requirePermission(viewer)
  const saved = await decideAndSave(shell, async (now) => {
    const known = await shell.prisma.queueRoutingConfig.findUnique({ where: { apiName: input.apiName } })
    const before = known ?? { id: shell.newId(), apiName: input.apiName, ...NEW_ROUTING }
    const { overflow, issues } = await overflowOf(shell, before.id, input)
    refuse([...namedIssues(input.apiName), ...routingIssues(input), ...issues])
    const row = { ...before, ...merged(NEW_ROUTING, before, input), ...weightOf(before, input), ...overflow }
    const queueIds = known === null ? [] : await loadQueuesRoutedBy(shell.pool, row.id)
    const writes: Write[] = [{ kind: 'upsert', table: 'QueueRoutingConfig', key: ['id'], rows: [row] }]
    return { answer: { id: row.id, queueIds }, changes: { writes, events: [], jobs: queueIds.map((queueId) => settleQueueJob(queueId, now)) } }
  })
  for (const queueId of saved.queueIds) await settleQueue(shell, queueId)
  shell.wake.routing()
  return { id: saved.id }
}

/**
 * Saves a presence status; agents who have it now hear whether they are busy. Answers with its row id. Throws ForbiddenError,
 * ValidationError; ConflictError when it would go offline, or online, under agents who have it now.
 */
export async function savePresenceStatus(shell: Shell, viewer: Viewer, input: PresenceStatusInput): Promise<{ id: string }> {
  requirePermission(viewer)
  const saved = await decideAndSave(shell, async (now) => {
    const faults = inputFaults()
    faults.apiName(['apiName'], input.apiName)
    faults.line(['label'], input.label, 255, 1)
    faults.throwAny()
    const known = await shell.prisma.servicePresenceStatus.findUnique({ where: { apiName: input.apiName } })
    const before = known ?? { id: shell.newId(), apiName: input.apiName, label: input.apiName, ...NEW_STATUS }
    const row = { ...before, ...merged({ ...NEW_STATUS, label: input.apiName }, before, input) }
    const agents = known !== null && (known.isOnline !== row.isOnline || known.isBusy !== row.isBusy) ? await loadAgentsWithStatus(shell.pool, known.id, TOLD_AT_MOST) : []
    if (agents.length > 0 && known!.isOnline !== row.isOnline) {
      throw new ConflictError(`Agents have the status "${input.apiName}" now; it can't go ${row.isOnline ? 'online' : 'offline'} under them.`, agents.slice(0, NAMED_AT_MOST).map(({ username }) => username))
    }
    const events = agents.map(({ userId }) => ({ topic: agentTopic(userId), kind: 'PresenceChanged', payload: { presence: row }, occurredAt: now }))
    return { answer: { id: row.id }, changes: { writes: [{ kind: 'upsert', table: 'ServicePresenceStatus', key: ['id'], rows: [row] }], events, jobs: [] } }
  })
  shell.wake.routing()
  return saved
}

/** Saves a presence configuration. A capacity lowered under what an agent holds takes nothing away; agents are told of theirs. Answers with its row id. Throws ForbiddenError, ValidationError. */
export async function savePresenceUserConfig(shell: Shell, viewer: Viewer, input: PresenceConfigInput): Promise<{ id: string }> {
  requirePermission(viewer)
  const saved = await decideAndSave(shell, async () => {
    const known = await shell.prisma.presenceUserConfig.findUnique({ where: { apiName: input.apiName } })
    const before = known ?? { id: shell.newId(), apiName: input.apiName, ...NEW_PRESENCE }
    const [onDecline, onTimeout] = await Promise.all([statusOf(shell, input.statusOnDecline, 'statusOnDecline'), statusOf(shell, input.statusOnPushTimeout, 'statusOnPushTimeout')])
    refuse([...namedIssues(input.apiName), ...notNegative(input, ['capacity', 'disconnectGraceSeconds']), ...countable(input, 'capacity'), ...onDecline.issues, ...onTimeout.issues])
    const statuses = { statusOnDeclineId: onDecline.id, statusOnPushTimeoutId: onTimeout.id }
    const row = { ...before, ...merged(NEW_PRESENCE, before, { ...input, ...statuses }) }
    return { answer: { id: row.id }, changes: { writes: [{ kind: 'upsert', table: 'PresenceUserConfig', key: ['id'], rows: [row] }], events: [], jobs: [] } }
  })
  await tellCapacities(shell)
  shell.wake.routing()
  return saved
}

function requirePermission(viewer: Viewer): void {
  if (!hasAny(viewer, 'CUSTOMIZE_APPLICATION')) throw new ForbiddenError('Changing how work is routed takes CUSTOMIZE_APPLICATION.', 'CUSTOMIZE_APPLICATION')
}

function refuse(issues: readonly Issue[]): void {
  if (issues.length > 0) throw new ValidationError(issues)
}

// Left out: as before. Null: the default.
function merged<Fields extends object>(defaults: Fields, before: NoInfer<Fields>, input: object): Fields {
  const given = input as Record<string, unknown>
  const entries = Object.entries(defaults).map(([field, initial]) => [field, given[field] === undefined ? before[field as keyof Fields] : given[field] ?? initial])
  return Object.fromEntries(entries) as Fields
}

// Units or percent: naming the one puts the other away.
function weightOf(before: { capacityWeight: number | null; capacityPercentage: number | null }, { capacityWeight, capacityPercentage }: RoutingConfigInput) {
  if (capacityWeight != null) return { capacityWeight, capacityPercentage: null }
  if (capacityPercentage != null) return { capacityWeight: null, capacityPercentage }
  return {
    capacityWeight: capacityWeight === null ? null : before.capacityWeight,
    capacityPercentage: capacityPercentage === null ? null : before.capacityPercentage,
  }
}

function namedIssues(apiName: string): Issue[] {
  const fault = nameFault(apiName)
  return fault === null ? [] : [{ path: ['input', 'apiName'], message: `The API name can't be this: ${fault}.` }]
}

function notNegative<Input extends object>(input: Input, fields: readonly (keyof Input & string)[]): Issue[] {
  return fields.flatMap((field) => {
    const value = input[field]
    return typeof value === 'number' && value < 0 ? [{ path: ['input', field], message: `is ${value}; it must not be below 0.` }] : []
  })
}

function countable<Input extends object>(input: Input, field: keyof Input & string): Issue[] {
  const units = input[field]
  return typeof units === 'number' && units > MOST_UNITS ? [{ path: ['input', field], message: `is ${units}; it must not be over ${MOST_UNITS}.` }] : []
}

function routingIssues(input: RoutingConfigInput): Issue[] {
  const { capacityWeight, capacityPercentage, skills } = input
  const tooMuch = capacityPercentage != null && capacityPercentage > 100
  const both = capacityWeight != null && capacityPercentage != null
  return [
    ...notNegative(input, ['routingPriority', 'secondaryRoutingPriority', 'capacityWeight', 'capacityPercentage', 'pushTimeoutSeconds', 'dropSkillsAfterSeconds']),
    ...countable(input, 'capacityWeight'),
    ...(tooMuch ? [{ path: ['input', 'capacityPercentage'], message: `is ${capacityPercentage}; it must not be over 100.` }] : []),
    ...(both ? [{ path: ['input', 'capacityPercentage'], message: 'Work takes units (capacityWeight) or percent (capacityPercentage), not both.' }] : []),
    ...(skills ?? []).flatMap((skill, at) => {
      const message = skillFault(skill)
      return message === null ? [] : [{ path: ['input', 'skills', String(at)], message }]
    }),
  ]
}

async function overflowOf(shell: Shell, configId: string, { overflowAssignee }: RoutingConfigInput): Promise<{ overflow: { overflowUserId?: string | null; overflowGroupId?: string | null }; issues: Issue[] }> {
  const path = ['input', 'overflowAssignee']
  if (overflowAssignee === undefined) return { overflow: {}, issues: [] }
  if (overflowAssignee === null) return { overflow: { overflowUserId: null, overflowGroupId: null }, issues: [] }
  const found = await findAssignee(shell.pool, overflowAssignee)
  const user = found?.userId == null ? null : await shell.prisma.user.findUnique({ where: { id: found.userId } })
  if (found === null || (user !== null && (!user.isActive || user.userType === 'AUTOMATED_PROCESS'))) return { overflow: {}, issues: [{ path, message: 'The overflow assignee is an active user, a group or a queue that exists.' }] }
  const other = await overflowIntoQueuesOf(shell.pool, configId)
  const issues = [
    ...(found.groupId !== null && await overflowsFurther(shell, configId, found.groupId) ? [{ path, message: 'The overflow queue has an overflow assignee itself, or routes by this configuration: work could go round in circles.' }] : []),
    ...(other === null ? [] : [{ path, message: `A queue that routes by this configuration takes the overflow of "${other}": it can't have an overflow assignee itself.` }]),
  ]
  return { overflow: { overflowUserId: found.userId, overflowGroupId: found.groupId }, issues }
}

async function overflowsFurther(shell: Shell, configId: string, groupId: string): Promise<boolean> {
  const group = await shell.prisma.group.findUnique({ where: { id: groupId } })
  return (group?.routingConfigurationId === configId && group.supportedObjects.includes(ROUTABLE_OBJECT)) || queueOverflows(shell.pool, groupId)
}

async function statusOf(shell: Shell, apiName: Maybe<string>, field: string): Promise<{ id: string | null | undefined; issues: Issue[] }> {
  if (apiName == null) return { id: apiName, issues: [] }
  const status = await shell.prisma.servicePresenceStatus.findUnique({ where: { apiName } })
  return status === null ? { id: null, issues: [{ path: ['input', field], message: `There is no presence status "${apiName}".` }] } : { id: status.id, issues: [] }
}
