// Tells the other processes that this one is alive, and frees what a dead one had in hand: the job queue itself would wait
// four hours before it took a killed process's jobs for abandoned.
import type pg from 'pg'
import type { Logger } from 'pino'
import { loadDeadProcesses, releaseProcesses, saveHeartbeat, type DeadProcess } from '../store/server-processes.ts'

/** A beating heart. */
export type Heartbeat = {
  /** Tells that this process has ended. Stop the worker first: jobs that it still has in hand are done again elsewhere. */
  stop(): Promise<void>
}

/** Whose heart, and what depends on it. */
export type HeartbeatParts = {
  pool: pg.Pool
  /** For the beats, if given: a pool that soon gives up a connection that doesn't answer. A beat that fails is tried again at once. */
  beatPool?: pg.Pool
  /** This process's own id among all processes. */
  processId: string
  /** The job workers that this process has now. */
  workerIds: () => readonly string[]
  /** No other process can be on this database (it is embedded): whoever was there when this one starts is dead. */
  isAlone: boolean
  log: Logger
  intervalMs?: number
  /** Ends what else a dead process had. The heart does not wait for it. */
  onDead?: (process: DeadProcess) => Promise<void>
  /** Others have taken this process for dead, and ended what it had: it is to be begun anew. The heart does not wait for it. */
  onForgotten?: () => Promise<void>
}

/**
 * Beats once, so that others see this process when it resolves, and then on. To be started before this process's worker.
 * A database that fails is tried again.
 */
export async function startHeartbeat({ pool, beatPool = pool, processId, workerIds, isAlone, log, intervalMs = 1_000, onDead, onForgotten }: HeartbeatParts): Promise<Heartbeat> {
  let isStopped = false
  let timer: NodeJS.Timeout
  let lastBeatAt = performance.now()
  const consequences = new Set<Promise<void>>()
  const follow = (consequence: Promise<void> | undefined, words: string) => {
    if (consequence === undefined) return
    const followed: Promise<void> = consequence.catch((error: unknown) => log.warn({ err: error }, words)).finally(() => consequences.delete(followed))
    consequences.add(followed)
  }
  // It looks through all jobs, on a connection that may be dead itself: the heart doesn't wait for it.
  let releasing: Promise<void> | null = null
  const release = async (processIds: readonly string[], areAllDead: boolean) => {
    await releaseProcesses(pool, processIds, areAllDead)
    log.warn({ processIds }, 'processes died without stopping; their jobs are free again')
  }
  const beat = async (isFirst: boolean) => {
    const save = () => saveHeartbeat(beatPool, processId, workerIds())
    const wasKnown = await save().catch(save)
    const isLate = !isFirst && performance.now() - lastBeatAt > 2 * intervalMs + LATE_MS
    lastBeatAt = performance.now()
    if (!isFirst && !wasKnown) {
      log.warn('other processes took this one for dead; it makes its connections anew')
      follow(onForgotten?.(), 'could not begin anew what others had ended')
    }
    // Who was held up itself, as by a database that was away for all, doesn't judge others before they could beat again.
    if (isLate || releasing !== null) return
    const dead = await loadDeadProcesses(beatPool, processId, isFirst && isAlone)
    if (dead.length === 0) return
    for (const process of dead) follow(onDead?.(process), 'could not end all that a dead process had; the sweep does')
    releasing = release(dead.map(({ id }) => id), isFirst && isAlone).finally(() => { releasing = null })
    if (isFirst) await releasing
    else follow(releasing, 'could not free the jobs of processes that died; trying again')
  }
  const beatOn = async () => {
    await beat(false).catch((error: unknown) => log.warn({ err: error }, 'no heartbeat: the database does not answer'))
    if (!isStopped) wait()
  }
  const wait = () => {
    timer = setTimeout(() => {
      beating = beatOn()
    }, intervalMs)
  }
  await beat(true)
  let beating = Promise.resolve()
  wait()
  return {
    stop: async () => {
      isStopped = true
      clearTimeout(timer)
      await beating
      await Promise.all(consequences)
      await releaseProcesses(pool, [processId], false)
    },
  }
}

// What a busy process may be late by.
const LATE_MS = 250
