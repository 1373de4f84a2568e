// Merge fields: `{!resource}` in labels, texts and mails. What a resource is worth is the caller's business.
import { cutText } from './cut-text.ts'
import type { Json } from './json.ts'

/** Longest text that filling in may give; what goes beyond is cut off, so that no template can swell without end. */
export const MAX_FILLED_LENGTH = 200_000

const MERGE_FIELD = /\{!([^{}]*)\}/g

/**
 * Puts values in place of merge fields. Null gives nothing, a list its parts joined by ", ", an object its JSON.
 * `escape` is applied to each value put in (not to the text around it), e.g. for HTML. An empty `{!}` stays as it is.
 * The answer has at most MAX_FILLED_LENGTH characters.
 */
export function fillText(text: string, read: (resource: string) => Json, escape: (text: string) => string = (text) => text): string {
  let filled = ''
  let rest = 0
  for (const match of text.matchAll(MERGE_FIELD)) {
    const resource = match[1]!.trim()
    if (resource === '') continue
    filled += text.slice(rest, match.index) + escape(cutText(asText(read(resource)), MAX_FILLED_LENGTH))
    rest = match.index + match[0].length
    if (filled.length > MAX_FILLED_LENGTH) break
  }
  return cutText(filled + text.slice(rest), MAX_FILLED_LENGTH)
}

/** The resources that a text's merge fields name, each once, in their order. */
export function mergeFieldsIn(text: string): string[] {
  const names = [...text.matchAll(MERGE_FIELD)].map((match) => match[1]!.trim())
  return [...new Set(names.filter((name) => name !== ''))]
}

function asText(value: Json): string {
  if (value === null) return ''
  if (Array.isArray(value)) return value.map(asText).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
