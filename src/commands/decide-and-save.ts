// The one loop behind every command: load, decide, save in one round trip, and again from the start when somebody else
// was faster. Retried mutations get their first answer here too.
import { createHash } from 'node:crypto'
import { ConflictError, ValidationError } from '../errors.ts'
import type { Json } from '../core/json.ts'
import { ConcurrentChangeError, joinChanges, type ChangeSet } from '../store/commit.ts'
import { commitTogether } from '../store/group-commit.ts'
import { removeInBatches, type Removed } from '../store/in-batches.ts'
import type { Shell } from './shell.ts'
import { hasTurns, inTurn } from './command-turns.ts'

/** What a decision comes to: what to write, and what to answer once that is written. */
export type Decided<Answer> = { answer: Answer; changes: ChangeSet }

/** A change set that changes nothing. */
export const NO_CHANGES: ChangeSet = { writes: [], events: [], jobs: [] }

/** Most characters of a clientMutationKey. */
export const MAX_KEY_LENGTH = 255

/** A mutation that may be sent twice: the same key and input by the same caller within 24 hours gives the first answer again. */
export type Receipt = { userId: string; mutation: string; key: string; input: object }

/** The receipt of a mutation's input; null where it has no key. Throws ValidationError for a key that is too long. */
export function receiptOf(userId: string, mutation: string, { clientMutationKey: key, ...input }: { clientMutationKey?: string | null }): Receipt | null {
  if (key == null || key === '') return null
  if (key.length > MAX_KEY_LENGTH) throw new ValidationError([{ path: ['input', 'clientMutationKey'], message: `A clientMutationKey has at most ${MAX_KEY_LENGTH} characters; this one has ${key.length}.` }])
  return { userId, mutation, key, input }
}

// Enough for 32 clients on one run; each try is one read and one write, and one of the competitors always gets through.
const MAX_TRIES = 40
const ROUTING_TABLES = new Set(['PendingServiceRouting', 'AgentWork', 'AgentPresence'])

/**
 * Runs a command. `decide` is called with the time of this try, reads what it needs and throws the promised errors
 * (errors.ts) to refuse; nothing is written then. It throws ConcurrentChangeError where what it has read doesn't go together
 * any more. Competitors are retried a bounded number of times; then ConflictError. `place`: the run or record that it is mostly about
 * (command-turns.ts), where those of this process who meet take turns.
 */
export async function decideAndSave<Answer>(shell: Shell, decide: (now: Date) => Promise<Decided<Answer>>, place: string | null = null): Promise<Answer> {
  const attempt = async () => {
    const { answer, changes } = await decide(shell.now())
    await commitTogether(shell.pool, changes)
    wakeAfter(shell, changes)
    return answer
  }
  const keepTrying = async (attempts: number): Promise<Answer> => {
    for (let made = attempts; ; ) {
      try {
        return await attempt()
      } catch (error) {
        if (!(error instanceof ConcurrentChangeError)) throw error
        if (++made >= MAX_TRIES) throw new ConflictError('Too many others are changing this at the same moment; try again.')
        await pause(made)
      }
    }
  }
  if (place === null) return keepTrying(0)
  if (hasTurns(place)) return inTurn(place, () => keepTrying(0))
  try {
    return await attempt()
  } catch (error) {
    if (!(error instanceof ConcurrentChangeError)) throw error
    return inTurn(place, () => keepTrying(1))
  }
}

/**
 * As `decideAndSave`, but answered from its receipt when the caller sent the same before. The answer must be JSON: ids of
 * rows, which the caller reads again. Throws ConflictError when the key was used with another input.
 */
export async function decideAndSaveOnce<Answer extends Json | object>(shell: Shell, receipt: Receipt | null, decide: (now: Date) => Promise<Decided<Answer>>, place: string | null = null): Promise<Answer> {
  if (receipt === null) return decideAndSave(shell, decide, place)
  const inputHash = createHash('sha256').update(canonical(receipt.input)).digest('hex')
  const { userId, mutation, key } = receipt
  return decideAndSave<Answer>(shell, async (now) => {
    const find = () => findReceipt<Answer>(shell, receipt, inputHash, now)
    const first = await find()
    if (first.isKept) return { answer: first.answer, changes: NO_CHANGES }
    try {
      const { answer, changes } = await decide(now)
      const row = { userId, mutation, key, inputHash, answer, createdDate: now }
      const write = first.isForgotten
        ? { kind: 'upsert' as const, table: 'MutationReceipt', rows: [row], key: ['userId', 'mutation', 'key'] }
        : { kind: 'insert' as const, table: 'MutationReceipt', rows: [row] }
      return { answer, changes: joinChanges(changes, { writes: [write], events: [], jobs: [] }) }
    } catch (refusal) {
      // What stands in the way may be what the same request has done, sent twice at the same moment.
      const meanwhile = await find()
      if (meanwhile.isKept) return { answer: meanwhile.answer, changes: NO_CHANGES }
      throw refusal
    }
  }, place)
}

type FoundReceipt<Answer> = { isKept: true; answer: Answer } | { isKept: false; isForgotten: boolean }

async function findReceipt<Answer>(shell: Shell, { userId, mutation, key }: Receipt, inputHash: string, now: Date): Promise<FoundReceipt<Answer>> {
  const { rows: [first] } = await shell.pool.query<{ inputHash: string; answer: Answer; createdDate: Date }>({
    name: 'mutation_receipt', text: 'SELECT "inputHash", "answer", "createdDate" FROM "MutationReceipt" WHERE "userId" = $1 AND "mutation" = $2 AND "key" = $3', values: [userId, mutation, key],
  })
  if (first === undefined || now.getTime() - first.createdDate.getTime() >= RECEIPT_HOURS * 3_600_000) return { isKept: false, isForgotten: first !== undefined }
  if (first.inputHash !== inputHash) throw new ConflictError(`The clientMutationKey "${key}" was used with another input; use a new key for a new request.`, [key])
  return { isKept: true, answer: first.answer }
}

/** How long a receipt answers for. */
export const RECEIPT_HOURS = 24

function wakeAfter(shell: Shell, changes: ChangeSet): void {
  // Routing first: an agent waits for what comes of it.
  if (changes.writes.some((write) => write.kind !== 'statement' && ROUTING_TABLES.has(write.table))) shell.wake.routing()
  if (changes.events.length > 0) shell.wake.events()
  for (const job of changes.jobs) if ('task' in job) shell.wake.jobs(job.runAt)
}

// A little apart, so that competitors don't meet again; the first retry comes at once.
function pause(attempt: number): Promise<void> {
  const milliseconds = attempt === 1 ? 0 : Math.min(50, 2 * attempt) * Math.random()
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

// The same input in another order of fields is the same input, and so is one whose optional members are null instead of
// left out; null inside of a JSON value is a value.
function canonical(input: object): string {
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined && value !== null))
  return JSON.stringify(given, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part)
}

/** Forgets receipts that no longer answer for anything, in at most `maxBatches` batches. */
export async function forgetReceipts(shell: Shell, batchSize?: number, maxBatches?: number): Promise<Removed> {
  const before = new Date(shell.now().getTime() - RECEIPT_HOURS * 3_600_000)
  return removeInBatches(async (limit) => {
    const { rowCount } = await shell.pool.query('DELETE FROM "MutationReceipt" WHERE ctid IN (SELECT ctid FROM "MutationReceipt" WHERE "createdDate" < $1 LIMIT $2)', [before, limit])
    return rowCount ?? 0
  }, batchSize, maxBatches)
}
