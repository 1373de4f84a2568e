// `interlude deploy`: files become active definitions, or nothing is changed and every fault is told. // rule P4, D2, D3
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Command } from 'commander'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { stringify } from 'yaml'
import { createApi } from '../../src/cli/api.ts'
import { addDeployCommand } from '../../src/cli/deploy.ts'
import type { FlowDefinition, OrchestrationDefinition } from '../../src/core/definition.ts'
import { MAX_ACTIVE_DEFINITIONS, MAX_DEFINITIONS, MAX_VERSIONS } from '../../src/core/definition-limits.ts'
import { interlude, interludeJson } from '../support/command-line.ts'
import { countDefinitions, fillFlows } from '../support/many-definitions.ts'
import { tokenFor, useServer } from '../support/server.ts'
import { atTerminal } from '../support/terminal.ts'

type Deployment = { file: string; kind: string | null; apiName: string | null; change: string | null; versionNumber: number | null; ok: boolean; error: string | null }

// Each call is a process of its own.
vi.setConfig({ testTimeout: 60_000 })
const server = useServer()
let folder: string
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'interlude-deploy-')) })
afterEach(() => rmSync(folder, { recursive: true }))

const file = (name: string, content: unknown) => {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, typeof content === 'string' ? content : name.endsWith('.json') ? JSON.stringify(content) : stringify(content))
  return path
}
const flow = (apiName: string, calls: string | null = null, rest: Partial<FlowDefinition> = {}): FlowDefinition => ({
  apiName, label: `Flow ${apiName}`, flowType: 'AUTOLAUNCHED', variables: [{ apiName: 'seen', dataType: 'JSON' }], start: 'Do',
  elements: [calls === null
    ? { assignment: { apiName: 'Do', label: 'Do', assignments: [{ to: 'seen', operator: 'ASSIGN', value: apiName }] } }
    : { subflow: { apiName: 'Do', label: 'Do', flow: calls } }],
  ...rest,
})
const orchestration = (apiName: string, calls: string, assignee?: string): OrchestrationDefinition => ({
  apiName, label: apiName, orchestrationType: 'AUTOLAUNCHED',
  stages: [{ apiName: 'Only', label: 'Only', steps: [assignee === undefined
    ? { apiName: 'Work', label: 'Work', stepType: 'BACKGROUND', action: { flow: calls } }
    : { apiName: 'Work', label: 'Work', stepType: 'INTERACTIVE', action: { flow: calls }, assignee: { user: assignee } }] }],
})
const activeVersion = async (kind: 'flow' | 'orchestration', apiName: string) => {
  const data = await server.as('admin').run<Record<string, { activeVersion: { versionNumber: number } | null } | null>, object>(`query Q($apiName: String!) { found: ${kind}(apiName: $apiName) { activeVersion { versionNumber } } }`, { apiName })
  return data['found']?.activeVersion?.versionNumber ?? null
}

