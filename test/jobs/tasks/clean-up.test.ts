// What has been kept long enough is forgotten, however much of it there is.
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { cleanUpTask } from '../../../src/jobs/tasks/clean-up.ts'
import { startJobWorker } from '../../../src/jobs/worker.ts'
import { useDatabase } from '../../support/database.ts'
import { logEvent, readSettledLog } from '../../support/events.ts'
import { until } from '../../support/server.ts'
import { testShell } from '../../support/shell.ts'

const db = useDatabase()
const HOUR_MS = 3_600_000

// rules O6a, P6
it('goes on where it had to stop, until all that is old is gone, and keeps the rest', async () => {
  const shell = testShell(db)
  const hoursAgo = (hours: number) => new Date(shell.now().getTime() - hours * HOUR_MS)
  for (const [n, hours] of [30, 30, 30, 30, 30, 25, 1].entries()) {
    await logEvent(db.pool, 'queue:q', { n }, hoursAgo(hours))
    await db.prisma.mutationReceipt.create({ data: { userId: 'u', mutation: 'm', key: `k${n}`, inputHash: '', answer: {}, createdDate: hoursAgo(hours) } })
  }
  await readSettledLog(db.pool)
  await db.pool.query(`SELECT graphile_worker.add_job('clean-up')`)
  const worker = await startJobWorker({ pool: db.pool, tasks: { 'clean-up': cleanUpTask(shell, 2, 1) }, crontab: '', log: pino({ level: 'silent' }), concurrency: 1, pollIntervalMs: 50 })
  await until(async () => (await db.pool.query('SELECT FROM graphile_worker.jobs')).rowCount, (jobs) => jobs === 0)
  await worker.stop()
  expect((await readSettledLog(db.pool)).map(({ payload }) => payload)).toEqual([{ n: 6 }])
  expect((await db.prisma.mutationReceipt.findMany()).map(({ key }) => key)).toEqual(['k6'])
})
