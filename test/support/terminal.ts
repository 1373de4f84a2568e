// A person's terminal in front of a command: what they type when they are asked, and what they see.
import { PassThrough } from 'node:stream'
import type { Api } from '../../src/cli/api.ts'
import type { Session } from '../../src/cli/session.ts'
import { processTerminal } from '../../src/cli/terminal.ts'

/** A session at a terminal, where `typed` answers a question; each look at its clock finds it a second later. */
export function atTerminal(typed: string, api?: Api): { session: Session; said: () => string; printed: () => string } {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() }
  for (const stream of Object.values(streams)) Object.assign(stream, { isTTY: true, columns: 80 })
  let said = '', printed = ''
  streams.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    if (said.endsWith('[y/N] ')) streams.stdin.write(typed)
  })
  streams.stdout.on('data', (chunk: Buffer) => { printed += chunk.toString() })
  let ticks = 0
  const terminal = processTerminal(streams as unknown as NodeJS.Process)
  const session: Session = {
    terminal, clock: () => new Date(ticks += 1000), format: 'table', isAgreed: false,
    get api() {
      if (api === undefined) throw new Error('not asked for')
      return api
    },
  }
  return { session, said: () => said, printed: () => printed }
}
