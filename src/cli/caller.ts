// Who calls, as the server knows them by the token, and what they may do.
import type { Api } from './api.ts'
import { graphql } from './generated/gql.ts'
import type { CallerQuery } from './generated/graphql.ts'

const CALLER = graphql(`
  query Caller { viewer { username permissions } }
`)

/** Whoever the token is of. */
export type Caller = CallerQuery['viewer']

/** Asks the server who calls. */
export async function findCaller(api: Api): Promise<Caller> {
  return (await api.run(CALLER, {})).viewer
}

/** Why they may not do something, in the words of the server's refusal; null: they may. `what` begins them, as in "Managing runs". */
export function permissionFault({ permissions }: Caller, permission: Caller['permissions'][number], what: string): string | null {
  return permissions.includes(permission) ? null : `${what} takes ${permission}.`
}
