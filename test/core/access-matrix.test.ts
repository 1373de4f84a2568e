// The authorization matrix speaks of the whole schema: what is added to one has to be added to the other.
import { readFileSync } from 'node:fs'
import { buildSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { accessEntries, entryOf, PERSONS, readMatrix } from '../access/entries.ts'

const schema = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8')
const matrix = readMatrix(readFileSync(new URL('../access/matrix.md', import.meta.url), 'utf8'))
const missing = (printed: string) => accessEntries(buildSchema(printed)).filter((entry) => ![...matrix.keys()].some((row) => entryOf(row) === entry))

// rule A2
describe('the authorization matrix', () => {
  it('has a row for every node and every field that returns objects', () => {
    expect(missing(schema), 'without a row in test/access/matrix.md: `npx vitest run test/access -u` makes it, you review it').toEqual([])
  })

  it('has no row for what is no more', () => {
    const entries = new Set(accessEntries(buildSchema(schema)))
    const scalar = /^(Record\.url|WorkItem\.(linkUrl|canOpen)|FlowInterview\.can(Resume|Delete)|User\.(email|permissions)|\w+Version\.definition|ProcessAutomationSettings\.orgBaseUrl)$/
    expect([...matrix.keys()].map(entryOf).filter((entry) => !entries.has(entry) && !scalar.test(entry))).toEqual([])
  })

  it('misses a field, and a type with an id, as soon as they are there', () => {
    const grown = schema.replace('type Site implements Node {', 'type Annex implements Node {\n  id: ID!\n}\n\ntype Site implements Node {\n  annex: Annex\n')
    expect(missing(grown)).toEqual(['Site.annex', 'node(Annex)'])
  })

  it('says of every row what each person gets, and shows nobody anything', () => {
    for (const [row, cells] of matrix) {
      expect(PERSONS.filter((person) => cells[person] === ''), row).toEqual([])
      expect(cells.nobody, row).toMatch(/^(-|UNAUTHENTICATED)$/)
    }
  })
})
