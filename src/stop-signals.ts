// Being told to stop by a signal: once to stop in order, again to stop at once.

const IMPATIENT_AFTER_MS = 1_000

/** Calls `stop` at the first of these signals, and `stopAtOnce` at one that comes later. Answers how to listen no more. */
export function onStopSignals<Signal extends 'SIGINT' | 'SIGTERM'>(signals: readonly Signal[], stop: (signal: Signal) => void, stopAtOnce: () => void): () => void {
  let stoppingSince: number | null = null
  const listeners = signals.map((signal) => [signal, () => {
    if (stoppingSince === null) {
      stoppingSince = performance.now()
      stop(signal)
    } else if (performance.now() - stoppingSince > IMPATIENT_AFTER_MS) {
      // Ctrl-C comes twice at once: from the terminal, and passed on by npm. Only what comes later is impatience.
      stopAtOnce()
    }
  }] as const)
  for (const [signal, listener] of listeners) process.on(signal, listener)
  return () => { for (const [signal, listener] of listeners) process.off(signal, listener) }
}
