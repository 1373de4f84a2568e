// What answers are sent as: the media types that a request accepts, and which of these there are. Headers are first brought into one
// form (`mediaTypesOf`); all else reads that.
import type { IncomingHttpHeaders } from 'node:http'

/** What a single result is sent as. */
export type MediaType = 'application/json' | 'application/graphql-response+json'

/** What a subscription's results are sent as. */
export const EVENT_STREAM = 'text/event-stream'

const ALL = ['application/json', 'application/graphql-response+json', EVENT_STREAM, 'multipart/mixed']

/**
 * The headers of a request that name media types, in the one form in which they are read from here on: the type of what is sent
 * in small letters; of what is accepted the names, the most wanted first, without what is expressly not wanted.
 */
export function mediaTypesOf({ accept, 'content-type': sent }: IncomingHttpHeaders): Pick<IncomingHttpHeaders, 'accept' | 'content-type'> {
  return {
    ...(accept === undefined || accept.trim() === '' ? {} : { accept: wanted(accept).join(', ') || NOTHING }),
    ...(sent === undefined ? {} : { 'content-type': sent.replace(/^[^;]*/, (type) => type.toLowerCase()) }),
  }
}

// An empty header would ask for everything.
const NOTHING = 'none'

function wanted(accept: string): string[] {
  const types = accept.toLowerCase().split(',').map((one) => {
    const [name, ...params] = one.split(';').map((part) => part.trim())
    const valueOf = (param: string) => params.find((each) => each.startsWith(`${param}=`))?.slice(param.length + 1)
    const weight = Number(valueOf('q') ?? 1)
    // In other characters than ours there is nothing.
    return { name: name!, weight: (valueOf('charset') ?? 'utf-8') !== 'utf-8' ? 0 : Number.isNaN(weight) ? 1 : weight }
  })
  return types.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight).map(({ name }) => name)
}

/** Whether a request takes an event stream, which subscriptions come as; without an Accept header it takes everything. */
export function takesEventStream(accept: string | null): boolean {
  return takes(accept, [EVENT_STREAM])
}

/** Whether a request takes anything that there is. */
export function takesSomething(accept: string | null): boolean {
  return takes(accept, ALL)
}

function takes(accept: string | null, types: readonly string[]): boolean {
  return (accept || '*/*').split(', ').some((name) => {
    const [kind, form] = name.split('/')
    return types.some((type) => (kind === '*' || kind === type.split('/')[0]) && (form === '*' || form === type.split('/')[1]))
  })
}

/** What a result is sent as, as Yoga would: the first of the media types asked for that a single result can have; null where there is none. */
export function mediaTypeFor(accept = '*/*'): MediaType | null {
  for (const name of accept.split(', ')) {
    if (name === 'application/json' || name === 'application/*' || name === '*/*' || name === '*/json') return 'application/json'
    if (name === 'application/graphql-response+json') return name
  }
  return null
}
