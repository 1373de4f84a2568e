// Runs jobs inside this process: graphile-worker, with its log in ours and its stopping in our hands.
import { EventEmitter } from 'node:events'
import { Logger as WorkerLogger, run, type Runner, type TaskList, type WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import type { Logger } from 'pino'
import { freeJobs, loadHeldJobs } from '../store/job-locks.ts'

/** The jobs at work in this process. */
export type JobWorker = {
  /** How the queue knows that a job is held by this process; changes while running. */
  ids(): readonly string[]
  /** Whether it takes jobs: false once it has been stopped, or has ended by an error and is about to begin again. */
  isRunning(): boolean
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
  /** Told of each job's end: done, retried (it will be tried again) or failed (for good), and how long this try took. */
  onJob?: (task: string, outcome: 'done' | 'retried' | 'failed', seconds: number) => void
  /** Jobs at once. */
  concurrency?: number
  /** Flags of jobs that are left to others now, or for later. */
  unwanted?: () => readonly string[]
  /** How often to look for jobs that no notification told of: those whose time has come. */
  pollIntervalMs?: number
}

const STOP_TIMEOUT_MS = 4_000
const BEGIN_AGAIN_MS = 1_000
// How often it is looked whether a job was lost sight of, and for how long after the last mishap: a statement whose answer was
// lost may still be at work for the time that the database gives it.
const LOOK_MS = 2_000
const LOOKS_AFTER_MISHAP = 30

// The library notes a job's end without waiting for it. Only in batches does it look at whether that went well, and wait for
// it when it stops; else a database that goes away at that moment would end the process.
const IN_BATCHES = { completeJobBatchDelay: 0, failJobBatchDelay: 0 }

// The flag of jobs that come by the thousand. One of them is done at a time, so that others always find a worker. Several that
// look at the same moment may each take one: there, too, the next is taken by one of them only.
const BULK = 'bulk'

/**
 * Starts taking jobs, once the queue's own tables are there. A worker that ends by an error that it can't go on from (the
 * database was restarted under it) is begun again until it is stopped. Where a connection broke, the queue may have it that a
 * job is in our hands, or still is, of which nobody here knows: such jobs are freed after some seconds, and done (again).
 */
export async function startJobWorker({ pool, tasks, crontab, log, onJob, concurrency = 4, unwanted = () => [], pollIntervalMs = 1_000 }: JobWorkerParts): Promise<JobWorker> {
  const ids = new Set<string>()
  const sight = keepInSight(pool, log)
  const events = new EventEmitter() as WorkerEvents
  const began = new Map<string, number>()
  const bulk = new Set<string>()
  const ended = (job: { id: string; task_identifier: string }, outcome: 'done' | 'retried' | 'failed') => {
    onJob?.(job.task_identifier, outcome, (performance.now() - (began.get(job.id) ?? performance.now())) / 1_000)
    began.delete(job.id)
    bulk.delete(job.id)
  }
  // Not by its workers' ids: jobs are locked by their pool.
  events.on('pool:create', ({ workerPool }) => {
    ids.add(workerPool.id)
    sight.holder(workerPool.id)
    poolId = workerPool.id
  })
  // It takes no more jobs, and ends when those at work are done: which may take minutes, and others shall not wait for them.
  events.on('pool:gracefulShutdown', ({ workerPool, message }) => {
    if (isStopped || runner === null || workerPool.id !== poolId) return
    leaving.add(runner)
    beginAgain({ reason: message })
  })
  events.on('pool:release', ({ workerPool }) => {
    ids.delete(workerPool.id)
    sight.mishap()
  })
  events.on('pool:fatalError', () => sight.mishap())
  events.on('worker:getJob:error', () => sight.mishap())
  events.on('worker:fatalError', ({ worker }) => sight.done(worker.getActiveJob()?.id))
  events.on('job:start', ({ job }) => {
    began.set(job.id, performance.now())
    sight.taken(job.id)
    if (job.flags?.[BULK] === true) bulk.add(job.id)
  })
  events.on('job:complete', ({ job }) => sight.done(job.id))
  events.on('job:success', ({ job }) => ended(job, 'done'))
  events.on('job:error', ({ job }) => { if (job.attempts < job.max_attempts) ended(job, 'retried') })
  events.on('job:failed', ({ job, error }) => {
    ended(job, 'failed')
    log.error({ err: error, task: job.task_identifier, jobId: job.id, attempts: job.attempts }, 'a job failed for good')
  })
  const forbiddenFlags = () => {
    const flags = [...(bulk.size === 0 ? [] : [BULK]), ...unwanted()]
    return flags.length === 0 ? null : flags
  }
  const begin = () => run({
    pgPool: pool, taskList: tasks, concurrency, pollInterval: pollIntervalMs, events, logger: workerLog(log),
    noHandleSignals: true, crontab, forbiddenFlags, preset: { worker: IN_BATCHES }, gracefulShutdownAbortTimeout: STOP_TIMEOUT_MS / 2,
  })
  let isStopped = false
  let runner: Runner | null = null
  // The newest pool of workers, which is the runner's.
  let poolId = ''
  const leaving = new Set<Runner>()
  let again: NodeJS.Timeout | null = null
  const watch = (started: Runner) => {
    runner = started
    // Where it could not note what became of a job it ends without saying so here; its own log has said why.
    void started.promise.then(() => undefined, (error: unknown) => error).then((error) => {
      leaving.delete(started)
      bulk.clear()
      if (runner === started) beginAgain({ err: error })
    })
  }
  const beginAgain = (why: object) => {
    runner = null
    if (isStopped) return
    log.error(why, 'the job worker ended; it begins again')
    waitAndBegin()
  }
  const waitAndBegin = () => {
    again = setTimeout(() => {
      begin().then((started) => (isStopped ? started.stop() : watch(started))).catch((error: unknown) => {
        log.warn({ err: error }, 'the job worker could not begin; trying again')
        if (!isStopped) waitAndBegin()
      })
    }, BEGIN_AGAIN_MS)
  }
  watch(await begin())
  const stop = async () => {
    isStopped = true
    sight.stop()
    if (again !== null) clearTimeout(again)
    let patience: NodeJS.Timeout | undefined
    const impatient = new Promise<void>((resolve) => (patience = setTimeout(resolve, STOP_TIMEOUT_MS)))
    await Promise.race([Promise.all([runner?.stop(), ...[...leaving].map(({ promise }) => promise.catch(() => {}))]), impatient])
    clearTimeout(patience)
  }
  return { ids: () => [...ids], isRunning: () => runner !== null && !isStopped, stop }
}

// After a mishap, looks which jobs the queue has in our hands. What we know nothing of, twice in a row, was lost sight of: an
// answer may be on its way for as long as it takes to look again.
function keepInSight(pool: pg.Pool, log: Logger) {
  const holders = new Set<string>(), inHand = new Set<string>()
  let suspects: ReadonlySet<string> = new Set()
  let looksLeft = 0, isStopped = false
  let timer: NodeJS.Timeout | null = null
  const look = async () => {
    const held = (await loadHeldJobs(pool, [...holders])).filter((id) => !inHand.has(id))
    const lost = held.filter((id) => suspects.has(id))
    suspects = new Set(held)
    if (lost.length === 0) return
    await freeJobs(pool, lost, [...holders])
    log.warn({ jobIds: lost }, 'jobs were lost sight of when the database did not answer; they are free again')
  }
  const lookOn = () => {
    timer = setTimeout(() => {
      look().then(() => { looksLeft -= 1 }, (error: unknown) => log.warn({ err: error }, 'could not look for jobs that were lost sight of; trying again')).finally(() => {
        timer = null
        if (looksLeft > 0 && !isStopped) lookOn()
      })
    }, LOOK_MS)
  }
  return {
    holder: (id: string) => void holders.add(id),
    taken: (jobId: string) => void inHand.add(jobId),
    done: (jobId: string | undefined) => void (jobId !== undefined && inHand.delete(jobId)),
    mishap: () => {
      looksLeft = LOOKS_AFTER_MISHAP
      if (timer === null && !isStopped) lookOn()
    },
    stop: () => {
      isStopped = true
      if (timer !== null) clearTimeout(timer)
    },
  }
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
