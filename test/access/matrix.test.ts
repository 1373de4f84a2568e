// The authorization matrix: who gets what of everything in the schema, asked of a real server as each person and compared
// with the matrix that is checked in. `-u` writes it anew; every cell that changes is a change of access, and reviewed as one.
import type { GraphQLCompositeType } from 'graphql'
import { beforeAll, describe, expect, it } from 'vitest'
import { globalId } from '../../src/core/global-id.ts'
import { testSchema } from '../support/graphql.ts'
import { useServer } from '../support/server.ts'
import { fieldsOf, note, operation, outcomeOf, resultOf, type Outcomes } from './ask.ts'
import { accessEntries, entryOf, PERSONS, type Person } from './entries.ts'
import { cursorNow, followAs, happen, ofNothing } from './follow.ts'
import { mutationProbes, nodeProbes, queryProbes, unknownId, type NodeProbe, type RootProbe } from './probes.ts'
import { printMatrix, type Cases } from './print.ts'
import { makeWorld, type World } from './world.ts'

const schema = testSchema()
const server = useServer()
let world: World

const rows: Cases = new Map()
// What somebody who may not see a thing was told of it, beside what they are told of what doesn't exist.
const told: { what: string; hidden: string; unknown: string }[] = []

const codeOf = (errors: readonly { extensions?: Record<string, unknown> }[] | undefined) => (errors === undefined ? null : String(errors[0]?.extensions?.['code'] ?? 'no code'))
const masked = (answer: unknown, id: string) => JSON.stringify(answer).replaceAll(id, 'ID')
const set = (row: string, person: Person, outcome: string) => rows.set(row, { ...rows.get(row), [person]: outcome })

// Fields may be come to in several ways: by entry, then by the way.
const fields = new Map<string, Cases>()
function keep(way: string, person: Person, outcomes: Outcomes): void {
  for (const [entry, outcome] of outcomes) {
    const cases = fields.get(entry) ?? new Map()
    fields.set(entry, cases)
    cases.set(way, { ...cases.get(way), [person]: outcome })
  }
}

async function askNode({ type, id, which }: NodeProbe, person: Person): Promise<void> {
  const source = `query ($id: ID!) { node(id: $id) { ... on ${type} { ${fieldsOf(schema, schema.getType(type) as GraphQLCompositeType)} } } }`
  const { data, errors } = await world.as(person).answer<{ node: object | null }, object>(source, { id })
  set(named(`node(${type})`, which), person, codeOf(errors) ?? (data?.node == null ? 'null' : 'seen'))
  const outcomes: Outcomes = new Map()
  note(outcomes, data?.node)
  keep(which ?? '', person, outcomes)
}

async function askRoot(kind: 'query' | 'mutation', { name, which, args, hides }: RootProbe, person: Person): Promise<void> {
  const variables = typeof args === 'function' ? await args(person) : args
  const source = operation(schema, kind, name, Object.keys(variables))
  const at = hides && 'input' in variables ? (variables['input'] as Record<string, unknown>) : variables
  const id = hides === undefined ? '' : String(at[hides.at])
  const isHidden = hides !== undefined && person !== 'nobody' && !(await sees(person, hides.type, id))
  const answer = await world.as(person).answer<Record<string, unknown>, object>(source, variables)
  const value = answer.data?.[name]
  const code = codeOf(answer.errors)
  const outcome = code ?? (kind === 'mutation' ? resultOf((value as { __typename: string }).__typename) : outcomeOf(value))
  set(named(`${kind === 'query' ? 'Query' : 'Mutation'}.${name}`, which), person, outcome)
  const outcomes: Outcomes = new Map()
  note(outcomes, value)
  keep(`${name}${which === undefined ? '' : `, ${which}`}`, person, outcomes)
  if (!isHidden) return
  const nothing = unknownId(hides.type), unknown = { ...at, [hides.at]: Array.isArray(at[hides.at]) ? [nothing] : nothing }
  const other = await world.as(person).answer(source, 'input' in variables ? { input: unknown } : unknown)
  told.push({ what: `${person}: ${name} ${which ?? ''}`, hidden: masked(answer, id), unknown: masked(other, nothing) })
}

async function askSubscriptions(start: string, runId: string): Promise<void> {
  const feeds = await happen(world, runId)
  await Promise.all(PERSONS.map(async (person) => {
    for (const feed of feeds) {
      const { outcome, answer, outcomes } = await followAs(world, schema, feed, person, start)
      set(`Subscription.${feed.name}`, person, outcome)
      keep(feed.name, person, outcomes)
      if (outcome === 'follows' || person === 'nobody') continue
      const { id, nothing, ...other } = ofNothing(feed)
      told.push({ what: `${person}: ${feed.name}`, hidden: masked(answer, id), unknown: masked((await followAs(world, schema, other, person, start)).answer, nothing) })
    }
  }))
}

const seen = new Map<string, Promise<boolean>>()
function sees(person: Person, type: string, id: string): Promise<boolean> {
  const look = async () => (await world.as(person).run<{ node: unknown }, object>('query ($id: ID!) { node(id: $id) { id } }', { id: type === 'recordId' ? globalId('Record', id) : id })).node !== null
  const key = `${person} ${id}`
  if (!seen.has(key)) seen.set(key, look())
  return seen.get(key)!
}

const named = (entry: string, which?: string) => (which === undefined ? entry : `${entry}, ${which}`)

describe('the authorization matrix', () => {
  beforeAll(async () => {
    world = await makeWorld(server)
    const start = await cursorNow(world)
    const found = await nodeProbes(world)
    await Promise.all(PERSONS.map(async (person) => {
      for (const probe of found.nodes) await askNode(probe, person)
      for (const probe of queryProbes(found.nodes)) await askRoot('query', probe, person)
    }))
    // Whoever may do it does it last, so that the others meet it undone.
    const order: readonly Person[] = ['nobody', 'stranger', 'group member', 'site visitor', 'record reader', 'administrator', 'queue member', 'assignee']
    await Promise.all(mutationProbes(world, found).map(async (probe) => {
      for (const person of order) await askRoot('mutation', probe, person)
    }))
    await askSubscriptions(start, found.followed)
  })

  // rules A1, A2, A3, A4
  it('is as it was reviewed', async () => {
    expect(server.faults).toEqual([])
    await expect(printMatrix(rows, fields)).toMatchFileSnapshot('./matrix.md')
  })

  it('has asked for every entry', () => {
    const asked = new Set([...[...rows.keys()].map(entryOf), ...fields.keys()])
    expect(accessEntries(schema).filter((entry) => !asked.has(entry))).toEqual([])
  })

  // rule A2
  it('tells those who may not see a thing what it tells of what doesn\'t exist', () => {
    expect(told.length).toBeGreaterThan(100)
    expect(told.filter(({ hidden, unknown }) => hidden !== unknown)).toEqual([])
  })
})
