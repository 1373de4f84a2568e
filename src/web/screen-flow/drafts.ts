// What is filled in but not yet sent, kept in this tab alone so that a reload loses nothing. Passwords aren't kept.
import { recall, remember } from '../tab-memory.ts'
import type { Screen, Values } from './screen-values.ts'

const nameOf = (guid: string, { revision }: Screen) => `draft ${guid} ${revision}`

/** What was filled in on this screen before; null where nothing was. */
export function readDraft(guid: string, screen: Screen): Values | null {
  return JSON.parse(recall(nameOf(guid, screen)) ?? 'null') as Values | null
}

/** Keeps what is filled in. */
export function keepDraft(guid: string, screen: Screen, values: Values): void {
  const secret = new Set(screen.fields.filter(({ fieldType }) => fieldType === 'PASSWORD').map(({ apiName }) => apiName))
  remember(nameOf(guid, screen), JSON.stringify(Object.fromEntries(Object.entries(values).filter(([name]) => !secret.has(name)))))
}

/** Forgets it, once it is sent. */
export function dropDraft(guid: string, screen: Screen): void {
  remember(nameOf(guid, screen), null)
}
