// Addresses that mail can be sent to.

/** Longest mail address, in characters (RFC 5321: what a path may hold). */
export const MAX_ADDRESS_LENGTH = 254

/** Whether a text of at most that length could be one mail address, and is not several; whether there is such a mailbox, only its server knows. */
export function isMailAddress(text: string): boolean {
  return /^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(text)
}
