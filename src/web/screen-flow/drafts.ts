// What is filled in but not yet sent, kept in this tab alone so that a reload loses nothing, for whoever typed it. Passwords aren't kept.
import { recall, remember } from '../tab-memory.ts'
import { typedOn, type Screen, type Values } from './screen-values.ts'

/** Whose draft it is, and of which interview: of username `by`, null where nobody knows their name. */
export type Draft = { by: string | null; guid: string }

// By screen, since one that another tab has answered is shown again as a newer revision.
type Kept = { [screen: string]: Values }

const nameOf = ({ by, guid }: Draft) => `draft ${by ?? ''} ${guid}`

/** What was filled in on this screen before; nothing where nothing was. */
export function readDraft(draft: Draft, { apiName }: Screen): Values {
  return read(draft)[apiName] ?? {}
}

/** Keeps what is filled in. */
export function keepDraft(draft: Draft, screen: Screen, values: Values): void {
  const secret = new Set(screen.fields.filter(({ fieldType }) => fieldType === 'PASSWORD').map(({ apiName }) => apiName))
  write(draft, { ...read(draft), [screen.apiName]: Object.fromEntries(Object.entries(typedOn(screen, values)).filter(([name]) => !secret.has(name))) })
}

/** Forgets what was filled in on this screen, once it is sent. */
export function dropDraft(draft: Draft, { apiName }: Screen): void {
  write(draft, Object.fromEntries(Object.entries(read(draft)).filter(([name]) => name !== apiName)))
}

/** Forgets all of an interview that is over. */
export function dropDrafts(draft: Draft): void {
  remember(nameOf(draft), null)
}

function read(draft: Draft): Kept {
  return JSON.parse(recall(nameOf(draft)) ?? '{}') as Kept
}

function write(draft: Draft, kept: Kept): void {
  remember(nameOf(draft), Object.keys(kept).length === 0 ? null : JSON.stringify(kept))
}
