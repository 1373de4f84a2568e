// Who is let in by which token (rule A1).
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTokenVerifier, KeysUnavailableError, readSecret, settleTokenCheck, signToken, UnauthenticatedError } from '../src/auth.ts'

const SECRET = 'a secret of at least 32 characters'
const NOW = new Date('2026-11-21T12:00:00Z')
const clock = () => NOW
const check = { kind: 'secret' as const, secret: SECRET, issuer: null, audience: null }
const verify = createTokenVerifier(check, clock)
const key = (secret: string) => new TextEncoder().encode(secret)
const signed = (claims: object, alg = 'HS256', secret = SECRET) => new SignJWT({ ...claims }).setProtectedHeader({ alg }).sign(key(secret))

describe('a shared secret', () => {
  it('gives the username and the end of the token', async () => {
    expect(await verify(`Bearer ${await signToken(check, 'ada', 3_600, NOW)}`)).toEqual({ username: 'ada', expiresAt: new Date('2026-11-21T13:00:00Z') })
    expect(await verify(`bearer   ${await signed({ sub: 'ada' })}`)).toEqual({ username: 'ada', expiresAt: null })
  })

  it.each([undefined, null, '', 'ada', 'Basic YWRhOmFkYQ==', 'Bearer', 'Bearer a b'])('refuses %j, which is no bearer token', async (authorization) => {
    await expect(verify(authorization)).rejects.toThrow(new UnauthenticatedError('Sign in with a bearer token.'))
  })

  it('refuses a token that has expired, from that very second on', async () => {
    await expect(verify(`Bearer ${await signed({ sub: 'ada', exp: NOW.getTime() / 1_000 })}`)).rejects.toThrow(new UnauthenticatedError('The token has expired.'))
    await expect(verify(`Bearer ${await signed({ sub: 'ada', nbf: NOW.getTime() / 1_000 + 60 })}`)).rejects.toThrow(UnauthenticatedError)
  })

  it.each([
    ['another secret', () => signed({ sub: 'ada' }, 'HS256', 'b secret of at least 32 characters')],
    ['another algorithm', () => signed({ sub: 'ada' }, 'HS512', SECRET + SECRET)],
    ['no signature', () => Promise.resolve(`${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"ada"}').toString('base64url')}.`)],
    ['nothing of a token', () => Promise.resolve('abc')],
    ['no user', () => signed({})],
    ['an empty user', () => signed({ sub: '' })],
    ['a number for a user', () => signed({ sub: 7 })],
  ])('refuses a token with %s', async (_, make) => {
    await expect(verify(`Bearer ${await make()}`)).rejects.toThrow(UnauthenticatedError)
  })

  it('checks issuer and audience where they are set', async () => {
    const strict = createTokenVerifier({ ...check, issuer: 'https://us', audience: 'interlude' }, clock)
    expect(await strict(`Bearer ${await signToken({ secret: SECRET, issuer: 'https://us', audience: 'interlude' }, 'ada', 60, NOW)}`)).toMatchObject({ username: 'ada' })
    await expect(strict(`Bearer ${await signed({ sub: 'ada', iss: 'https://them', aud: 'interlude' })}`)).rejects.toThrow('not for this server ("iss")')
    await expect(strict(`Bearer ${await signed({ sub: 'ada', iss: 'https://us' })}`)).rejects.toThrow('not for this server ("aud")')
  })
})

