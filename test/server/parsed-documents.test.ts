// What a process keeps of documents is bounded by what it weighs, not by how many they are.
import { parse, print, type DocumentNode } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { afterEach, expect, it } from 'vitest'
import { LIMITS } from '../../src/limits.ts'
import { plannedFieldsOf, useDocumentLimits } from '../../src/server/document-limits.ts'
import { cacheParsedDocuments } from '../../src/server/parsed-documents.ts'
import { bearer, startSmallServer, type SmallServer } from '../support/api.ts'

let server: SmallServer | undefined
afterEach(() => server?.stop())

// As the API parses.
function parsed(text: string): DocumentNode {
  let parseFn: (source: string) => DocumentNode = parse
  void useDocumentLimits(LIMITS).onParse!({ parseFn, setParseFn: (next: typeof parseFn) => { parseFn = next } } as never)
  return parseFn(text)
}

// rule P6
it('counts the fields that plans may have: where fragments are spread, and for each way that conditions may turn out', () => {
  expect(plannedFieldsOf(parsed('{ a b { c } }'))).toBe(3)
  expect(plannedFieldsOf(parsed('{ a { ...F } b { ...F } } fragment F on T { c d }'))).toBe(6)
  expect(plannedFieldsOf(parsed('query A { a } query B { b c }'))).toBe(3)
  expect(plannedFieldsOf(parsed('query ($x: Boolean!, $y: Boolean!) { a @include(if: $x) b @skip(if: $y) c }'))).toBe(12)
})

it('keeps as many documents as weigh no more than the limit, short ones with much in them too, and those that are no documents', () => {
  const { documentCache, errorCache } = cacheParsedDocuments({ parsedDocuments: 100_000 })
  for (let n = 0; n < 50; n++) {
    const wide = `{ n${n}: me ${Array.from({ length: 300 }, (_, at) => `field${at}`).join(' ')} }`
    documentCache.set(wide, parsed(wide))
    const spread = `{ n${n} { ${'...F '.repeat(30)} } } fragment F on T { a b c d e f g h i j }`
    documentCache.set(spread, parsed(spread))
    errorCache.set(`{ ${'x'.repeat(5_000)}${n}`, new Error('no document'))
  }
  expect([documentCache.size, errorCache.size]).toEqual([22, 19])
  for (let n = 0; n < 50; n++) documentCache.set(`{ n${n}: me }`, parsed(`{ n${n}: me }`))
  expect([...documentCache.keys()].filter((text) => text.length < 20)).toHaveLength(50)
})

it('is how the API keeps documents: what is too heavy is looked at each time, what isn\'t once', async () => {
  const validated: string[] = []
  const listening: Plugin = { onValidate: ({ validateFn, setValidationFn }) => setValidationFn((schema: unknown, document: DocumentNode) => {
    validated.push(print(document).replace(/\s+/g, ' '))
    return (validateFn as (...args: unknown[]) => unknown)(schema, document)
  }) }
  server = await startSmallServer({ limits: { parsedDocuments: 100 }, plugins: [listening] })
  const headers = { 'content-type': 'application/json', ...(await bearer('ada')) }
  const light = '{ me }', heavy = `{ ${Array.from({ length: 20 }, () => 'me').join(' ')} }`
  for (const query of [light, heavy, light, heavy, light]) {
    const answer = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })
    expect(await answer.json()).toEqual({ data: { me: 'ada' } })
  }
  expect(validated).toEqual([light, heavy, heavy])
})
