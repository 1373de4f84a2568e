// Turns at a run, or a record, that several commands of this process want to change at the same moment. Commands don't wait for
// each other as a rule: who comes second decides again. But a run of thousands of steps takes long to load and to save, and of
// those who meet there all but one have done it for nothing; and a hundred who start runs about one record would begin anew a
// hundred times. From the first who met another on, each waits for its turn.
import { createTurns, type Turns } from '../turns.ts'

/** Those at one place: one at work, the others behind it. */
type Line = { turns: Turns; length: number }

const lines = new Map<string, Line>()

/** The place of those who change a record, or start what listens to it. A run's own is its id. */
export function placeOfRecord(recordId: string): string {
  return `${RECORD}${recordId}`
}

const RECORD = 'record '

/** Whether somebody is at this place who had to take turns. */
export function hasTurns(place: string): boolean {
  return lines.has(place)
}

/** Does the work when all are done that asked before, whatever became of them. */
export async function inTurn<Answer>(place: string, work: () => Promise<Answer>): Promise<Answer> {
  const line = lines.get(place) ?? { turns: createTurns(1), length: 0 }
  lines.set(place, line)
  line.length++
  try {
    return await line.turns(work)
  } finally {
    if (--line.length === 0) lines.delete(place)
  }
}

/** The runs at which somebody waits for a turn, behind somebody who has it. */
export function runsWithWaiting(): string[] {
  return [...lines].flatMap(([place, { length }]) => (length > 1 && !place.startsWith(RECORD) ? [place] : []))
}
