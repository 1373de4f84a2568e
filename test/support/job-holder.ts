// A process that takes a job and never ends it, for tests that kill it: says "held" once it has the job and has told so.
import { pino } from 'pino'
import { openDatabase } from '../../src/db.ts'
import { startHeartbeat } from '../../src/jobs/heartbeat.ts'
import { startJobWorker, type JobWorker } from '../../src/jobs/worker.ts'
import { saveHeartbeat } from '../../src/store/server-processes.ts'

const [, , url, processId] = process.argv
const { pool } = openDatabase(url!)
const log = pino({ level: 'silent' })
const state: { worker: JobWorker | null } = { worker: null }
await startHeartbeat({ pool, processId: processId!, workerIds: () => state.worker?.ids() ?? [], isAlone: false, log })
let isHeld = () => {}
const held = new Promise<void>((resolve) => (isHeld = resolve))
const hold = () => {
  isHeld()
  return new Promise<void>(() => {})
}
state.worker = await startJobWorker({ pool, tasks: { hold }, crontab: '', log, concurrency: 1 })
await held
await saveHeartbeat(pool, processId!, state.worker.ids())
console.log('held')
