// One server per data folder: a file that names who has it, which a killed server leaves behind without doing harm.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRunning, ownIdentity, type ProcessIdentity } from './process-identity.ts'

/** The data folder is another server's, which still runs. */
export class DataFolderInUseError extends Error {
  readonly pid: number
  constructor(folder: string, pid: number) {
    super(`Another server (process ${pid}) is using the data folder ${folder}. Stop that one first, or give this one a folder of its own with DATA_DIR.`)
    this.pid = pid
  }
}

/** Takes the folder for this process and returns how to give it back. Throws DataFolderInUseError, changing nothing. */
export function lockDataFolder(folder: string): () => void {
  const file = join(folder, 'server.lock')
  const mine = `${file}.${process.pid}`
  writeFileSync(mine, JSON.stringify(ownIdentity()))
  try {
    for (;;) {
      if (tryLink(mine, file)) return () => rmSync(file, { force: true })
      const found = readHolder(file)
      if (found !== null && isRunning(found)) throw new DataFolderInUseError(folder, found.pid)
      takeAway(file, found)
    }
  } finally {
    rmSync(mine, { force: true })
  }
}

// A link appears whole or not at all, and only one of many contenders makes it.
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function readHolder(file: string): ProcessIdentity | null {
  try {
    const { pid, startedAt } = JSON.parse(readFileSync(file, 'utf8')) as Partial<ProcessIdentity>
    return Number.isInteger(pid) && pid! > 0 ? { pid: pid!, startedAt: startedAt ?? null } : null
  } catch {
    return null
  }
}

// Between reading a dead server's lock and moving it away, another contender may have put its own there: that goes back.
function takeAway(file: string, dead: ProcessIdentity | null): void {
  const aside = `${file}.${process.pid}.old`
  try {
    renameSync(file, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const moved = readHolder(aside)
  if (moved !== null && (moved.pid !== dead?.pid || moved.startedAt !== dead.startedAt)) tryLink(aside, file)
  rmSync(aside, { force: true })
}
