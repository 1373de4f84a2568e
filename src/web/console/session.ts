// Who uses this tab of the console: a user of the demo, for whom tokens are fetched, or whoever's token was pasted.
import { configure } from '../connection.ts'

/** A user whom the demo offers. */
export type DemoUser = { username: string; name: string; purpose: string }

/** Who is signed in. */
export type Session = { kind: 'demo'; username: string } | { kind: 'token'; token: string }

const KEY = 'interlude console'
const FRESH_MS = 7 * 3_600_000

/** Who was signed in in this tab; null: nobody. */
export function restoreSession(): Session | null {
  const kept = sessionStorage.getItem(KEY)
  const session = kept === null ? null : (JSON.parse(kept) as Session)
  use(session)
  return session
}

/** Signs somebody in, or out with null. */
export function changeSession(session: Session | null): void {
  if (session === null) sessionStorage.removeItem(KEY)
  else sessionStorage.setItem(KEY, JSON.stringify(session))
  use(session)
}

function use(session: Session | null): void {
  configure({ token: session === null ? null : session.kind === 'token' ? session.token : demoToken(session.username) })
}

// Fetched when it is first needed, and again before it ends.
function demoToken(username: string): () => Promise<string> {
  let fetched: { token: Promise<string>; at: number } | null = null
  return () => {
    if (fetched === null || Date.now() - fetched.at > FRESH_MS) {
      const token = fetchToken(username)
      fetched = { token, at: Date.now() }
      token.catch(() => { fetched = null })
    }
    return fetched.token
  }
}

async function fetchToken(username: string): Promise<string> {
  const response = await fetch('/demo/token', { method: 'POST', headers: { 'content-type': 'application/json', 'x-graphql-yoga-csrf': '1' }, body: JSON.stringify({ username }) })
  if (!response.ok) throw new Error(`No token: ${response.status}`)
  const { token } = (await response.json()) as { token: string }
  return token
}
