// How many versions of one orchestration there may be, none of which changes once it was active (rule D2; domain 1.16).
import { beforeAll, expect, it } from 'vitest'
import { activateOrchestration } from '../../src/commands/orchestration/activate-orchestration.ts'
import { saveOrchestration } from '../../src/commands/orchestration/save-orchestration.ts'
import { MAX_VERSIONS } from '../../src/commands/versions.ts'
import { ConflictError } from '../../src/errors.ts'
import { commandWorld, type CommandWorld } from '../support/command-world.ts'
import { useDatabase } from '../support/database.ts'
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
