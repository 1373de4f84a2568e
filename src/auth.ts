// Who somebody is: bearer tokens checked in one way for HTTP, WebSockets and event streams (rule A1), and made for the demo.
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRemoteJWKSet, errors as joseErrors, jwtVerify, SignJWT, type JWTVerifyResult } from 'jose'
import type { Clock } from './clock.ts'
import type { TokenCheck } from './config.ts'
import { makeDataFolder } from './data-folder.ts'

/** What a good token says: `sub`, and when it ends (null: never). */
export type Identity = { username: string; expiresAt: Date | null }

/**
 * Checks what a client sent as `authorization`, "Bearer …". Throws UnauthenticatedError where that is nothing good, and
 * KeysUnavailableError where it could not be checked because the keys' address doesn't answer.
 */
export type TokenVerifier = (authorization: string | null | undefined) => Promise<Identity>

/** Not signed in; the message tells the caller what is wrong with the token, and nothing else. */
export class UnauthenticatedError extends Error {
  readonly code = 'UNAUTHENTICATED'
}

/** The keys that tokens are checked by can't be had just now: not the token's fault, and worth another try. */
export class KeysUnavailableError extends Error {}

/** A token check that is settled: in the demo the generated secret is known by now. */
export type SettledTokenCheck = Exclude<TokenCheck, { kind: 'demo' }>

/** Settles how tokens are checked; in the demo with the secret in `dataDir`, which is made there when it is missing. Throws DataFolderError. */
export function settleTokenCheck(check: TokenCheck, dataDir: string): SettledTokenCheck {
  return check.kind === 'demo' ? { ...check, kind: 'secret', secret: readOrMakeSecret(dataDir) } : check
}

// A client sends the same token with each request. What was found good stays so until it ends, or until the keys may have
// been exchanged; whether its user is still active is asked each time anyway.
const MAX_REMEMBERED = 10_000
const REMEMBERED_MS = 60_000

// Keys are kept for ten minutes, and asked for anew when a token names one that isn't known, at most so often.
const KEYS_ASKED_EVERY_MS = 5_000
const KEYS_TIMEOUT_MS = 3_000

/** Makes the one verifier of this process. Keys behind a URL are asked for at most every `keysAskedEveryMs`. */
export function createTokenVerifier(check: SettledTokenCheck, clock: Clock, { keysAskedEveryMs = KEYS_ASKED_EVERY_MS } = {}): TokenVerifier {
  const claims = { issuer: check.issuer ?? undefined, audience: check.audience ?? undefined }
  const verify = check.kind === 'secret' ? withSecret(check.secret) : withKeysOf(check.url, keysAskedEveryMs)
  const checked = new Map<string, Identity & { since: Date }>()
  const remember = (token: string, identity: Identity, since: Date) => {
    checked.delete(token)
    checked.set(token, { ...identity, since })
    if (checked.size > MAX_REMEMBERED) checked.delete(checked.keys().next().value!)
  }
  return async (authorization) => {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
    if (token === undefined) throw new UnauthenticatedError('Sign in with a bearer token.')
    const now = clock(), known = checked.get(token)
    if (known !== undefined && (known.expiresAt === null || known.expiresAt > now) && now.getTime() - known.since.getTime() < REMEMBERED_MS) return known
    try {
      const { payload } = await verify(token, { ...claims, currentDate: now })
      if (typeof payload.sub !== 'string' || payload.sub === '') throw new UnauthenticatedError('The token names no user ("sub").')
      const identity = { username: payload.sub, expiresAt: payload.exp === undefined ? null : new Date(payload.exp * 1_000) }
      remember(token, identity, now)
      return identity
    } catch (error) {
      if (error instanceof UnauthenticatedError) throw error
      throw refusal(error) ?? (check.kind === 'jwks' ? new KeysUnavailableError('The keys that tokens are checked by can\'t be had.', { cause: error }) : error)
    }
  }
}

/** Makes an HS256 token for a username that ends after so many seconds. */
export function signToken(check: { secret: string; issuer: string | null; audience: string | null }, username: string, ttlSeconds: number, now: Date): Promise<string> {
  const issuedAt = Math.floor(now.getTime() / 1_000)
  const token = new SignJWT().setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).setSubject(username).setIssuedAt(issuedAt).setExpirationTime(issuedAt + ttlSeconds)
  if (check.issuer !== null) token.setIssuer(check.issuer)
  if (check.audience !== null) token.setAudience(check.audience)
  return token.sign(new TextEncoder().encode(check.secret))
}

/** The data folder's own secret; null where no server has made one. */
export function readSecret(dataDir: string): string | null {
  try {
    return readFileSync(secretFile(dataDir), 'utf8').trim() || null
  } catch (error) {
    // What is no folder has no secret either.
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null
    throw error
  }
}

type Verify = (token: string, options: { issuer?: string; audience?: string; currentDate: Date }) => Promise<JWTVerifyResult>

function withSecret(secret: string): Verify {
  const key = new TextEncoder().encode(secret)
  return (token, options) => jwtVerify(token, key, { ...options, algorithms: ['HS256'] })
}

function withKeysOf(url: string, askedEveryMs: number): Verify {
  const keys = createRemoteJWKSet(new URL(url), { cooldownDuration: askedEveryMs, timeoutDuration: KEYS_TIMEOUT_MS })
  return (token, options) => jwtVerify(token, keys, { ...options, algorithms: ['RS256', 'ES256'] })
}

// Only what is the token's own fault; a key server that does not answer is ours.
function refusal(error: unknown): UnauthenticatedError | null {
  if (error instanceof joseErrors.JWTExpired) return new UnauthenticatedError('The token has expired.')
  if (error instanceof joseErrors.JWTClaimValidationFailed) return new UnauthenticatedError(`The token is not for this server ("${error.claim}").`)
  if (error instanceof joseErrors.JWKSTimeout || error instanceof joseErrors.JWKSInvalid) return null
  if (error instanceof joseErrors.JOSEError && error.code !== 'ERR_JOSE_GENERIC') return new UnauthenticatedError('The token is not valid.')
  return null
}

function secretFile(dataDir: string): string {
  return join(dataDir, 'jwt.secret')
}

// Two processes that start at once agree on one: only the first makes the file.
function readOrMakeSecret(dataDir: string): string {
  const found = readSecret(dataDir)
  if (found !== null) return found
  makeDataFolder(dataDir)
  try {
    writeFileSync(secretFile(dataDir), randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readSecret(dataDir) ?? readOrMakeSecret(dataDir)
}
