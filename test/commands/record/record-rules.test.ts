// The rules that records keep to, whoever writes them: upsertRecord, a flow's update or its action "record.upsert".
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { recordUpsert } from '../../../src/actions/record-upsert.ts'
import { startInterview } from '../../../src/commands/interview/start-interview.ts'
import { upsertRecord } from '../../../src/commands/record/upsert-record.ts'
import { ValidationError } from '../../../src/errors.ts'
import { MAX_JSON_DEPTH } from '../../../src/core/flow/values.ts'
import type { Json, JsonObject } from '../../../src/core/json.ts'
import { loadRecordStates } from '../../../src/store/record-state.ts'
import { commandWorld, type CommandWorld } from '../../support/command-world.ts'
import { useDatabase } from '../../support/database.ts'

const db = useDatabase()
let world: CommandWorld
const input = (apiName: string) => ({ apiName, dataType: 'JSON' as const, isInput: true, default: null })
beforeAll(async () => {
  world = await commandWorld(db, { 'record.upsert': recordUpsert })
  await db.prisma.user.update({ where: { username: 'ben' }, data: { isActive: false } })
  await world.deployFlow({
    apiName: 'Update', label: 'Update', flowType: 'AUTOLAUNCHED', start: 'u', variables: ['Name', 'Owner', 'Large'].map(input),
    elements: [{ updateRecord: { apiName: 'u', label: 'u', record: '$Record', fields: ['Name', 'Owner', 'Large'].map((name) => ({ name, resource: name })) } }],
  })
  for (const name of ['A', 'B']) {
    await world.deployFlow({
      apiName: `Grow_${name}`, label: 'Grow', flowType: 'AUTOLAUNCHED', start: 'u',
      elements: [{ updateRecord: { apiName: 'u', label: 'u', record: '$Record', fields: [{ name, value: 'x'.repeat(30_000) }] } }],
    })
  }
  await world.deployFlow({
    apiName: 'Act', label: 'Act', flowType: 'AUTOLAUNCHED', start: 'a', variables: ['name', 'owner', 'fields'].map(input),
    elements: [{ action: { apiName: 'a', label: 'a', action: 'record.upsert', inputs: [{ name: 'recordId', value: 'rec' }, { name: 'objectApiName', value: 'Case' }, ...['name', 'owner', 'fields'].map((name) => ({ name, resource: name }))] } }],
  })
})
const kept = 'x'.repeat(50_000)
beforeEach(async () => {
  await db.pool.query('DELETE FROM "Record"')
  await upsertRecord(world.shell, world.admin, { recordId: 'rec', objectApiName: 'Case', name: 'Rec', owner: 'ada', fields: { Kept: kept } })
})

const recordNow = async () => (await loadRecordStates(db.pool, ['rec']))[0]!
/** How a flow that is run on the record ends: null, or its fault. */
async function faultOf(flow: string, inputs: JsonObject): Promise<string | null> {
  const { guid } = await startInterview(world.shell, world.admin, { flow, recordId: 'rec', inputs })
  return (await db.prisma.flowInterview.findUniqueOrThrow({ where: { guid } })).error
}

it.each<[string, { name?: string; owner?: string; large?: string }, string]>([
  ['a name that is too long', { name: 'x'.repeat(256) }, 'A name has at most 255 characters.'],
  ['fields that are too large with those that are there', { large: 'x'.repeat(60_000) }, 'A record\'s fields take at most 100000 characters as JSON.'],
  ['the automated process as its owner', { owner: 'automated.process' }, 'There is no active user "automated.process".'],
  ['an owner who is not active', { owner: 'ben' }, 'There is no active user "ben".'],
  ['an owner who does not exist', { owner: 'nobody' }, 'There is no active user "nobody".'],
])('refuses %s in the same words everywhere', async (_, { name = 'Rec', owner = 'ada', large = '' }, fault) => {
  const before = await recordNow()
  const mutation = upsertRecord(world.shell, world.admin, { recordId: 'rec', objectApiName: 'Case', name, owner, fields: { Large: large } })
  await expect(mutation).rejects.toThrow(new ValidationError([{ path: [], message: fault }]).message)
  expect(await faultOf('Update', { Name: name, Owner: owner, Large: large })).toBe(`"u" can't update the record rec: ${fault}`)
  expect(await faultOf('Act', { name, owner, fields: { Large: large } })).toBe(`the action "a" (record.upsert) failed: ${fault}`)
  expect(await recordNow()).toEqual(before)
})

it('takes no kind of value for a name or an owner but texts, and does not pass over others', async () => {
  const before = await recordNow()
  expect(await faultOf('Update', { Name: 'New', Owner: null, Large: '' })).toBe('"u" can\'t update the record rec: Owner must be a username')
  expect(await faultOf('Update', { Name: 5, Owner: 'ada', Large: '' })).toBe('"u" can\'t update the record rec: Name must be a text')
  for (const name of ['name', 'owner']) expect(await faultOf('Act', { [name]: 5 })).toBe(`the action "a" (record.upsert) failed: ${name} must be a text.`)
  expect(await recordNow()).toEqual(before)
})

it('takes fields as deep as flows read them, and none deeper', async () => {
  const nested = (levels: number): Json => (levels === 0 ? 'x' : [nested(levels - 1)])
  const upsert = (levels: number) => upsertRecord(world.shell, world.admin, { recordId: 'rec', objectApiName: 'Case', fields: { Large: { in: nested(levels - 1) } } })
  await upsert(MAX_JSON_DEPTH)
  expect(await faultOf('Update', { Name: 'Rec', Owner: 'ada', Large: (await recordNow()).fields.Large! })).toBe(null)
  const issues = [{ path: ['input', 'fields'], message: `A record's field "Large" must not be nested more than ${MAX_JSON_DEPTH} deep.` }]
  await expect(upsert(MAX_JSON_DEPTH + 1)).rejects.toEqual(expect.objectContaining({ constructor: ValidationError, issues }))
})

it('takes what keeps to them', async () => {
  expect(await faultOf('Update', { Name: 'x'.repeat(255), Owner: 'admin', Large: 'y' })).toBe(null)
  expect(await recordNow()).toMatchObject({ name: 'x'.repeat(255), owner: 'admin', ownerId: 'admin', fields: { Kept: kept, Large: 'y' } })
  expect(await faultOf('Act', { name: 'Anew', owner: 'ada', fields: { Large: 'z' } })).toBe(null)
  expect(await recordNow()).toMatchObject({ name: 'Anew', owner: 'ada', fields: { Kept: kept, Large: 'z' } })
})

it('keeps to them also where two flows let a record grow at the same moment', async () => {
  const faults = await Promise.all(['A', 'B'].map((name) => faultOf(`Grow_${name}`, {})))
  expect(faults.filter((fault) => fault !== null)).toEqual([expect.stringContaining('at most 100000 characters')])
  expect(JSON.stringify((await recordNow()).fields).length).toBeLessThanOrEqual(100_000)
})
