// Many calls in a short time become one: at once, and once more at the end when more came meanwhile.

/** Calls that come to fewer. */
export type Coalesced = {
  /** Asks for it; it begins at once, or when the interval since it last began is over. */
  call(): void
  /** No more calls; resolves when what was asked for is done. */
  stop(): Promise<void>
}

/** Makes `act` happen at most once in `intervalMs`. It must not reject. */
export function coalesce(act: () => Promise<void>, intervalMs: number): Coalesced {
  let isStopped = false
  let isDue = false
  let timer: NodeJS.Timeout | null = null
  let acting: Promise<void> = Promise.resolve()

  function begin(): void {
    isDue = false
    timer = setTimeout(() => {
      timer = null
      if (isDue) begin()
    }, intervalMs)
    acting = act()
  }

  return {
    call: () => {
      if (isStopped) return
      if (timer === null) begin()
      else isDue = true
    },
    stop: async () => {
      isStopped = true
      if (timer !== null) clearTimeout(timer)
      if (isDue) begin()
      if (timer !== null) clearTimeout(timer)
      await acting
    },
  }
}
