// Which process a pid means: numbers come round again, so a pid alone says nothing after a crash or in a new container.
import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'

/** A process for as long as it lives: `startedAt` tells it from a later one with the same pid (opaque; null: can't be told here). */
export type ProcessIdentity = { pid: number; startedAt: string | null }

/** This process. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, startedAt: startOf(process.pid) }
}

/** Whether that very process still runs. */
export function isRunning({ pid, startedAt }: ProcessIdentity): boolean {
  if (!isPidInUse(pid)) return false
  return startedAt === null || startOf(pid) === startedAt
}

/** Whether any process has this pid now. */
export function isPidInUse(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return !isZombie(pid)
}

/** Whether the process with this pid is a Postgres server on that data folder (false where that can't be told). */
export function isPostgresOn(pid: number, folder: string): boolean {
  if (!isPidInUse(pid)) return false
  try {
    // A server makes its data folder its working directory.
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === folder
    if (process.platform === 'win32') return false
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(folder)
  } catch {
    return false
  }
}

// Dead, but not yet collected by its parent: in containers without an init that may be never.
function isZombie(pid: number): boolean {
  return process.platform === 'linux' && procStat(pid)?.[0] === 'Z'
}

function startOf(pid: number): string | null {
  if (process.platform === 'win32') return null
  if (process.platform !== 'linux') {
    try {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null
    } catch {
      return null
    }
  }
  const ticksSinceBoot = procStat(pid)?.[19]
  return ticksSinceBoot === undefined ? null : `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${ticksSinceBoot}`
}

// The fields of /proc/<pid>/stat after the name, which may itself hold spaces and brackets: [0] state … [19] start time.
function procStat(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}
