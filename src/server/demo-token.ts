// How the demo's console signs people in: a token for one of the demo's users, for whoever asks on this machine. Only the
// demo has this route, and the demo listens on loopback alone.
import type { IncomingMessage } from 'node:http'
import { isLoopback } from '../config.ts'
import { answerJson, type Route } from './route.ts'

/** Where the token is asked for. */
export const DEMO_TOKEN_PATH = '/demo/token'

/** How long such a token is good for, in seconds. */
export const DEMO_TOKEN_TTL_SECONDS = 8 * 3_600

const MAX_BYTES = 1_000

/**
 * POST { "username": … } as JSON answers { "token": … }. Pages of other origins can't ask: the header they would need has
 * their browser ask first, which is refused; and a foreign name that leads to this machine is not this machine's.
 */
export function demoTokenRoute({ usernames, sign }: { usernames: readonly string[]; sign: (username: string) => Promise<string> }): Route {
  return {
    path: DEMO_TOKEN_PATH, method: 'POST',
    answer: async (request, response) => {
      if (!isOwnPage(request)) return answerJson(response, 403, { error: 'Ask from the console itself, with the header x-graphql-yoga-csrf.' })
      const username = await usernameIn(request)
      if (username === null || !usernames.includes(username)) return answerJson(response, 400, { error: `Name one of the demo's users: ${usernames.join(', ')}.` })
      response.setHeader('cache-control', 'no-store')
      answerJson(response, 200, { token: await sign(username) })
    },
  }
}

function isOwnPage({ headers }: IncomingMessage): boolean {
  const host = headers.host ?? ''
  const isHere = URL.canParse(`http://${host}`) && isLoopback(new URL(`http://${host}`).hostname)
  const isSameOrigin = headers.origin === undefined || headers.origin === `http://${host}`
  return isHere && isSameOrigin && headers['x-graphql-yoga-csrf'] !== undefined && String(headers['content-type']).startsWith('application/json')
}

async function usernameIn(request: IncomingMessage): Promise<string | null> {
  let text = ''
  for await (const chunk of request as AsyncIterable<Buffer>) {
    text += String(chunk)
    if (text.length > MAX_BYTES) return null
  }
  try {
    const { username } = JSON.parse(text) as { username?: unknown }
    return typeof username === 'string' ? username : null
  } catch {
    return null
  }
}
