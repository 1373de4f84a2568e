// Looks somebody up by username, as the core knows people.
import { directoryKey, type DirectoryEntry } from '../core/facts.ts'
import { NO_FACTS } from '../store/facts.ts'
import { lookUp } from './look-up.ts'
import type { Shell } from './shell.ts'

/** Whoever has this username, active or not; null: nobody. */
export async function findUser(shell: Shell, username: string): Promise<DirectoryEntry | null> {
  const key = directoryKey('user', username)
  return (await lookUp(shell, NO_FACTS, { directory: [key] })).directory[key] ?? null
}
