// Turns at a run that several commands of this process want to change at the same moment. Commands don't wait for each other as a
// rule: who comes second decides again. But a run of thousands of steps takes long to load and to save, and of those who meet
// there all but one have done it for nothing. From the first who met another on, each waits for its turn.
import { createTurns, type Turns } from '../turns.ts'

/** Those at a run: one at work, the others behind it. */
type Line = { turns: Turns; length: number }

const lines = new Map<string, Line>()

/** Whether somebody is at the run who had to take turns. */
export function hasTurns(runId: string): boolean {
  return lines.has(runId)
}

/** Does the work when all are done that asked before, whatever became of them. */
export async function inTurn<Answer>(runId: string, work: () => Promise<Answer>): Promise<Answer> {
  const line = lines.get(runId) ?? { turns: createTurns(1), length: 0 }
  lines.set(runId, line)
  line.length++
  try {
    return await line.turns(work)
  } finally {
    if (--line.length === 0) lines.delete(runId)
  }
}

/** The runs at which somebody waits for a turn, behind somebody who has it. */
export function runsWithWaiting(): string[] {
  return [...lines].flatMap(([runId, { length }]) => (length > 1 ? [runId] : []))
}
