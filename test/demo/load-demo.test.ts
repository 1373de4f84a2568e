// The demo is loaded by the same commands as everybody's data, once, and goes on where it was interrupted.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { openPool } from '../../src/db.ts'
import { loadDemo } from '../../src/demo/load-demo.ts'
import { createLog } from '../../src/log.ts'
import { startServerProcess } from '../../src/server-process.ts'
import { createEmptyDatabase, dropTestDatabase, useDatabase } from '../support/database.ts'
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

it('is loaded by one of the processes that start at once on an empty database, and the others wait for it', async () => {
  const databaseUrl = await createEmptyDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'interlude-demo-'))
  const lines: string[] = []
  const log = createLog('info', { write: (line: string) => void lines.push(line) })
  const config = readConfig({ DATABASE_URL: databaseUrl, DATA_DIR: dataDir, DEMO: '1', PORT: '0' })
  const started = await Promise.allSettled([1, 2, 3].map(() => startServerProcess(config, log)))
  const pool = openPool(databaseUrl)
  try {
    expect(started.map((each) => (each.status === 'rejected' ? (each.reason as Error).message : each.status))).toEqual(['fulfilled', 'fulfilled', 'fulfilled'])
    expect(lines.filter((line) => line.includes('loaded the demo'))).toHaveLength(1)
    const { rows } = await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM "OrchestrationRun"')
    expect(rows).toEqual([{ n: 2 }])
  } finally {
    await pool.end()
    for (const each of started) if (each.status === 'fulfilled') await each.value.stop()
    await dropTestDatabase(databaseUrl)
    await rm(dataDir, { recursive: true })
  }
})
