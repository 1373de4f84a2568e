// Changing many things: agreed to first, in pieces, a few at a time and in order, each outcome reported. What is held in
// memory is a few pieces, however many things there are. After a break the same command goes on with what is left.
import { AnswerLost, CommandFault, Interrupted, ReaderGone, WrongUsage } from './command-fault.ts'
import { hearInterruption, NO_INTERRUPTION, type Interruption } from './interruption.ts'
import { showProgress, type Progress } from './progress.ts'
import { chunked, printJson } from './rows.ts'
import type { Session } from './session.ts'
import { printable } from './table.ts'

/** What became of one thing, or would. */
export type Outcome = { readonly id: string; readonly ok: boolean; readonly error: string | null }

/** Something that is to be changed. For a dry run: its name, and why it could not be changed (null: it could). */
export type Target = { readonly id: string; readonly label?: string; readonly fault?: string | null }

/** A change of many things. */
export type BulkChange = {
  /** What is done, as in "Delete", "Deleting" and "Deleted". */
  readonly words: { readonly ask: string; readonly doing: string; readonly done: string }
  /** One thing and many, as in "interview" and "interviews". */
  readonly noun: readonly [string, string]
  readonly targets: AsyncIterable<Target>
  /** How many there are; null where that isn't known. */
  readonly total: number | null
  readonly isDryRun: boolean
  /** Changes up to `piece` of them; one outcome each, in the order asked. */
  readonly change: (ids: readonly string[]) => Promise<Outcome[]>
  /** PIECE unless given: less where each takes a request of its own, as a piece that has begun is done to its end. */
  readonly piece?: number
}

/** Most things in one bulk mutation. */
export const PIECE = 1000
const PIECES_AT_ONCE = 4

/** Carries it out and prints outcomes. Throws WrongUsage where it needs --yes, CommandFault where some failed. */
export async function changeMany(session: Session, bulk: BulkChange): Promise<void> {
  const { terminal, format } = session
  const pieces = chunked(bulk.targets, PIECE)
  if (!bulk.isDryRun && bulk.total !== 1 && !session.isAgreed && !terminal.isInteractive) {
    throw new WrongUsage(`This may ${bulk.words.ask.toLowerCase()} many ${bulk.noun[1]}: give --yes to go ahead, or --dry-run to see which.`)
  }
  const agreed = await agreedPieces(session, bulk, pieces)
  const count: Count = { done: 0, failed: 0, isCutShort: false }
  const interruption = bulk.isDryRun ? NO_INTERRUPTION : hearInterruption(terminal)
  const progress = showProgress(terminal, bulk.words.doing, bulk.total, () => session.clock().getTime())
  const outcomes = counted(session, bulk, agreed, count, progress, interruption)
  const far = () => `${nounOf(bulk, count.done)} ${bulk.words.done.toLowerCase()} before that; run it again to go on with the rest.`
  try {
    if (format === 'table') await drain(outcomes)
    else await printJson(session, outcomes)
  } catch (error) {
    if (error instanceof ReaderGone && !bulk.isDryRun) throw new CommandFault(`Stopped, as nobody reads the output any more: ${far()}`)
    if (error instanceof CommandFault && count.done > 0) throw new CommandFault(`${error.message}\n${far()}`)
    throw error
  } finally {
    progress.end()
    interruption.end()
  }
  if (count.isCutShort) throw new Interrupted(`Stopped: ${far()}`)
  if (format === 'table') await terminal.write(`${summary(bulk, count)}\n`)
  if (count.failed > 0) throw new CommandFault(format === 'table' ? '' : `${nounOf(bulk, count.failed)} of ${count.done + count.failed} failed.`)
}

/** What came of it so far; `isCutShort`: Ctrl-C came before the rest. */
type Count = { done: number; failed: number; isCutShort: boolean }

// Asked once it is known whether there is anything to ask about.
async function agreedPieces({ terminal, isAgreed }: Session, bulk: BulkChange, pieces: AsyncGenerator<Target[]>): Promise<AsyncIterable<Target[]>> {
  if (bulk.isDryRun || isAgreed || bulk.total === 1) return pieces
  const first = await pieces.next()
  if (first.done === true) return pieces
  const count = bulk.total ?? first.value.length
  const many = bulk.total === null && first.value.length === PIECE ? `${PIECE.toLocaleString('en')} ${bulk.noun[1]} or more` : nounOf(bulk, count)
  if (!(await terminal.ask(`${bulk.words.ask} ${many}?`))) throw new CommandFault('Nothing was changed.')
  return (async function* () {
    yield first.value
    yield* pieces
  })()
}

