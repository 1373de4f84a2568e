// Tells the other processes that this one is alive, and frees what a dead one had in hand: the job queue itself would wait
// four hours before it took a killed process's jobs for abandoned.
import type pg from 'pg'
import type { Logger } from 'pino'
import { loadDeadProcesses, releaseProcesses, saveHeartbeat } from '../store/server-processes.ts'

/** A beating heart. */
export type Heartbeat = {
  /** Tells that this process has ended. Stop the worker first: jobs that it still has in hand are done again elsewhere. */
  stop(): Promise<void>
}

/** Whose heart, and what depends on it. */
export type HeartbeatParts = {
  pool: pg.Pool
  /** This process's own id among all processes. */
  processId: string
  /** The job workers that this process has now. */
  workerIds: () => readonly string[]
  /** No other process can be on this database (it is embedded): whoever was there when this one starts is dead. */
  isAlone: boolean
  log: Logger
  intervalMs?: number
}

/**
 * Beats once, so that others see this process when it resolves, and then on. To be started before this process's worker.
 * A database that fails is tried again.
 */
export async function startHeartbeat({ pool, processId, workerIds, isAlone, log, intervalMs = 1_000 }: HeartbeatParts): Promise<Heartbeat> {
  let isStopped = false
  let timer: NodeJS.Timeout
  const beat = async (isFirst: boolean) => {
    await saveHeartbeat(pool, processId, workerIds())
    const dead = await loadDeadProcesses(pool, processId, isFirst && isAlone)
    if (dead.length === 0) return
    await releaseProcesses(pool, dead, isFirst && isAlone)
    log.warn({ processIds: dead }, 'processes died without stopping; their jobs are free again')
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
      await releaseProcesses(pool, [processId], false)
    },
  }
}