describe('a folder', () => {
  it('takes a file that is named twice, in two spellings, once', async () => {
    const path = file('once.flow.json', flow('Named_Twice'))
    const deployed = await interludeJson<Deployment[]>(server, ['deploy', path, `${dirname(path)}/./once.flow.json`, folder])
    expect(deployed.map(({ apiName, ok }) => [apiName, ok])).toEqual([['Named_Twice', true]])
  })

  it('is activated in the order of its calls, from JSON and YAML, and a second time nothing changes', async () => {
    // By name the callers come first.
    file('a.orchestration.yaml', orchestration('Order_A', 'Calls_B'))
    file('below/b.flow.json', flow('Calls_B', 'Calls_C'))
    file('c.flow.yml', flow('Calls_C', 'Last_D'))
    file('d.flow.json', flow('Last_D'))
    const first = await interludeJson<Deployment[]>(server, ['deploy', folder])
    expect(first.map(({ kind, apiName, change, versionNumber, ok, error }) => [kind, apiName, change, versionNumber, ok, error])).toEqual([
      ['flow', 'Last_D', 'new', 1, true, null], ['flow', 'Calls_C', 'new', 1, true, null], ['flow', 'Calls_B', 'new', 1, true, null], ['orchestration', 'Order_A', 'new', 1, true, null],
    ])
    const second = await interludeJson<Deployment[]>(server, ['deploy', folder])
    expect(second.map(({ change, versionNumber }) => [change, versionNumber])).toEqual(Array(4).fill(['unchanged', 1]))
    const inWords = await interlude(server, ['deploy', folder])
    expect([inWords.status, inWords.stdout.trimEnd().split('\n').at(-1)]).toEqual([0, 'Nothing has changed.'])
  })

  it('shows with --check what would change, and changes nothing', async () => {
    const path = file('checked.flow.json', flow('Checked'))
    expect(await interludeJson<Deployment[]>(server, ['deploy', folder, '--check'])).toEqual([{ file: path, kind: 'flow', apiName: 'Checked', change: 'new', versionNumber: null, ok: true, error: null }])
    expect(await activeVersion('flow', 'Checked')).toBeNull()
    await interludeJson(server, ['deploy', folder])
    file('checked.flow.json', flow('Checked', null, { label: 'Another label' }))
    const inWords = await interlude(server, ['deploy', path, '--check'])
    expect(inWords.status).toBe(0)
    expect(inWords.stdout).toMatch(/changed +flow +Checked +version 1/)
    expect(await activeVersion('flow', 'Checked')).toBe(1)
    expect((await interludeJson<Deployment[]>(server, ['deploy', path]))[0]).toMatchObject({ change: 'changed', versionNumber: 2 })
  })
})

describe('at a terminal', () => {
  const deploy = async (...args: string[]) => {
    const { session, said, printed } = atTerminal('', createApi(server.url, await tokenFor('admin')))
    const program = new Command()
    addDeployCommand(program, () => session)
    await program.parseAsync(['deploy', folder, ...args], { from: 'user' })
    return { said: said(), printed: printed() }
  }

  it('how far it is can be seen while it checks and while it deploys, and is gone in the end', async () => {
    file('a.flow.json', flow('Shown_A', 'Shown_B'))
    file('b.flow.json', flow('Shown_B'))
    file('c.orchestration.json', orchestration('Shown_C', 'Shown_A'))
    const checked = await deploy('--check')
    for (const far of ['1 of 3', '3 of 3']) expect(checked.said).toMatch(new RegExp(`Checking \\[[#.]+\\] ${far}  `))
    expect(checked.said).not.toContain('Deploying')
    const { said, printed } = await deploy()
    for (const far of ['1 of 3', '3 of 3']) expect(said).toMatch(new RegExp(`Deploying \\[[#.]+\\] ${far}  `))
    expect(said.endsWith('\r\x1b[K')).toBe(true)
    expect(printed).toContain('3 activated, 0 left alone.\n')
  })
})

