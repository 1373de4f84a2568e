// A row that goes while a query reads it: the answer is of a fresh reading (Query's description: one field may be of a later moment
// than another).
import { parse } from 'graphql'
import type pg from 'pg'
import { beforeAll, expect, it } from 'vitest'
import { cancelRun } from '../../src/commands/run/control-run.ts'
import { executePlanned } from '../../src/execution/execute.ts'
import { createContext } from '../../src/graphql/context.ts'
import { globalId } from '../../src/core/global-id.ts'
import { readAgain } from '../../src/graphql/read-again.ts'
import { removeEndedRuns } from '../../src/store/ended-runs.ts'
import { commandWorld, type CommandWorld } from '../support/command-world.ts'
import { useDatabase } from '../support/database.ts'
import { testSchema } from '../support/graphql.ts'
import { ask, stage } from '../support/orchestrations.ts'

const db = useDatabase()
let world: CommandWorld
beforeAll(async () => {
  world = await commandWorld(db)
  await world.deploy('One', [stage('First', [ask('One')])])
})

/** The work item of a run, of a query before whose reading of runs all of that run goes; `reads`: how it is executed. */
async function read(name: string, reads: typeof readAgain): Promise<object> {
  const runId = await world.start('One', name)
  await cancelRun(world.shell, world.admin, runId, null)
  let isThere = true
  const query = async (...args: Parameters<pg.Pool['query']>) => {
    const text = (args[0] as unknown as { text?: string }).text ?? ''
    if (isThere && text.includes('FROM "OrchestrationRun"') && !text.includes('"WorkItem"')) {
      isThere = false
      await removeEndedRuns(db.pool, 'CANCELED', new Date(world.shell.now().getTime() + 1_000), null)
    }
    return db.pool.query(...args) as unknown as Promise<unknown>
  }
  const pool = new Proxy(db.pool, { get: (target, key) => (key === 'query' ? query : (Reflect.get(target, key, target) as unknown)) })
  const args = {
    schema: testSchema(), document: parse(`query Read($id: ID!) { node(id: $id) { ... on WorkItem { label run { id } } } }`), variableValues: { id: globalId('WorkItem', `${runId}.w1`) },
    contextValue: createContext({ viewer: world.admin, shell: { ...world.shell, pool }, requestId: 'test', realtime: {} as never }),
  }
  const result = await reads(args, () => executePlanned(args)!)
  expect(isThere).toBe(false)
  return result
}

it('a query that found half of something is read again', async () => {
  expect(await read('GOES-1', (_, execute) => execute())).toMatchObject({ errors: [{ message: 'Cannot return null for non-nullable field WorkItem.run.' }] })
  expect(await read('GOES-2', readAgain)).toEqual({ data: { node: null } })
})
