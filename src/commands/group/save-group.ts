// saveGroup: creates or changes a public group or a queue, its members, and everybody's closure of it.
import type pg from 'pg'
import type { Group } from '../../../prisma/generated/client/client.ts'
import { AUTOMATED_PROCESS, type Viewer } from '../../core/viewer.ts'
import { findGroup, findIds, groupsAround, refreshClosure, replaceMembers, type IdsByName } from '../../store/administration.ts'
import { commit, type Row, type Write } from '../../store/commit.ts'
import { overflowBeforeOverflow } from '../../store/routing-settings.ts'
import { exclusively } from '../../store/transaction.ts'
import { inputFaults, type InputFaults } from '../input-faults.ts'
import { requirePermission } from '../require-permission.ts'
import { releaseAgents } from '../routing/release-agents.ts'
import { settleQueue, settleQueueJob } from '../routing/settle-queue.ts'
import type { Shell } from '../shell.ts'

/** As the contract's SaveGroupInput: what is absent or null stays as it was, but a null routingConfiguration takes it away. */
export type SaveGroupInput = {
  apiName: string; label?: string | null; groupType?: 'REGULAR' | 'QUEUE' | null; users?: readonly string[] | null; groups?: readonly string[] | null
  supportedObjects?: readonly string[] | null; routingConfiguration?: string | null
}

type Named = { users: IdsByName; groups: IdsByName; configs: IdsByName }

/**
 * Saves a group (A4: MANAGE_USERS). `users` and `groups` replace the members that were there. One at a time, so that no two
 * nestings meet to a circle. Open work follows a queue's settings (settleQueue), offers its members. Answers the row's id. Throws ForbiddenError, ValidationError with every fault.
 */
export async function saveGroup(shell: Shell, viewer: Viewer, input: SaveGroupInput): Promise<{ groupId: string }> {
  requirePermission(viewer, 'MANAGE_USERS', 'Saving groups')
  const now = shell.now()
  const { id: groupId, before, left } = await exclusively(shell.pool, 'groups', async (client) => {
    const before = await findGroup(client, input.apiName.replaceAll('\0', ''))
    const named: Named = {
      users: await findIds(client, 'User', input.users), groups: await findIds(client, 'Group', input.groups),
      configs: await findIds(client, 'QueueRoutingConfig', input.routingConfiguration == null ? [] : [input.routingConfiguration]),
    }
    await checkGroup(client, input, before, named)
    const id = before?.id ?? shell.newId()
    await commit(client, { writes: [groupWrite(input, before, id, named, now)], events: [], jobs: isRoutedAnew(input, before) ? [settleQueueJob(id, now)] : [] })
    if (input.users == null && input.groups == null) return { id, before, left: [] }
    const users = input.users?.map((name) => named.users.get(name)!) ?? null, groups = input.groups?.map((name) => named.groups.get(name)!) ?? null
    return { id, before, left: await refreshClosure(client, id, await replaceMembers(client, id, { users, groups })) }
  })
  // The database itself logs whose rights ended.
  shell.wake.events()
  shell.wake.routing()
  if (isRoutedAnew(input, before)) await settleQueue(shell, groupId)
  if (before !== null) await releaseAgents(shell, left)
  return { groupId }
}

// Nothing waits in a queue that did not exist before.
function isRoutedAnew({ supportedObjects, routingConfiguration }: SaveGroupInput, before: Group | null): boolean {
  return before?.groupType === 'QUEUE' && (supportedObjects != null || routingConfiguration !== undefined)
}

async function checkGroup(client: pg.PoolClient, input: SaveGroupInput, before: Group | null, named: Named): Promise<void> {
  const faults = inputFaults()
  faults.apiName(['apiName'], input.apiName)
  faults.line(['label'], input.label, 255, 1)
  faults.check(['groupType'], before === null || input.groupType == null || input.groupType === before.groupType, `"${input.apiName}" is a ${before?.groupType}; its type can't change.`)
  faults.known(['users'], input.users, named.users, 'user')
  faults.known(['groups'], input.groups, named.groups, 'group')
  input.users?.forEach((user, at) => faults.check(['users', at], user !== AUTOMATED_PROCESS.username, 'The automated process user is in no group.'))
  checkQueueOnly(faults, input, input.groupType ?? before?.groupType ?? 'REGULAR', named)
  const configId = input.routingConfiguration == null ? undefined : named.configs.get(input.routingConfiguration)
  const overflowing = before === null || configId === undefined ? null : await overflowBeforeOverflow(client, before.id, configId)
  faults.check(['routingConfiguration'], overflowing === null, `The overflow of "${overflowing}" comes to this queue, so it can't route by a configuration that has an overflow assignee itself.`)
  const around = before === null ? new Set<string>() : await groupsAround(client, before.id, [...named.groups.values()])
  input.groups?.forEach((name, at) => {
    const isCircle = name === input.apiName || around.has(named.groups.get(name) ?? '')
    faults.check(['groups', at], !isCircle, name === input.apiName ? 'A group can\'t be a member of itself.' : `"${name}" contains "${input.apiName}", so it can't be a member of it.`)
  })
  faults.throwAny()
}

function checkQueueOnly(faults: InputFaults, input: SaveGroupInput, groupType: string, named: Named): void {
  const isQueue = groupType === 'QUEUE'
  faults.check(['supportedObjects'], isQueue || (input.supportedObjects ?? []).length === 0, 'Only queues have supported objects.')
  faults.check(['routingConfiguration'], isQueue || input.routingConfiguration == null, 'Only queues have a routing configuration.')
  input.supportedObjects?.forEach((object, at) => faults.apiName(['supportedObjects', at], object))
  if (input.routingConfiguration != null) faults.check(['routingConfiguration'], named.configs.has(input.routingConfiguration), `There is no routing configuration "${input.routingConfiguration.slice(0, 255)}".`)
}

function groupWrite(input: SaveGroupInput, before: Group | null, id: string, { configs }: Named, now: Date): Write {
  const routingConfigurationId = input.routingConfiguration === undefined ? before?.routingConfigurationId ?? null : input.routingConfiguration && configs.get(input.routingConfiguration)!
  const row: Row = {
    id, label: input.label ?? before?.label ?? input.apiName, routingConfigurationId,
    supportedObjects: input.supportedObjects == null ? before?.supportedObjects ?? [] : [...new Set(input.supportedObjects)],
  }
  return before === null
    ? { kind: 'insert', table: 'Group', rows: [{ ...row, apiName: input.apiName, groupType: input.groupType ?? 'REGULAR', createdDate: now }] }
    : { kind: 'update', table: 'Group', key: ['id'], rows: [row] }
}
