// What is filled in but not yet sent, kept in this tab alone so that a reload loses nothing. Passwords aren't kept.
import type { Screen, Values } from './screen-values.ts'

const key = (guid: string, revision: number) => `interlude draft ${guid} ${revision}`

/** What was filled in on this screen before; null where nothing was. */
export function readDraft(guid: string, { revision }: Screen): Values | null {
  try {
    return JSON.parse(sessionStorage.getItem(key(guid, revision)) ?? 'null') as Values | null
  } catch {
    return null
  }
}

/** Keeps what is filled in. */
export function keepDraft(guid: string, screen: Screen, values: Values): void {
  const secret = new Set(screen.fields.filter(({ fieldType }) => fieldType === 'PASSWORD').map(({ apiName }) => apiName))
  try {
    sessionStorage.setItem(key(guid, screen.revision), JSON.stringify(Object.fromEntries(Object.entries(values).filter(([name]) => !secret.has(name)))))
  } catch {
    // No room, or not allowed: then a reload begins where the server stands.
  }
}

/** Forgets it, once it is sent. */
export function dropDraft(guid: string, { revision }: Screen): void {
  try {
    sessionStorage.removeItem(key(guid, revision))
  } catch {
    // Nothing was kept then.
  }
}
