// The screens that interviews stand on, as whoever answers them sees them.
import type { Facts } from '../../core/facts.ts'
import type { Interview, Screen } from '../../core/flow/interview.ts'
import { presentScreen } from '../../core/flow/present-screen.ts'
import type { Viewer } from '../../core/viewer.ts'
import { distinct } from '../../store/coalesce.ts'
import { NO_FACTS } from '../../store/facts.ts'
import { loadInterviewStates } from '../../store/interview-aggregate.ts'
import { lookUp } from '../look-up.ts'
import type { Shell } from '../shell.ts'
import { readableRecords } from './reach.ts'

const MAX_LOOKUPS = 20

/**
 * The screens of these interviews, in the order asked; null where one stands on none, or the viewer may not read the record that
 * it is run on. Who else may see them is the caller's to know.
 */
export async function showScreens(shell: Shell, viewer: Viewer, guids: readonly string[]): Promise<(Screen | null)[]> {
  const { states, letUsersPause } = await loadInterviewStates(shell.pool, guids)
  const readable = await readableRecords(shell, viewer, distinct([...states.values()].map(({ recordId }) => (recordId === null ? [] : [recordId]))))
  return Promise.all(guids.map(async (guid) => {
    const interview = states.get(guid)
    const isShown = interview !== undefined && (interview.recordId === null || readable.has(interview.recordId))
    return isShown ? showScreen(shell, interview, letUsersPause) : null
  }))
}

/** The screen of an interview that is at hand; null where it stands on none. */
export async function showScreen(shell: Shell, interview: Interview, letUsersPause: boolean): Promise<Screen | null> {
  const screen = await show(shell, interview)
  return screen === null ? null : { ...screen, canPause: screen.canPause && letUsersPause }
}

async function show(shell: Shell, interview: Interview): Promise<Screen | null> {
  let facts: Facts = NO_FACTS
  for (let round = 0; round < MAX_LOOKUPS; round++) {
    const shown = presentScreen(interview, facts)
    if (shown === null || !('kind' in shown)) return shown
    facts = await lookUp(shell, facts, shown.needs)
  }
  throw new Error('showing a screen keeps asking for facts')
}
