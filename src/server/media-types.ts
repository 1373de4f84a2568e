// What answers are sent as: the media types that a request accepts, and which of these there are.
import type { IncomingHttpHeaders } from 'node:http'

/** What a single result is sent as. */
export type MediaType = 'application/json' | 'application/graphql-response+json'

/** What a subscription's results are sent as. */
export const EVENT_STREAM = 'text/event-stream'

const ALL = ['application/json', 'application/graphql-response+json', EVENT_STREAM, 'multipart/mixed']

/**
 * The headers of a request that name media types, in the one form in which they are read from here on: the type of what is sent
 * in small letters; of those that are accepted the most wanted first, and none that are expressly not.
 */
export function mediaTypesOf({ accept, 'content-type': sent }: IncomingHttpHeaders): Pick<IncomingHttpHeaders, 'accept' | 'content-type'> {
  return { ...(accept === undefined ? {} : { accept: inOrder(accept) }), ...(sent === undefined ? {} : { 'content-type': sent.replace(/^[^;]*/, (type) => type.toLowerCase()) }) }
}

function inOrder(accept: string): string {
  if (!/q=/i.test(accept)) return accept
  const weighted = accept.split(',').map((one) => ({ one: one.trim(), weight: weightOf(one) }))
  return weighted.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight).map(({ one }) => one).join(', ') || 'none'
}

function weightOf(one: string): number {
  const [, weight = '1'] = /;\s*q=([^;\s]*)/i.exec(one) ?? []
  return Number.isFinite(Number(weight)) ? Number(weight) : 1
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
  return (accept || '*/*').toLowerCase().split(',').some((one) => {
    const [name, ...params] = one.split(';').map((part) => part.trim())
    const [kind, form] = name!.split('/')
    const isReadable = params.every((param) => !param.startsWith('charset=') || param === 'charset=utf-8')
    return isReadable && types.some((type) => (kind === '*' || kind === type.split('/')[0]) && (form === '*' || form === type.split('/')[1]))
  })
}

/**
 * What a result is sent as, as Yoga would: the first of the media types asked for that a single result can have; null where
 * there is none, or where a list has something in it besides names and weights.
 */
export function mediaTypeFor(accept: string | undefined): MediaType | null {
  if (accept === undefined || accept === '*/*' || accept === 'application/json') return 'application/json'
  for (const one of accept.replace(/\s/g, '').toLowerCase().split(',')) {
    const [name, ...params] = one.split(';')
    if (params.some((param) => !param.startsWith('q='))) return null
    if (name === 'application/json' || name === 'application/*' || name === '*/*' || name === '*/json') return 'application/json'
    if (name === 'application/graphql-response+json') return name
  }
  return null
}
