// Durations as the contract gives them.

/** Whole seconds between two times, cut off; null where the second is not there yet. */
export function wholeSeconds(from: Date | string, to: Date | string | null): number | null {
  return to === null ? null : Math.floor((new Date(to).getTime() - new Date(from).getTime()) / 1000)
}
