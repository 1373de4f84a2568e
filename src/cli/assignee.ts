// Who work is given to, as it is said on the command line: a name, or user:NAME, group:NAME, queue:NAME.
import type { Api } from './api.ts'
import { permissionFault, type Caller } from './caller.ts'
import { CommandFault } from './command-fault.ts'
import { graphql } from './generated/gql.ts'
import type { AssigneeInput, GroupType } from './generated/graphql.ts'
import { allRows, PAGE_SIZE } from './rows.ts'

const GROUP_NAMES = graphql(`
  query GroupNames($first: Int!, $after: String) {
    groups(first: $first, after: $after) { edges { node { apiName groupType } } pageInfo { hasNextPage endCursor } }
  }
`)

/**
 * Finds who is meant. A name alone is a group's or queue's API name where there is one, else a username; whether there is
 * such a user is for the server to say.
 */
export async function findAssignee(api: Api, text: string): Promise<AssigneeInput> {
  const [, kind, name] = /^(user|group|queue):(.*)$/s.exec(text) ?? []
  if (name === '') throw new CommandFault(`"${text}" names nobody.`)
  if (kind === 'user') return { user: name! }
  if (kind === 'group') return { group: name! }
  if (kind === 'queue') return { queue: name! }
  const groupType = await groupTypeOf(api, text)
  return groupType === null ? { user: text } : groupType === 'QUEUE' ? { queue: text } : { group: text }
}

async function groupTypeOf(api: Api, apiName: string): Promise<GroupType | null> {
  for await (const group of allRows(async (after) => (await api.run(GROUP_NAMES, { first: PAGE_SIZE, after })).groups)) {
    if (group.apiName === apiName) return group.groupType
  }
  return null
}

/**
 * Why no work can be given to them, in the words of the server's refusal; null: it can. Undefined where that can't be found
 * out beforehand: users other than oneself are only told of to who may manage flows.
 */
export async function assigneeFault(api: Api, caller: Caller, assignee: AssigneeInput): Promise<string | null | undefined> {
  const { user, group, queue } = assignee
  if (group != null) return (await groupTypeOf(api, group)) === 'REGULAR' ? null : `assignee: There is no group "${group}".`
  if (queue != null) return (await groupTypeOf(api, queue)) === 'QUEUE' ? null : `assignee: There is no queue "${queue}".`
  if (user === caller.username) return null
  return permissionFault(caller, 'MANAGE_FLOW', 'Simulating') === null ? userFault(api, assignee) : undefined
}

// What a definition is told that gives them work. Large, and no other command needs it.
async function userFault(api: Api, assignee: AssigneeInput): Promise<string | null> {
  const { assigneeFaults } = await import('./deploy/deployed.ts')
  const step = { apiName: 'Work', label: 'Work', stepType: 'INTERACTIVE' as const, action: { flow: 'Work' }, assignee }
  const [fault] = await assigneeFaults(api, { apiName: 'Asked', label: 'Asked', orchestrationType: 'AUTOLAUNCHED', stages: [{ apiName: 'Only', label: 'Only', steps: [step] }] })
  return fault === undefined ? null : `assignee: ${fault.message.charAt(0).toUpperCase()}${fault.message.slice(1)}.`
}
