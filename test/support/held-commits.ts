// Two commands in exactly the order that a test wants: one has read and decided, and its commit is held back until the
// other is through. Both are real transactions on a real database.
import type pg from 'pg'
import { Pipeline } from '../../src/pipeline.ts'
import type { TestDatabase } from './database.ts'
import { testShell, type TestShell } from './shell.ts'

/** A shell whose first commit waits: `decided` resolves when a command wants to commit, `release` lets it. */
export type HeldShell = { shell: TestShell; decided: Promise<void>; release: () => void }


/** Makes such a shell. Commands that it is given after the first are not held. */
export function holdCommit(db: TestDatabase): HeldShell {
  let decide = () => {}, release = () => {}
  const decided = new Promise<void>((resolve) => (decide = resolve)), released = new Promise<void>((resolve) => (release = resolve))
  const shell = shellWith(db, async (commit) => {
    decide()
    await released
    return commit()
  })
  return { shell, decided, release }
}

/** A shell whose first commit is followed by something else before its command hears that it was committed. */
export function followCommit(db: TestDatabase, by: () => Promise<unknown>): TestShell {
  return shellWith(db, async (commit) => {
    const committed = await commit()
    await by()
    return committed
  })
}

/** A shell before whose first query of this name something else is done: its command has read what it read before that. */
export function precedeQuery(db: TestDatabase, name: string, by: () => Promise<unknown>): TestShell {
  let isFirst = true
  const query = async (...args: Parameters<pg.Pool['query']>) => {
    const [statement] = args as unknown as [string | { name?: string }]
    if (isFirst && typeof statement === 'object' && statement.name === name) {
      isFirst = false
      await by()
    }
    return db.pool.query(...args) as unknown as Promise<unknown>
  }
  return shellOn(db, query)
}

function shellWith(db: TestDatabase, first: (commit: () => Promise<unknown>) => Promise<unknown>): TestShell {
  let isFirst = true
  const query = async (...args: Parameters<pg.Pool['query']>) => {
    const commit = () => db.pool.query(...args) as unknown as Promise<unknown>
    if (!isFirst || !((args[0] as unknown) instanceof Pipeline)) return commit()
    isFirst = false
    return first(commit)
  }
  return shellOn(db, query)
}

function shellOn(db: TestDatabase, query: (...args: Parameters<pg.Pool['query']>) => Promise<unknown>): TestShell {
  const pool = new Proxy(db.pool, { get: (target, name) => (name === 'query' ? query : (Reflect.get(target, name, target) as unknown)) })
  return testShell({ url: db.url, prisma: db.prisma, close: () => db.close(), pool })
}
