// What this browser tab alone remembers across a reload; where a page may not keep anything, nothing is remembered.

/** What was remembered under a name; null: nothing. */
export function recall(name: string): string | null {
  try {
    return sessionStorage.getItem(`interlude ${name}`)
  } catch {
    return null
  }
}

/** Remembers a text under a name, or forgets it with null. */
export function remember(name: string, text: string | null): void {
  try {
    if (text === null) sessionStorage.removeItem(`interlude ${name}`)
    else sessionStorage.setItem(`interlude ${name}`, text)
  } catch {
    // Then a reload begins where the server stands.
  }
}
