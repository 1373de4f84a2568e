// A shell for tests of commands: a real database, a clock that tests own, jobs that run when a test says so.
import { pino } from 'pino'
import { v7 as uuid } from 'uuid'
import type { Shell } from '../../src/commands/shell.ts'
import { cacheDefinitions } from '../../src/store/definitions.ts'
import { workItemNumbers } from '../../src/store/work-item-numbers.ts'
import type { TestDatabase } from './database.ts'

/** A shell whose clock stands until the test moves it, and which counts the wake-ups it is given. */
export type TestShell = Shell & { clock: { now: Date; advance(seconds: number): void }; wakes: { events: number; routing: number; jobs: number } }

/** Makes the shell of a test over its own database. */
export function testShell(db: TestDatabase, overrides: Partial<Shell> = {}): TestShell {
  const clock = { now: new Date('2026-03-01T09:00:00.000Z'), advance(seconds: number) { clock.now = new Date(clock.now.getTime() + seconds * 1000) } }
  const wakes = { events: 0, routing: 0, jobs: 0 }
  return {
    pool: db.pool, prisma: db.prisma, definitions: cacheDefinitions(db.pool), workItemNumbers: workItemNumbers(db.pool), actions: {},
    now: () => clock.now, newId: () => uuid(), processId: null, log: pino({ level: 'silent' }), clock, wakes,
    wake: { events: () => { wakes.events++ }, routing: () => { wakes.routing++ }, jobs: (at) => { if (at === undefined) wakes.jobs++ } },
    ...overrides,
  }
}
