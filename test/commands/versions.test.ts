// How many versions of one orchestration there may be, none of which changes once it was active, and how many flows and
// orchestrations (rule D2; domain 1.16).
import { beforeAll, describe, expect, it } from 'vitest'
import { activateFlow } from '../../src/commands/flow/activate-flow.ts'
import { deactivateFlow } from '../../src/commands/flow/deactivate-flow.ts'
import { deleteFlowVersion } from '../../src/commands/flow/delete-flow-version.ts'
import { saveFlow } from '../../src/commands/flow/save-flow.ts'
import { activateOrchestration } from '../../src/commands/orchestration/activate-orchestration.ts'
import { deleteOrchestrationVersion } from '../../src/commands/orchestration/delete-orchestration-version.ts'
import { saveOrchestration } from '../../src/commands/orchestration/save-orchestration.ts'
import { MAX_ACTIVE_DEFINITIONS, MAX_DEFINITIONS, MAX_VERSIONS } from '../../src/core/definition-limits.ts'
import { submitScreen } from '../../src/commands/interview/answer-screen.ts'
import { startInterview } from '../../src/commands/interview/start-interview.ts'
import { cancelRun } from '../../src/commands/run/control-run.ts'
import type { Permission } from '../../src/core/viewer.ts'
import { ConflictError, ForbiddenError, NotFoundError, ValidationError } from '../../src/errors.ts'
import { loadVisibleOrchestrationVersions } from '../../src/store/definition-rows.ts'
import { loadVersioned } from '../../src/store/definition-versions.ts'
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

describe('deleting one', () => {
  const remove = (versionNumber: number) => deleteOrchestrationVersion(world.shell, world.admin, 'Many', versionNumber)
  const numbers = async () => (await loadVersioned(db.pool, 'ORCHESTRATION', 'Many'))!.versions.map(({ versionNumber }) => versionNumber)

  it('makes room for another, whose number is new', async () => {
    await remove(1)
    expect(await numbers()).toEqual(Array.from({ length: 49 }, (_, at) => 50 - at))
    await saveOrchestration(world.shell, world.admin, many('Version 51'))
    expect((await numbers())[0]).toBe(51)
    await expect(activateOrchestration(world.shell, world.admin, 'Many', 1)).rejects.toThrow(NotFoundError)
    await expect(remove(1)).rejects.toThrow(NotFoundError)
  })

  it('is refused while it is active, and while a run of it may go on; what has ended still shows it', async () => {
    const runId = await world.start('Many', 'MANY-1')
    await expect(remove(7)).rejects.toMatchObject({ code: 'CONFLICT', references: ['Many'], message: expect.stringContaining('is active') as string })
    await activateOrchestration(world.shell, world.admin, 'Many', 8)
    await expect(remove(7)).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining(' 1 run') as string })
    await cancelRun(world.shell, world.admin, runId, null)
    const { orchestrationId } = await remove(7)
    expect(await numbers()).not.toContain(7)
    const { rows: [run] } = await db.pool.query<{ versionId: string }>('SELECT "versionId" FROM "OrchestrationRun" WHERE "id" = $1', [runId])
    expect(await loadVisibleOrchestrationVersions(db.pool, [run!.versionId])).toMatchObject([{ orchestrationId, versionNumber: 7, status: 'OBSOLETE', deletedAt: expect.any(Date) as Date }])
  })

  // domain 1.16
  it('is refused while a run of it may be resumed after its error, which is 14 days', async () => {
    await activateOrchestration(world.shell, world.admin, 'Many', 9)
    const runId = await world.start('Many', 'MANY-2')
    await db.pool.query(`UPDATE "OrchestrationRun" SET "status" = 'ERROR', "endedAt" = $2, "fault" = '{"isRecoverable": true}' WHERE "id" = $1`, [runId, world.shell.now()])
    await activateOrchestration(world.shell, world.admin, 'Many', 8)
    await expect(remove(9)).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining(' 1 run') as string })
    world.shell.clock.advance(15 * 86_400)
    await remove(9)
    expect(await numbers()).not.toContain(9)
  })

  it('of a draft leaves nothing of it; with its only version a flow is gone', async () => {
    await remove(51)
    expect((await numbers())[0]).toBe(50)
    expect(await db.pool.query(`SELECT 1 FROM "OrchestrationVersion" WHERE "versionNumber" = 51`)).toMatchObject({ rowCount: 0 })
    await saveFlow(world.shell, world.admin, quiet('Draft_Only'))
    expect(await deleteFlowVersion(world.shell, world.admin, 'Draft_Only', 1)).toEqual({ flowId: null })
    await expect(deleteFlowVersion(world.shell, world.admin, 'Draft_Only', 1)).rejects.toThrow(NotFoundError)
  })

  it('of a flow waits for the interviews that are open on it, which stay as they are', async () => {
    await saveFlow(world.shell, world.admin, quiet('Open_One'))
    await activateFlow(world.shell, world.admin, 'Open_One', null)
    const { guid } = await startInterview(world.shell, world.ada, { flow: 'Open_One' })
    await deactivateFlow(world.shell, world.admin, 'Open_One')
    await expect(deleteFlowVersion(world.shell, world.admin, 'Open_One', 1)).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('1 open interview') as string })
    await submitScreen(world.shell, world.ada, { guid, revision: 1, values: {} })
    await deleteFlowVersion(world.shell, world.admin, 'Open_One', 1)
    // Its type stays that of what was once active.
    await expect(saveFlow(world.shell, world.admin, { ...quiet('Open_One'), flowType: 'AUTOLAUNCHED' })).rejects.toThrow(ValidationError)
    await saveFlow(world.shell, world.admin, quiet('Open_One'))
    expect((await loadVersioned(db.pool, 'FLOW', 'Open_One'))!.versions).toMatchObject([{ versionNumber: 2, status: 'DRAFT' }])
  })

  it('takes MANAGE_FLOW', async () => {
    const clerk = { ...world.ada, permissions: new Set<Permission>(['RUN_FLOWS']) }
    await expect(deleteFlowVersion(world.shell, clerk, 'Open_One', 2)).rejects.toThrow(ForbiddenError)
    await expect(deleteOrchestrationVersion(world.shell, clerk, 'Many', 2)).rejects.toThrow(ForbiddenError)
  })
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
