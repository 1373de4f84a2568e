// Turns at what several commands of this process want to change at the same moment. Commands don't wait for each other as a
// rule: who comes second decides again. But a run of thousands of steps takes long to load and to save, and of those who meet
// there all but one have done it for nothing. From the first who met another on, each waits for its turn.

type Line = { end: Promise<void>; length: number }

const lines = new Map<string, Line>()

/** Whether somebody is at it who had to take turns. */
export function hasTurns(key: string): boolean {
  return lines.has(key)
}

/** Does the work when all are done that asked before, whatever became of them. */
export async function inTurn<Answer>(key: string, work: () => Promise<Answer>): Promise<Answer> {
  let line = lines.get(key)
  if (line === undefined) lines.set(key, line = { end: Promise.resolve(), length: 0 })
  const before = line.end
  let leave!: () => void
  line.end = new Promise((resolve) => { leave = resolve })
  line.length++
  await before
  try {
    return await work()
  } finally {
    if (--line.length === 0) lines.delete(key)
    leave()
  }
}

/** Of what somebody waits for a turn at, behind somebody who has it. */
export function withWaiting(): string[] {
  return [...lines].flatMap(([key, { length }]) => (length > 1 ? [key] : []))
}
