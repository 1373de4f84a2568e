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
const clients = new Map<string, Map<Token, InterludeClient>>()

/** Fires "change" when `configure` was called. */
export const changes = new EventTarget()

/** Says for all components of the page where they connect and as whom; they follow at once. */
export function configure(given: Partial<Settings>): void {
  Object.assign(settings, given)
  changes.dispatchEvent(new Event('change'))
}

/** The client for an endpoint and token, each the page's own where it isn't given; null while there is no token. */
export function clientFor(endpoint: string | null, token: Token | null): InterludeClient | null {
  const address = endpoint || settings.endpoint
  const bearer = token || settings.token
  if (!bearer) return null
  const ofEndpoint = clients.get(address) ?? new Map<Token, InterludeClient>()
  clients.set(address, ofEndpoint)
  const client = ofEndpoint.get(bearer) ?? new InterludeClient(address, bearer)
  ofEndpoint.set(bearer, client)
  return client
}
