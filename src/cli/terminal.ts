// The process's own input and output: lines that wait for their reader, notes and a status line beside them, questions.
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { ReaderGone } from './command-fault.ts'

/** How commands speak with whoever called them. Results go to stdout, everything else to stderr. */
export type Terminal = {
  /** Columns that a line of a table may have; null where nobody looks at it on a screen. */
  readonly width: number | null
  /** Whether a person can be asked. */
  readonly isInteractive: boolean
  /** Whether a status line would be seen, and disturb nothing. */
  readonly hasStatusLine: boolean
  /** Writes to stdout as fast as it is read. Throws ReaderGone when nobody does any more. */
  write(text: string): Promise<void>
  /** Writes a line to stderr, above the status line. */
  note(line: string): void
  /** Shows one line at the bottom, in place of the one before; null takes it away. */
  status(line: string | null): void
  /** Asks for a yes or no; everything but yes is no. */
  ask(question: string): Promise<boolean>
  /** The lines of stdin that aren't empty. */
  lines(): AsyncIterable<string>
}

const DEFAULT_COLUMNS = 80
const CLEAR_LINE = '\r\x1b[K'

/** The terminal of this process. */
export function processTerminal({ stdin, stdout, stderr }: NodeJS.Process): Terminal {
  let shown: string | null = null
  let isGone = false
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    isGone = true
  })
  stderr.on('error', () => {})
  const clear = () => { if (shown !== null) stderr.write(CLEAR_LINE) }
  const show = () => { if (shown !== null) stderr.write(shown) }
  return {
    width: stdout.isTTY ? stdout.columns || DEFAULT_COLUMNS : null,
    isInteractive: Boolean(stdin.isTTY && stderr.isTTY),
    hasStatusLine: Boolean(stderr.isTTY && stderr.columns !== 0),
    write: async (text) => {
      if (isGone) throw new ReaderGone()
      if (stdout.isTTY) clear()
      const isTaken = stdout.write(text)
      if (stdout.isTTY) show()
      // A pipe tells that nobody reads only when the event loop comes round.
      if (isTaken) await new Promise(setImmediate)
      else await untilTaken(stdout)
      if (isGone) throw new ReaderGone()
    },
    note: (line) => {
      clear()
      stderr.write(`${line}\n`)
      show()
    },
    status: (line) => {
      clear()
      shown = line === null ? null : line.slice(0, (stderr.columns || DEFAULT_COLUMNS) - 1)
      show()
    },
    ask: async (question) => {
      const lines = createInterface({ input: stdin, output: stderr })
      const answer = await new Promise<string>((resolve) => {
        lines.question(`${question} [y/N] `, resolve)
        lines.once('close', () => resolve(''))
      })
      lines.close()
      return /^y(es)?$/i.test(answer.trim())
    },
    lines: async function* () {
      for await (const line of createInterface({ input: stdin, crlfDelay: Infinity })) if (line.trim() !== '') yield line.trim()
    },
  }
}

// Whichever comes; the listeners of the others go with it, since very much may be written.
async function untilTaken(stdout: NodeJS.Process['stdout']): Promise<void> {
  const over = new AbortController()
  await Promise.race(['drain', 'close'].map((event) => once(stdout, event, { signal: over.signal }))).catch(() => {})
  over.abort()
}
