// Many interviews in one mutation: as many as can be are changed at once, the others each by itself, and each has
// its own answer.
import { ConflictError, PromisedError, ValidationError } from '../../errors.ts'

/** Most interviews in one bulk mutation (contract). */
export const MAX_BULK_INTERVIEWS = 1000

/** What a bulk mutation says of one interview, in the order asked. */
export type BulkOutcome = { guid: string; error: PromisedError | null }

/** What became of one of those changed together: done (null), refused, or left to be changed by itself. */
export type TogetherOutcome = PromisedError | null | 'alone'

// So many are changed at once: each costs little, and none waits long.
const AT_ONCE = 500

// One caller's bulk never takes all connections of the pool.
const SIDE_BY_SIDE = 4

/**
 * Changes many: `together` some of them at once, `alone` what that leaves, and all where others change so many of them at the
 * same time that they never can be changed at once. Answers in the order asked. Throws ValidationError above the limit.
 */
export async function changeInterviews(guids: readonly string[], together: (guids: readonly string[]) => Promise<readonly TogetherOutcome[]>, alone: (guid: string) => Promise<unknown>): Promise<BulkOutcome[]> {
  requireBulkLimit(guids)
  const outcomes: BulkOutcome[] = []
  for (let from = 0; from < guids.length; from += AT_ONCE) {
    const some = guids.slice(from, from + AT_ONCE)
    const tried = await together(some).catch((error: unknown) => {
      if (error instanceof ConflictError) return some.map(() => 'alone' as const)
      throw error
    })
    const rest = await eachByItself(some.filter((_, at) => tried[at] === 'alone'), alone)
    some.forEach((guid, at) => {
      const outcome = tried[at]!
      outcomes.push(outcome === 'alone' ? rest.shift()! : { guid, error: outcome })
    })
  }
  return outcomes
}

function requireBulkLimit(guids: readonly string[]): void {
  if (guids.length > MAX_BULK_INTERVIEWS) throw new ValidationError([{ path: ['input', 'interviewIds'], message: `At most ${MAX_BULK_INTERVIEWS} interviews can be named at once; ${guids.length} were.` }])
}

// In the order asked; promised failures become answers. One that is named twice is taken in turn.
async function eachByItself(guids: readonly string[], change: (guid: string) => Promise<unknown>): Promise<BulkOutcome[]> {
  const outcomes: BulkOutcome[] = []
  const places = new Map<string, number[]>()
  guids.forEach((guid, at) => places.set(guid, [...(places.get(guid) ?? []), at]))
  const open = [...places].reverse()
  const work = async () => {
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [guid, at] = next
      for (const place of at) outcomes[place] = { guid, error: await failureOf(change(guid)) }
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
  return outcomes
}

async function failureOf(change: Promise<unknown>): Promise<PromisedError | null> {
  try {
    await change
    return null
  } catch (error) {
    if (error instanceof PromisedError) return error
    throw error
  }
}
