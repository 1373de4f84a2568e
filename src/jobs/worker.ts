// Runs jobs inside this process: graphile-worker, with its log in ours and its stopping in our hands.
import { EventEmitter } from 'node:events'
import { Logger as WorkerLogger, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import type { Logger } from 'pino'

/** The jobs at work in this process. */
export type JobWorker = {
  /** How the queue knows who holds a job; changes while running. */
  ids(): readonly string[]
  /** Takes no more jobs and waits for those at work; what doesn't end in time is left to be done again. */
  stop(): Promise<void>
}

/** What is run, and how. */
export type JobWorkerParts = {
  pool: pg.Pool
  /** By the names under which jobs are added. Each may be run twice. */
  tasks: TaskList
  /** What runs by the clock, in crontab form. */
  crontab: string
  log: Logger
  /** Jobs at once. */
  concurrency?: number
  /** How often to look for jobs that no notification told of: those whose time has come. */
  pollIntervalMs?: number
}

const STOP_TIMEOUT_MS = 4_000

/** Starts taking jobs, once the queue's own tables are there. */
export async function startJobWorker({ pool, tasks, crontab, log, concurrency = 4, pollIntervalMs = 1_000 }: JobWorkerParts): Promise<JobWorker> {
  const ids = new Set<string>()
  const events = new EventEmitter() as WorkerEvents
  events.on('worker:create', ({ worker }) => ids.add(worker.workerId))
  events.on('worker:stop', ({ worker }) => ids.delete(worker.workerId))
  events.on('job:failed', ({ job, error }) => log.error({ err: error, task: job.task_identifier, jobId: job.id, attempts: job.attempts }, 'a job failed for good'))
  const runner = await run({
    pgPool: pool, taskList: tasks, concurrency, pollInterval: pollIntervalMs, events, logger: workerLog(log),
    noHandleSignals: true, crontab, gracefulShutdownAbortTimeout: STOP_TIMEOUT_MS / 2,
  })
  // Ended by an error that it can't go on from; the heartbeat's next look, here or elsewhere, frees its jobs.
  runner.promise.catch((error: unknown) => log.fatal({ err: error }, 'the job worker ended'))
  const stop = async () => {
    let patience: NodeJS.Timeout | undefined
    const impatient = new Promise<void>((resolve) => (patience = setTimeout(resolve, STOP_TIMEOUT_MS)))
    await Promise.race([runner.stop(), impatient])
    clearTimeout(patience)
  }
  return { ids: () => [...ids], stop }
}

// The library's own words: its faults as ours, the rest only for whoever debugs.
function workerLog(log: Logger): WorkerLogger {
  return new WorkerLogger((scope) => (level, message, meta) => {
    const fields = { ...scope, ...(meta?.['error'] instanceof Error && { err: meta['error'] }) }
    if (level === 'error') log.error(fields, message)
    else if (level === 'warning') log.warn(fields, message)
    else log.debug(fields, message)
  })
}