describe('keys behind a URL', () => {
  let keys: { publicKeys: object[]; rsa: CryptoKey; ec: CryptoKey }
  let asked = 0
  const server = createServer((_request, response) => { asked++; response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: keys.publicKeys })) })
  let url: string
  beforeAll(async () => {
    const [rsa, ec] = [await generateKeyPair('RS256', { extractable: true }), await generateKeyPair('ES256', { extractable: true })]
    keys = {
      publicKeys: [{ ...(await exportJWK(rsa.publicKey)), kid: 'rsa', alg: 'RS256' }, { ...(await exportJWK(ec.publicKey)), kid: 'ec', alg: 'ES256' }],
      rsa: rsa.privateKey as CryptoKey, ec: ec.privateKey as CryptoKey,
    }
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    url = `http://127.0.0.1:${(server.address() as { port: number }).port}/keys`
  })
  afterAll(() => server.close())

  it('lets in tokens signed by one of them', async () => {
    const verifyByKeys = createTokenVerifier({ kind: 'jwks', url, issuer: null, audience: null }, clock)
    for (const [kid, alg, privateKey] of [['rsa', 'RS256', keys.rsa], ['ec', 'ES256', keys.ec]] as const) {
      expect(await verifyByKeys(`Bearer ${await new SignJWT({ sub: 'ada' }).setProtectedHeader({ alg, kid }).sign(privateKey)}`)).toMatchObject({ username: 'ada' })
    }
  })

  it('refuses a token signed by a key that is not there, and one signed with the public key as a secret', async () => {
    const verifyByKeys = createTokenVerifier({ kind: 'jwks', url, issuer: null, audience: null }, clock)
    const stranger = await generateKeyPair('RS256')
    await expect(verifyByKeys(`Bearer ${await new SignJWT({ sub: 'ada' }).setProtectedHeader({ alg: 'RS256', kid: 'other' }).sign(stranger.privateKey)}`)).rejects.toThrow(UnauthenticatedError)
    await expect(verifyByKeys(`Bearer ${await signed({ sub: 'ada' }, 'HS256', JSON.stringify(keys.publicKeys[0]))}`)).rejects.toThrow(UnauthenticatedError)
  })

  const byKeys = (claims: object, { kid, alg = 'RS256', key: privateKey = keys.rsa }: { kid?: string; alg?: string; key?: CryptoKey }) =>
    new SignJWT({ sub: 'ada', ...claims }).setProtectedHeader({ alg, ...(kid !== undefined && { kid }) }).sign(privateKey)

  it('lets in by a key that is new there, asks for unknown ones only so often, and refuses by one that is gone', async () => {
    let now = NOW
    const verifyByKeys = createTokenVerifier({ kind: 'jwks', url, issuer: null, audience: null }, () => now, { keysAskedEveryMs: 50 })
    const before = keys.publicKeys
    const old = await byKeys({}, { kid: 'rsa' })
    expect(await verifyByKeys(`Bearer ${old}`)).toMatchObject({ username: 'ada' })
    const rotated = await generateKeyPair('RS256', { extractable: true })
    const fresh = await byKeys({}, { kid: 'rsa-2', key: rotated.privateKey as CryptoKey })
    await expect(verifyByKeys(`Bearer ${fresh}`)).rejects.toThrow(new UnauthenticatedError('The token is not valid.'))
    keys.publicKeys = [{ ...(await exportJWK(rotated.publicKey)), kid: 'rsa-2', alg: 'RS256' }]
    asked = 0
    let letIn: unknown = null
    while (letIn === null) letIn = await verifyByKeys(`Bearer ${fresh}`).catch(() => null)
    expect(letIn).toMatchObject({ username: 'ada' })
    expect(asked).toBe(1)
    // What was found good is looked at anew after a minute.
    now = new Date(NOW.getTime() + 60_000)
    await expect(verifyByKeys(`Bearer ${old}`)).rejects.toThrow(UnauthenticatedError)
    // A flood of unknown names is no flood of requests.
    asked = 0
    await Promise.all(Array.from({ length: 50 }, async (_, at) => expect(verifyByKeys(`Bearer ${await byKeys({}, { kid: `none-${at}` })}`)).rejects.toThrow(UnauthenticatedError)))
    expect(asked).toBeLessThanOrEqual(2)
    keys.publicKeys = before
  })

  it('refuses a token for others, of others, without a signature, or signed as a shared secret', async () => {
    const strict = createTokenVerifier({ kind: 'jwks', url, issuer: 'https://us', audience: 'interlude' }, clock)
    const good = { iss: 'https://us', aud: 'interlude' }
    expect(await strict(`Bearer ${await byKeys(good, { kid: 'rsa' })}`)).toMatchObject({ username: 'ada' })
    expect(await strict(`Bearer ${await byKeys({ ...good, aud: ['others', 'interlude'] }, { kid: 'rsa' })}`)).toMatchObject({ username: 'ada' })
    await expect(strict(`Bearer ${await byKeys({ ...good, aud: 'others' }, { kid: 'rsa' })}`)).rejects.toThrow('not for this server ("aud")')
    await expect(strict(`Bearer ${await byKeys({ ...good, iss: 'https://them' }, { kid: 'rsa' })}`)).rejects.toThrow('not for this server ("iss")')
    await expect(strict(`Bearer ${await byKeys({ ...good, exp: NOW.getTime() / 1_000 - 1 }, { kid: 'rsa' })}`)).rejects.toThrow('The token has expired.')
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    for (const alg of ['none', 'None', 'NONE']) await expect(strict(`Bearer ${part({ alg, kid: 'rsa' })}.${part({ sub: 'ada', ...good })}.`)).rejects.toThrow(UnauthenticatedError)
    // With a key of the right kind, under another's name.
    await expect(strict(`Bearer ${await byKeys(good, { kid: 'ec' })}`)).rejects.toThrow(UnauthenticatedError)
  })

  it('does not blame the token when the keys cannot be had', async () => {
    const verifyByKeys = createTokenVerifier({ kind: 'jwks', url: 'http://127.0.0.1:1/keys', issuer: null, audience: null }, clock)
    const failure = await verifyByKeys(`Bearer ${await new SignJWT({ sub: 'ada' }).setProtectedHeader({ alg: 'RS256', kid: 'rsa' }).sign(keys.rsa)}`).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(KeysUnavailableError)
  })
})

it('makes the demo a secret of its own, and keeps it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'interlude-secret-'))
  try {
    expect(readSecret(folder)).toBeNull()
    const settled = settleTokenCheck({ kind: 'demo', issuer: null, audience: null }, folder)
    expect(settled).toEqual({ kind: 'secret', secret: readSecret(folder), issuer: null, audience: null })
    expect(readFileSync(join(folder, 'jwt.secret'), 'utf8').length).toBeGreaterThanOrEqual(32)
    expect(statSync(join(folder, 'jwt.secret')).mode & 0o077).toBe(0)
    expect(settleTokenCheck({ kind: 'demo', issuer: null, audience: null }, folder)).toEqual(settled)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
