// Ctrl-C while things are being changed: the first begins nothing further and waits for what is under way, so that all that was
// done is told; another ends at once.
import { onStopSignals } from '../stop-signals.ts'
import { INTERRUPTED } from './command-fault.ts'
import type { Terminal } from './terminal.ts'

/** Whether it came. `asked` settles when it does; `end` leaves Ctrl-C to end the process as ever. */
export type Interruption = { isAsked(): boolean; readonly asked: Promise<void>; end(): void }

/** What is never interrupted in order: Ctrl-C ends it at once, as nothing was changed. */
export const NO_INTERRUPTION: Interruption = { isAsked: () => false, asked: new Promise(() => {}), end: () => {} }

/** Waits for Ctrl-C, and says that it was heard. */
export function hearInterruption(terminal: Terminal): Interruption {
  let isAsked = false
  let tell = () => {}
  const asked = new Promise<void>((resolve) => { tell = resolve })
  const end = onStopSignals(['SIGINT'], () => {
    isAsked = true
    terminal.note('Stopping, once what is under way is done. Ctrl-C again ends at once.')
    tell()
  }, () => process.exit(INTERRUPTED))
  return { isAsked: () => isAsked, asked, end }
}
