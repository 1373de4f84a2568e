// From what a client sent as `authorization` to the viewer of its requests; the same for every way in (rule A1).
import { GraphQLError } from 'graphql'
import { UnauthenticatedError, type TokenVerifier } from '../auth.ts'
import { isUnstorable } from '../core/json.ts'
import type { Viewer } from '../core/viewer.ts'

/** Somebody signed in, and when that ends (null: with the connection). */
export type SignedIn = { viewer: Viewer; expiresAt: Date | null }

/** Throws UnauthenticatedError for a bad token, an unknown user, and one who is inactive: the three can't be told apart. */
export type SignIn = (authorization: string | null | undefined) => Promise<SignedIn>

/** Makes the one way in: `resolveViewer` gives null for users who are unknown or inactive. */
export function createSignIn(verifyToken: TokenVerifier, resolveViewer: (username: string) => Promise<Viewer | null>): SignIn {
  return async (authorization) => {
    const { username, expiresAt } = await verifyToken(authorization)
    // No user can have such a name, and no database be asked for it.
    const viewer = isUnstorable(username) ? null : await resolveViewer(username)
    if (viewer === null) throw new UnauthenticatedError('The token is not valid.')
    return { viewer, expiresAt }
  }
}

/** The answer to somebody who isn't signed in: HTTP status 401 where nothing else has been answered yet. */
export function unauthenticated(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED', http: { status: 401, headers: { 'www-authenticate': 'Bearer' } } } })
}
