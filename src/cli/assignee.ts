// Who work is given to, as it is said on the command line: a name, or user:NAME, group:NAME, queue:NAME.
import type { Api } from './api.ts'
import { CommandFault } from './command-fault.ts'
import { graphql } from './generated/gql.ts'
import type { AssigneeInput } from './generated/graphql.ts'
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
  for await (const group of allRows(async (after) => (await api.run(GROUP_NAMES, { first: PAGE_SIZE, after })).groups)) {
    if (group.apiName === text) return group.groupType === 'QUEUE' ? { queue: text } : { group: text }
  }
  return { user: text }
}
