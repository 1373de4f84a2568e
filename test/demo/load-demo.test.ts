// The demo is loaded by the same commands as everybody's data, once, and goes on where it was interrupted.
import { expect, it } from 'vitest'
import { loadDemo } from '../../src/demo/load-demo.ts'
import { useDatabase } from '../support/database.ts'
import { testShell } from '../support/shell.ts'

const db = useDatabase()
const count = async (sql: string) => Number((await db.pool.query<{ n: string }>(`SELECT count(*) AS n FROM ${sql}`)).rows[0]!.n)

it('goes on where it was interrupted, and is loaded once', async () => {
  let left = 9
  const interrupted = testShell(db, { newId: () => { if (left-- === 0) throw new Error('power cut'); return crypto.randomUUID() } })
  await expect(loadDemo(interrupted)).rejects.toThrow('power cut')
  const shell = testShell(db)
  expect(await loadDemo(shell, 'http://127.0.0.1:4321')).toBe(true)
  expect(await loadDemo(shell)).toBe(false)
  expect(await count(`"FlowVersion" WHERE "status" = 'ACTIVE'`)).toBe(4)
  expect(await count(`"FlowVersion" WHERE "status" <> 'ACTIVE'`)).toBe(0)
  expect(await count('"OrchestrationRun"')).toBe(2)
  // Mails about the demo's records lead to where this server is.
  expect(await count(`"EmailNotification" WHERE "linkUrl" LIKE 'http://127.0.0.1:4321/%'`)).toBe(2)
  expect(await count(`"WorkItem" w JOIN "User" u ON u."id" = w."assigneeUserId" WHERE u."username" = 'triage'`)).toBe(2)
})