async function* counted({ terminal, format }: Session, bulk: BulkChange, pieces: AsyncIterable<Target[]>, count: Count, progress: Progress, interruption: Interruption): AsyncGenerator<Outcome> {
  for await (const { targets, outcomes } of carriedOut(bulk, pieces, count, interruption)) {
    progress.advance(outcomes.length)
    for (const outcome of outcomes) count[outcome.ok ? 'done' : 'failed']++
    for (const outcome of outcomes) if (!outcome.ok) terminal.note(`${outcome.id}: ${printable(outcome.error ?? '')}`)
    if (bulk.isDryRun && format === 'table') await terminal.write(targets.map(({ id, label, fault }) => (fault ? '' : `${id}  ${printable(label ?? '')}`.trimEnd() + '\n')).join(''))
    yield* outcomes
  }
}

// `lost`: nobody knows what became of it.
type Piece = { targets: readonly Target[]; outcomes: readonly Outcome[]; lost: AnswerLost | null }

// Some pieces are under way while the next is looked for; outcomes come in the order of the targets. Where the answer to one is
// lost, those that are under way are named as well, and none is begun.
async function* carriedOut(bulk: BulkChange, pieces: AsyncIterable<Target[]>, count: Count, interruption: Interruption): AsyncGenerator<Piece> {
  const underWay: Promise<Piece>[] = []
  let lost: AnswerLost | null = null
  for await (const targets of untilAsked(inPieces(pieces, bulk.piece ?? PIECE), interruption, count)) {
    const piece = carryOut(bulk, targets)
    piece.catch(() => {})
    underWay.push(piece)
    if (underWay.length < PIECES_AT_ONCE) continue
    const done = await underWay.shift()!
    yield done
    lost = done.lost
    if (lost !== null) break
  }
  for (const piece of underWay) {
    const done = await piece
    yield done
    lost ??= done.lost
  }
  if (lost !== null) throw lost
}

async function* inPieces(chunks: AsyncIterable<Target[]>, size: number): AsyncGenerator<Target[]> {
  for await (const chunk of chunks) for (let at = 0; at < chunk.length; at += size) yield chunk.slice(at, at + size)
}

// When it is asked for, nobody waits for the next piece either: it may come from a pipe that says nothing.
async function* untilAsked(pieces: AsyncGenerator<Target[]>, { isAsked, asked }: Interruption, count: Count): AsyncGenerator<Target[]> {
  try {
    for (;;) {
      const next = isAsked() ? undefined : await Promise.race([pieces.next(), asked])
      if (next?.done === true) return
      if (next === undefined || isAsked()) {
        count.isCutShort = true
        return
      }
      yield next.value
    }
  } finally {
    if (!count.isCutShort) await pieces.return(undefined)
  }
}

async function carryOut(bulk: BulkChange, targets: readonly Target[]): Promise<Piece> {
  if (bulk.isDryRun) return { targets, outcomes: targets.map(({ id, fault = null }) => ({ id, ok: fault === null, error: fault })), lost: null }
  try {
    return { targets, outcomes: await bulk.change(targets.map((target) => target.id)), lost: null }
  } catch (error) {
    if (!(error instanceof AnswerLost)) throw error
    return { targets, outcomes: targets.map(({ id }) => ({ id, ok: false, error: UNKNOWN })), lost: error }
  }
}

const UNKNOWN = 'The connection broke before the answer came: it may have been done.'

async function drain(outcomes: AsyncIterable<Outcome>): Promise<void> {
  for await (const _ of outcomes);
}

function summary(bulk: BulkChange, { done, failed }: Count): string {
  if (done + failed === 0) return `There are no such ${bulk.noun[1]}.`
  const words = bulk.isDryRun ? `Would ${bulk.words.ask.toLowerCase()} ${nounOf(bulk, done)}; nothing was changed` : `${bulk.words.done} ${nounOf(bulk, done)}`
  return `${words}${failed > 0 ? `; ${failed.toLocaleString('en')} ${bulk.isDryRun ? 'would fail' : 'failed'}` : ''}.`
}

function nounOf({ noun }: BulkChange, count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? noun[0] : noun[1]}`
}
