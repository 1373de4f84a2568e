// Which server the components of a page speak to, and as whom: said once for all of them, or to each by itself.
import { InterludeClient, type Token } from './client.ts'

/** Where the components connect. */
export type Settings = {
  /** The API's address; where the components come from, unless said otherwise. */
  endpoint: string
  /** Null: nobody is signed in, and nothing is asked. */
  token: Token | null
}

const settings: Settings = { endpoint: new URL('/graphql', import.meta.url).href, token: null }

// By token, then by address. Null: whose token it is is being found out.
type Clients = Map<string, InterludeClient | null>
const ofTexts = new Map<string, Clients>()
// A page may make a function each time it draws, and forget it.
const ofFunctions = new WeakMap<Exclude<Token, string>, Clients>()
/** The clients of the page's own token, by address. */
const ofPage = new Map<string, InterludeClient>()
/** Each client's latest token: where several come in a row, the last one counts, whichever is looked through first. */
const latest = new WeakMap<InterludeClient, Token>()

/** Fires "change" when `configure` was called, and when it is known whose a new token is. */
export const changes = new EventTarget()

/** Says for all components of the page where they connect and as whom; they follow at once. */
export function configure(given: Partial<Settings>): void {
  Object.assign(settings, given)
  if (!settings.token) ofPage.clear()
  tell()
}

/** Whether there is a token, a component's own or else the page's. */
export function isSignedIn(token: Token | null): boolean {
  return Boolean(token || settings.token)
}

/**
 * The client for an endpoint and token, each the page's own where it isn't given; null while there is no token. `before` is the one
 * that the own token had so far: it goes on with a new token of the same person, and until it is known whose that is.
 */
export function clientFor(endpoint: string | null, token: Token | null, before: InterludeClient | null): InterludeClient | null {
  const address = endpoint || settings.endpoint
  const bearer = token || settings.token
  if (!bearer) return null
  const shown = token ? before : ofPage.get(address) ?? null
  const client = clientOf(bearer, address, shown?.endpoint === address && !shown.isOver ? shown : null)
  if (!token && client !== null) ofPage.set(address, client)
  return client
}

function clientOf(token: Token, address: string, shown: InterludeClient | null): InterludeClient | null {
  const clients = clientsOf(token)
  const known = clients.get(address)
  if (known === null) return shown
  if (known !== undefined && !known.isOver) return known
  const client = new InterludeClient(address, token)
  client.addEventListener('over', tell)
  clients.set(address, shown === null ? client : null)
  if (shown === null) return client
  void findOut(client, token, shown)
  return shown
}

async function findOut(client: InterludeClient, token: Token, shown: InterludeClient): Promise<void> {
  latest.set(shown, token)
  const isRenewed = await client.isOfSamePersonAs(shown)
  if (isRenewed && latest.get(shown) === token) shown.renew(token)
  clientsOf(token).set(client.endpoint, isRenewed ? shown : client)
  tell()
}

function clientsOf(token: Token): Clients {
  const known = typeof token === 'string' ? ofTexts.get(token) : ofFunctions.get(token)
  if (known !== undefined) return known
  const clients: Clients = new Map()
  if (typeof token === 'string') ofTexts.set(token, clients)
  else ofFunctions.set(token, clients)
  return clients
}

function tell(): void {
  changes.dispatchEvent(new Event('change'))
}
