// What every command is handed: the outside world, as arguments. Made once in main.ts, and in tests with a clock of
// their own.
import type pg from 'pg'
import type { Logger } from 'pino'
import type { PrismaClient } from '../../prisma/generated/client/client.ts'
import type { Definitions } from '../store/definitions.ts'
import type { Actions } from './action.ts'
import type { WorkItemNumbers } from '../store/work-item-numbers.ts'

/** Hints given after a commit, so that nobody has to poll; losing one delays, never loses (architecture: data in motion). */
export type Wakeups = {
  /** New rows in the event log: this process's tail reads now, other processes are told. */
  events(): void
  /** Work, capacity or presence changed: route now. */
  routing(): void
  /** A job was added: workers look now, or at its time where it has one. */
  jobs(at: Date | undefined): void
}

export type Shell = {
  pool: pg.Pool
  prisma: PrismaClient
  definitions: Definitions
  workItemNumbers: WorkItemNumbers
  actions: Actions
  /** The time now. The only place commands get it from. */
  now(): Date
  /** A new random UUID (version 7: sorts by time). */
  newId(): string
  /** The server process whose caller waits for what its commands do; null: it is done by a job, which another process takes over. */
  processId: string | null
  wake: Wakeups
  /** Told, for metrics, how long work had waited when it was offered, in seconds. */
  onOffered?: (waitedSeconds: number) => void
  log: Logger
}
