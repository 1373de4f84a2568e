// The server as the command line speaks to it: GraphQL over HTTP, with failures in words that say what to do.
import { AnswerLost, CommandFault, ServerUnreachable, WrongUsage } from './command-fault.ts'
import type { TypedDocumentString } from './generated/graphql.ts'

/** A server and whom we speak to it as. */
export type Api = {
  /** Address of its GraphQL. */
  readonly url: string
  readonly token: string
  /** Answers an operation's data. Throws CommandFault where it was refused, ServerUnreachable where nobody answered, AnswerLost where somebody was asked. */
  run<Data, Variables>(document: TypedDocumentString<Data, Variables>, variables: Variables): Promise<Data>
}

/** Where a server of this machine listens unless told otherwise. */
export const DEFAULT_URL = 'http://127.0.0.1:4000'

/** Makes the way to a server; its address may be given with or without /graphql. Throws WrongUsage. */
export function createApi(address: string | undefined, given: string | undefined): Api {
  const url = graphqlUrl(address ?? DEFAULT_URL)
  const token = given?.trim()
  if (!token) throw new WrongUsage('There is no token to sign in with: set INTERLUDE_TOKEN, or give --token. Whoever runs the server makes one by "interlude token --user NAME".')
  if (/[^\x21-\x7e]/.test(token)) throw new WrongUsage('That is no token: it has spaces or characters in it that no token has.')
  return { url, token, run: (document, variables) => post(url, token, document, variables) }
}

function graphqlUrl(address: string): string {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new WrongUsage(`"${address}" is no address of a server: set INTERLUDE_URL, or give --url, as in ${DEFAULT_URL}.`)
  }
  const url = new URL(address)
  const path = url.pathname.replace(/\/+$/, '')
  url.pathname = path.endsWith('/graphql') ? path : `${path}/graphql`
  url.search = url.hash = ''
  return url.href
}

type Answer = { data?: unknown; errors?: readonly { message: string; extensions?: { code?: string; incident?: string } }[] }

// Named by its hash as well, for servers that run known documents only.
async function post<Data>(url: string, token: string, document: TypedDocumentString<Data, never>, variables: unknown): Promise<Data> {
  const sha256Hash = String(document.__meta__?.['hash']).replace(/^sha256:/, '')
  const { status, text } = await send(url, token, JSON.stringify({ query: document.toString(), variables, extensions: { persistedQuery: { version: 1, sha256Hash } } }))
  const answer = parseAnswer(text)
  if (status === 401 || answer?.errors?.some((error) => error.extensions?.code === 'UNAUTHENTICATED')) {
    throw new CommandFault(`${url} doesn't take the token${answer?.errors?.[0] ? ` (${answer.errors[0].message})` : ''}: it may have expired, or be made for another server. Set INTERLUDE_TOKEN anew.`)
  }
  if (status === 413) throw new CommandFault(`That is more than ${url} takes in one request.`)
  if (answer === null) throw status >= 500 ? new ServerUnreachable(`${url} is not there just now: it answered ${status}.`) : new CommandFault(`${url} answered ${status}, and not by GraphQL: is that Interlude's address?`)
  if (answer.errors !== undefined) throw new CommandFault(answer.errors.map(({ message, extensions }) => `${message}${extensions?.incident ? ` The server's log has more about ${extensions.incident}.` : ''}`).join('\n'))
  return answer.data as Data
}

// Not those of connections that were never made.
const BROKEN = /^(UND_ERR_(SOCKET|HEADERS_TIMEOUT|BODY_TIMEOUT|ABORTED)|ECONNRESET|EPIPE)$/

async function send(url: string, token: string, body: string): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json', authorization: `Bearer ${token}` }, body })
    return { status: response.status, text: await response.text() }
  } catch (error) {
    const { code, message } = ((error as Error).cause ?? error) as NodeJS.ErrnoException
    if (BROKEN.test(code ?? '')) throw new AnswerLost(`The connection to ${url} broke before it answered (${code}). If it was asked for a change, that may have been made: look before you ask again.`)
    throw new ServerUnreachable(`${url} can't be reached (${code ?? message}): is the server running there? Say where it is by INTERLUDE_URL or --url.`)
  }
}

function parseAnswer(text: string): Answer | null {
  try {
    const answer = JSON.parse(text) as Answer | null
    return answer !== null && typeof answer === 'object' && ('data' in answer || 'errors' in answer) ? answer : null
  } catch {
    return null
  }
}