describe('faults', () => {
  it('are told all at once, each with file and path, and nothing is changed', async () => {
    const same = file('same.flow.json', flow('Same'))
    expect((await interlude(server, ['deploy', same])).status).toBe(0)
    const good = file('good.flow.json', flow('Good'))
    const broken = file('broken.flow.json', '{ "apiName": ')
    const yaml = file('broken.orchestration.yaml', 'apiName: [')
    const misshapen = file('misshapen.flow.json', { ...flow('Misshapen'), flowType: 'SCREENS', colour: 'red', label: undefined })
    const unreached = file('unreached.flow.json', flow('Unreached', 'Nobody_Has_It', { start: 'Elsewhere' }))
    const action = file('action.flow.json', flow('Acts', null, { start: 'Act', elements: [{ action: { apiName: 'Act', label: 'Act', action: 'no.such.action' } }] }))
    const circle = file('circle.flow.json', flow('Circle', 'Circle_Back'))
    const back = file('circle-back.flow.json', flow('Circle_Back', 'Circle'))
    const stranger = file('stranger.orchestration.json', orchestration('Stranger', 'Good', 'nobody.of.this.name'))
    const twice = file('z-twice.flow.json', flow('Good'))
    const { status, stdout, stderr } = await interlude(server, ['deploy', folder, '--json'])
    expect(status).toBe(1)
    for (const line of [
      `${broken}: is no JSON`, `${yaml}: is no YAML`, `${misshapen}: flowType: `, `${misshapen}: label: "label" is missing`.replace('label: "', '"'), `${misshapen}: `, '"colour"',
      `${unreached}: start: there is no element "Elsewhere"`, `${unreached}: elements.0.subflow.flow: `, `${action}: elements.0.action.action: `,
      `${circle}: elements.0.subflow.flow: "Circle_Back" calls "Circle" in turn`, `${back}: elements.0.subflow.flow: "Circle" calls`,
      `${stranger}: stages.0.steps.0.assignee.user: there is no user "nobody.of.this.name"`, `${stranger}: stages.0.steps.0.action.flow: the flow "Good" is of type AUTOLAUNCHED`,
      `${twice}: apiName: the flow "Good" is defined in ${good} too`, 'nothing was changed',
    ]) expect(stderr).toContain(line)
    const answers = JSON.parse(stdout) as Deployment[]
    expect(new Set(answers.filter(({ ok }) => !ok).map((one) => one.file))).toEqual(new Set([good, broken, yaml, misshapen, unreached, action, circle, back, stranger, twice]))
    expect(answers.find((one) => one.file === good)).toEqual({ file: good, kind: 'flow', apiName: 'Good', change: 'new', versionNumber: null, ok: false, error: 'left alone, as other files have faults' })
    expect(answers.find((one) => one.file === same)).toEqual({ file: same, kind: 'flow', apiName: 'Same', change: 'unchanged', versionNumber: 1, ok: true, error: null })
    expect(await activeVersion('flow', 'Good')).toBeNull()
    const checked = JSON.parse((await interlude(server, ['deploy', folder, '--json', '--check'])).stdout) as Deployment[]
    expect(checked.find((one) => one.file === good)).toMatchObject({ ok: true, error: null })
  })

  it('are told of files with nothing in them, beside those of others', async () => {
    const [empty, comment] = [file('empty.flow.yaml', ''), file('comment.orchestration.yml', '# To be written.\n')]
    const [none, spare] = [file('none.flow.json', 'null'), file('spare.flow.yaml', `${stringify({ ...flow('Spare'), label: undefined })}label:\n`)]
    const broken = file('z-broken.flow.json', '{')
    const { status, stdout, stderr } = await interlude(server, ['deploy', folder, '--json'])
    expect([status, stderr.split('\n').slice(0, -1)]).toEqual([1, [
      `${comment}: there is nothing here`, `${empty}: there is nothing here`, `${none}: there is nothing here`, `${spare}: label: there is nothing here`,
      expect.stringContaining(`${broken}: is no JSON`), 'There are 5 faults; nothing was changed.',
    ]])
    expect((JSON.parse(stdout) as Deployment[]).map(({ ok }) => ok)).toEqual([false, false, false, false, false])
  })

  it('of a file are not told again for those that call it', async () => {
    file('callee.flow.json', { ...flow('Callee'), start: 7 })
    file('caller.flow.json', flow('Caller', 'Callee'))
    const { status, stderr } = await interlude(server, ['deploy', folder])
    expect(status).toBe(1)
    expect(stderr).toContain('callee.flow.json: start: ')
    expect(stderr).not.toContain('caller.flow.json')
  })

  it('of a type that can\'t change any more are found before anything is changed', async () => {
    file('typed.flow.json', flow('Typed'))
    await interludeJson(server, ['deploy', folder])
    file('typed.flow.json', flow('Typed', null, { flowType: 'SCREEN', variables: [], start: 'Ask', elements: [{ screen: { apiName: 'Ask', label: 'Ask', fields: [] } }] }))
    const { status, stderr } = await interlude(server, ['deploy', folder, '--check'])
    expect([status, stderr]).toEqual([1, expect.stringContaining('typed.flow.json: flowType: it is AUTOLAUNCHED on the server')])
  })

  describe('of no room', () => {
    const client = () => new pg.Client({ connectionString: server.databaseUrl })
    let db: pg.Client
    beforeEach(async () => { await (db = client()).connect() })
    afterEach(async () => {
      await db.query(`UPDATE "Flow" SET "activeVersionId" = NULL WHERE "id" LIKE 'Room%'`)
      await db.query(`DELETE FROM "FlowVersion" WHERE "flowId" LIKE 'Room%'`)
      await db.query(`DELETE FROM "Flow" WHERE "id" LIKE 'Room%'`)
      await db.end()
    })
    const faultsOf = (stdout: string) => (JSON.parse(stdout) as Deployment[]).map(({ apiName, ok, error }) => [apiName, ok, error])
    const expectRefused = async (faults: unknown[]) => {
      for (const check of [['--check'], []]) {
        const before = await countDefinitions(db)
        const { status, stdout, stderr } = await interlude(server, ['deploy', folder, '--json', ...check])
        expect([status, faultsOf(stdout)]).toEqual([1, check.length > 0 ? faults : expect.arrayContaining(faults.filter((fault) => !(fault as unknown[])[1]))])
        expect(stderr).toContain('nothing was changed')
        expect(await countDefinitions(db)).toEqual(before)
      }
    }

    it('for more that are active are told before anything is changed, and those that only replace have room', async () => {
      file('a.flow.json', flow('Replaced'))
      await interludeJson(server, ['deploy', folder])
      await fillFlows(db, 'Room', MAX_ACTIVE_DEFINITIONS - 1 - (await countDefinitions(db)).active, true)
      file('a.flow.json', flow('Replaced', null, { label: 'Again' }))
      file('b.flow.json', flow('Last_Room'))
      file('c.orchestration.json', orchestration('No_Room', 'Last_Room'))
      await expectRefused([['Replaced', true, null], ['Last_Room', true, null], ['No_Room', false, '2000 flows and orchestrations may be active: 1999 are, and the files bring 2 more']])
      // A flow that was active takes room when it is so again.
      await server.as('admin').mutate('deactivateFlow', { apiName: 'Replaced' })
      await fillFlows(db, 'Roomy', 1, true)
      rmSync(join(folder, 'c.orchestration.json'))
      await expectRefused([['Replaced', true, null], ['Last_Room', false, '2000 flows and orchestrations may be active: 1999 are, and the files bring 2 more']])
      rmSync(join(folder, 'b.flow.json'))
      await interludeJson(server, ['deploy', folder])
    })

    it('for more in all are told before anything is changed', async () => {
      await fillFlows(db, 'Room', MAX_DEFINITIONS - 1 - (await countDefinitions(db)).all, false)
      file('a.flow.json', flow('Last_Of_All'))
      file('b.flow.json', flow('One_Too_Many'))
      await expectRefused([['Last_Of_All', true, null], ['One_Too_Many', false, 'there may be 4000 flows and orchestrations: 3999 are on the server, and the files bring 2 more']])
      rmSync(join(folder, 'b.flow.json'))
      await interludeJson(server, ['deploy', folder])
    })

    it('for another version are told before anything is changed, and a draft that is there is no other version', async () => {
      await fillFlows(db, 'RoomFull', 1, false)
      await db.query(`INSERT INTO "FlowVersion" ("id", "flowId", "versionNumber", "status", "definition", "activatedAt") SELECT 'RoomFull' || n, 'RoomFull1', n, 'OBSOLETE', '{}', now() FROM generate_series(2, $1::int) n`, [MAX_VERSIONS])
      await db.query(`UPDATE "Flow" SET "flowType" = 'AUTOLAUNCHED' WHERE "id" = 'RoomFull1'`)
      file('full.flow.json', flow('RoomFull1'))
      await expectRefused([['RoomFull1', false, 'it has 50 versions on the server, as many as there may be; with --prune, the oldest that nothing runs on is deleted']])
      await db.query(`UPDATE "FlowVersion" SET "status" = 'DRAFT', "activatedAt" = NULL WHERE "id" = 'RoomFull50'`)
      expect(await interludeJson(server, ['deploy', folder])).toMatchObject([{ ok: true, versionNumber: 50 }])
    })

    it('of a type that can not change are told though all versions that were active are deleted', async () => {
      await server.as('admin').mutate('saveFlow', flow('Once'))
      await server.as('admin').mutate('activateFlow', { apiName: 'Once' })
      await server.as('admin').mutate('deactivateFlow', { apiName: 'Once' })
      await server.as('admin').mutate('deleteFlowVersion', { apiName: 'Once', versionNumber: 1 })
      file('once.flow.json', flow('Once', null, { flowType: 'SCREEN', variables: [], start: 'Show', elements: [{ screen: { apiName: 'Show', label: 'Show', fields: [] } }] }))
      for (const args of [['--check'], []]) {
        const { status, stderr } = await interlude(server, ['deploy', folder, ...args])
        expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('AUTOLAUNCHED') as string })
      }
      await server.as('admin').mutate('saveFlow', flow('Once'))
      expect((await interlude(server, ['deploy', folder, '--check'])).status).toBe(1)
    })

    it('for another version are none with --prune: the oldest goes that nothing runs on', async () => {
      await server.as('admin').mutate('saveFlow', flow('Pruned'))
      await server.as('admin').mutate('activateFlow', { apiName: 'Pruned' })
      await db.query(`INSERT INTO "FlowVersion" ("id", "flowId", "versionNumber", "status", "definition", "activatedAt") SELECT 'Pruned' || n, f."id", n, 'OBSOLETE', '{}', now() FROM "Flow" f, generate_series(2, $1::int) n WHERE f."apiName" = 'Pruned'`, [MAX_VERSIONS])
      file('pruned.flow.json', flow('Pruned', null, { label: 'Pruned once' }))
      expect(await interludeJson(server, ['deploy', folder, '--check', '--prune'])).toMatchObject([{ ok: true, change: 'changed', versionNumber: 1 }])
      const { stdout, stderr, status } = await interlude(server, ['deploy', folder, '--prune'])
      expect({ stderr, status }).toEqual({ stderr: expect.stringContaining('deleted version 2 of flow Pruned') as string, status: 0 })
      expect(stdout).toContain('Activated flow Pruned, version 51.')
      file('pruned.flow.json', flow('Pruned', null, { label: 'Pruned twice' }))
      expect(await interludeJson(server, ['deploy', folder, '--prune'])).toMatchObject([{ ok: true, versionNumber: 52 }])
      const { rows } = await db.query<{ versionNumber: number }>(`SELECT v."versionNumber" FROM "FlowVersion" v JOIN "Flow" f ON f."id" = v."flowId" WHERE f."apiName" = 'Pruned' AND v."deletedAt" IS NOT NULL ORDER BY 1`)
      expect(rows.map(({ versionNumber }) => versionNumber)).toEqual([1, 2])
    })
  })

  it('of who may not deploy are told before anything else, also of --check', async () => {
    await server.as('admin').mutate('saveUser', { username: 'clerk', name: 'Clerk', email: 'clerk@example.com', permissions: ['RUN_FLOWS'] })
    file('refused.flow.json', flow('Refused'))
    file('refused.orchestration.json', orchestration('Refused', 'Refused', 'nobody'))
    for (const args of [[], ['--check']]) {
      const { status, stdout, stderr } = await interlude(server, ['deploy', folder, ...args], { as: 'clerk' })
      expect([status, stdout, stderr]).toEqual([1, '', 'Deploying definitions, and checking them, takes the permission MANAGE_FLOW; "clerk" doesn\'t have it.\n'])
    }
  })
})

it.each([
  ['a path that is not there', 'missing.flow.json', /can't be read \(ENOENT\)/],
  ['a folder without definitions', '.', /There is no definition in/],
])('names %s', async (_, name, words) => {
  const { status, stderr } = await interlude(server, ['deploy', join(folder, name)])
  expect([status, stderr]).toEqual([1, expect.stringMatching(words)])
})
