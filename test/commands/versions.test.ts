// How many versions of one orchestration there may be, none of which changes once it was active, and how many flows and
// orchestrations (rule D2; domain 1.16).
import { beforeAll, expect, it } from 'vitest'
import { activateFlow } from '../../src/commands/flow/activate-flow.ts'
import { deactivateFlow } from '../../src/commands/flow/deactivate-flow.ts'
import { saveFlow } from '../../src/commands/flow/save-flow.ts'
import { activateOrchestration } from '../../src/commands/orchestration/activate-orchestration.ts'
import { saveOrchestration } from '../../src/commands/orchestration/save-orchestration.ts'
import { MAX_ACTIVE_DEFINITIONS, MAX_DEFINITIONS, MAX_VERSIONS } from '../../src/core/definition-limits.ts'
import { ConflictError } from '../../src/errors.ts'
import { commandWorld, type CommandWorld } from '../support/command-world.ts'
import { useDatabase } from '../support/database.ts'
import { countDefinitions, fillFlows } from '../support/many-definitions.ts'
import { ask, orchestration, stage } from '../support/orchestrations.ts'

const db = useDatabase()
let world: CommandWorld
beforeAll(async () => {
  world = await commandWorld(db)
})

const many = (label: string) => orchestration([stage('First', [ask('One')])], { apiName: 'Many', label })

it('is 50, the active one and the draft among them', async () => {
  for (let number = 1; number <= MAX_VERSIONS; number++) await world.deploy('Many', many('').stages, { label: `Version ${number}` })
  await expect(saveOrchestration(world.shell, world.admin, many('One too many'))).rejects.toThrow(ConflictError)
  await activateOrchestration(world.shell, world.admin, 'Many', 7)
  const { rows } = await db.pool.query<{ label: string; status: string }>(`SELECT v."definition" ->> 'label' AS "label", v."status" FROM "OrchestrationVersion" v ORDER BY v."versionNumber"`)
  expect(rows).toEqual(Array.from({ length: MAX_VERSIONS }, (_, at) => ({ label: `Version ${at + 1}`, status: at === 6 ? 'ACTIVE' : 'OBSOLETE' })))
})

const fill = (name: string, count: number, isActive: boolean) => fillFlows(db.pool, name, count, isActive)
const counts = () => countDefinitions(db.pool)
const quiet = (apiName: string) => ({ apiName, label: apiName, flowType: 'SCREEN' as const, start: 'Show', elements: [{ screen: { apiName: 'Show', label: 'Show', fields: [] } }] })

it('of 2,000 that are active each may be replaced, and another only comes in the place of one that is deactivated', async () => {
  await saveFlow(world.shell, world.admin, quiet('Next'))
  await saveOrchestration(world.shell, world.admin, orchestration([stage('First', [ask('One')])], { apiName: 'Next' }))
  await fill('Busy', MAX_ACTIVE_DEFINITIONS - (await counts()).active, true)
  expect((await counts()).active).toBe(2_000)
  await expect(activateFlow(world.shell, world.admin, 'Next', null)).rejects.toMatchObject({ code: 'CONFLICT', references: ['Next'], message: expect.stringContaining('2000') as string })
  await expect(activateOrchestration(world.shell, world.admin, 'Next', null)).rejects.toMatchObject({ code: 'CONFLICT', references: ['Next'] })
  await activateOrchestration(world.shell, world.admin, 'Many', 8)
  await deactivateFlow(world.shell, world.admin, 'Busy1')
  await activateFlow(world.shell, world.admin, 'Next', null)
  await expect(activateOrchestration(world.shell, world.admin, 'Next', null)).rejects.toThrow(ConflictError)
  expect((await counts()).active).toBe(2_000)
})

it('of 4,000 in all each may be saved again, and no other', async () => {
  await fill('Idle', MAX_DEFINITIONS - (await counts()).all, false)
  expect((await counts()).all).toBe(4_000)
  await expect(saveFlow(world.shell, world.admin, quiet('Another'))).rejects.toMatchObject({ code: 'CONFLICT', references: ['Another'], message: expect.stringContaining('4000') as string })
  await expect(saveOrchestration(world.shell, world.admin, orchestration([stage('First', [ask('One')])], { apiName: 'Another' }))).rejects.toMatchObject({ code: 'CONFLICT', references: ['Another'] })
  await saveFlow(world.shell, world.admin, quiet('Next'))
  expect((await counts()).all).toBe(4_000)
})
