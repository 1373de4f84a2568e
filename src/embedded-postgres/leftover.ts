// A database server that outlived the process it was started for (kill -9): ended, so that its data can be gone on with.
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isPidInUse, isPostgresOn } from './process-identity.ts'

/** What a Postgres server says of itself in its data folder. */
export type PidFile = { pid: number; port: number; isReady: boolean }

/** Reads `postmaster.pid`; null where there is none, or it is only being written. */
export function readPidFile(data: string): PidFile | null {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    return Number.isInteger(pid) && pid > 0 ? { pid, port: Number(lines[3]), isReady: lines[7]?.trim() === 'ready' } : null
  } catch {
    return null
  }
}

/**
 * Ends the server that still runs on `data`, if one does: the caller holds the folder's lock, so whoever it was started
 * for is gone. Also takes away a pid file whose number now belongs to another program, at which Postgres would refuse.
 */
export async function endLeftover(data: string, pgCtl: string): Promise<void> {
  const found = readPidFile(data)
  if (found === null || !isPidInUse(found.pid)) return
  if (process.platform === 'win32') {
    // Its own tool speaks to servers by a pipe named after the pid, and so never to another program.
    execFileSync(pgCtl, ['stop', '-D', data, '-m', 'fast', '-w', '-t', '20'], { stdio: 'ignore' })
    return
  }
  if (!isPostgresOn(found.pid, data)) {
    rmSync(join(data, 'postmaster.pid'), { force: true })
    return
  }
  await endServer(found.pid)
}

/** Asks the server with this pid to end, ever less politely, and waits until it has. */
export async function endServer(pid: number): Promise<void> {
  const politeness: [NodeJS.Signals, number][] = [['SIGINT', 8_000], ['SIGQUIT', 3_000], ['SIGKILL', 2_000]]
  for (const [signal, patienceMs] of politeness) {
    try {
      process.kill(pid, signal)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return
      throw error
    }
    const deadline = performance.now() + patienceMs
    while (performance.now() < deadline) {
      if (!isPidInUse(pid)) return
      await pause(10)
    }
  }
}
