// How many versions of one orchestration or flow there may be (rule D2; domain 1.16), and that none changes once it was active.
import { beforeAll, expect, it } from 'vitest'
import { saveFlow } from '../../src/commands/flow/save-flow.ts'
import { activateOrchestration } from '../../src/commands/orchestration/activate-orchestration.ts'
import { saveOrchestration } from '../../src/commands/orchestration/save-orchestration.ts'
import { MAX_VERSIONS } from '../../src/commands/versions.ts'
import { ConflictError } from '../../src/errors.ts'
import { commandWorld, type CommandWorld } from '../support/command-world.ts'
import { useDatabase } from '../support/database.ts'
import { ask, FLOWS, orchestration, stage } from '../support/orchestrations.ts'

const db = useDatabase()
let world: CommandWorld
beforeAll(async () => {
  world = await commandWorld(db)
})

const many = (label: string) => orchestration([stage('First', [ask('One')])], { apiName: 'Many', label })

it('is 50 of an orchestration, the active one and the draft among them', async () => {
  for (let number = 1; number <= MAX_VERSIONS; number++) await world.deploy('Many', many('').stages, { label: `Version ${number}` })
  await expect(saveOrchestration(world.shell, world.admin, many('One too many'))).rejects.toThrow(ConflictError)
  await activateOrchestration(world.shell, world.admin, 'Many', 7)
  const { rows } = await db.pool.query<{ label: string; status: string }>(`SELECT v."definition" ->> 'label' AS "label", v."status" FROM "OrchestrationVersion" v ORDER BY v."versionNumber"`)
  expect(rows).toEqual(Array.from({ length: MAX_VERSIONS }, (_, at) => ({ label: `Version ${at + 1}`, status: at === 6 ? 'ACTIVE' : 'OBSOLETE' })))
})

it('is 50 of a flow', async () => {
  const sync = FLOWS.find((flow) => flow.apiName === 'Sync')!
  for (let number = 2; number <= MAX_VERSIONS; number++) await world.deployFlow({ ...sync, label: `Version ${number}` })
  await expect(saveFlow(world.shell, world.admin, sync)).rejects.toThrow(ConflictError)
})
