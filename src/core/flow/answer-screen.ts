// What people do on a screen: answer it, go back, or leave it for later (I1 to I3).
import type { FlowDefinition, ScreenElement } from '../definition.ts'
import type { Json, JsonObject } from '../json.ts'
import { putIntoVariable } from './assignment-element.ts'
import { checkValues, keepable } from './check-values.ts'
import type { InterviewRefusal } from './inputs.ts'
import { runElements } from './run-elements.ts'
import { answeredFields } from './screen-values.ts'
import { jsonSize } from './size.ts'
import { goToScreenBefore, hasScreenBefore, passScreen, withinSize, withoutLeft } from './way-back.ts'
import { definitionOf, elementOf, MAX_INTERVIEW_SIZE, missing, setTop, setValue, topFrame, variableOf, type Work } from './work.ts'

/** Longest reason for a pause (the pause label), in characters. */
export const MAX_PAUSE_REASON_LENGTH = 1000

/** Checks the answer, takes its values, and goes on from the screen. */
export function answerScreen(work: Work, submitted: JsonObject): InterviewRefusal | null {
  const stand = screenOf(work)
  if (stand === null) return gone(work)
  const { definition, screen, kept } = stand
  const checked = checkValues(work, definition, screen, submitted, kept)
  if (missing(work) !== null) return null
  if ('issues' in checked) return { kind: 'invalidValues', issues: checked.issues }
  if (isTooLarge(work, checked.values)) return tooLarge()
  passScreen(work, screen)
  setTop(work, { answered: answeredFields(definition, topFrame(work.interview)) })
  for (const [name, value] of Object.entries(checked.values)) {
    const fault = keep(work, definition, name, value)
    if (fault !== null) return { kind: 'invalidValues', issues: [{ path: ['values', name], message: `doesn't fit the variable of its name: it ${fault}` }] }
  }
  setTop(work, { element: screen.next ?? null, answered: [...new Set([...answeredFields(definition, topFrame(work.interview)), ...checked.answered])] })
  runElements(work)
  return work.position?.kind === 'finished' && screen.allowFinish === false ? { kind: 'notOnScreen', message: 'the flow may not finish on this screen' } : null
}

// I10: a field's value is a resource by its name, and that of a variable of the same name.
function keep(work: Work, definition: FlowDefinition, name: string, value: Json): string | null {
  if (variableOf(definition, name) !== null) return putIntoVariable(work, definition, name, value)
  setValue(work, name, value)
  return null
}

/** Goes to the screen before, keeping what is filled in on this one. What ran in between stays done. */
export function goBack(work: Work, filledIn: JsonObject): InterviewRefusal | null {
  const stand = screenOf(work)
  if (stand === null) return gone(work)
  const { screen, kept } = stand
  if (screen.allowBack === false || !hasScreenBefore(work.interview)) return { kind: 'backNotAllowed' }
  const draft = { ...kept, ...keepable(screen, filledIn) }
  if (isTooLarge(work, draft)) return tooLarge()
  setTop(work, { drafts: { ...topFrame(work.interview).drafts, [screen.apiName]: draft } })
  goToScreenBefore(work)
  return null
}

/** Leaves the screen for later, with what is filled in kept as it is (I3). The org switch has been looked at before. */
export function pause(work: Work, reason: string | null, filledIn: JsonObject): InterviewRefusal | null {
  const stand = screenOf(work)
  if (stand === null) return gone(work)
  const { screen, kept } = stand
  if (screen.allowPause !== true) return { kind: 'pauseNotAllowed', reason: 'SCREEN_HAS_NO_PAUSE' }
  if (reason !== null && reason.length > MAX_PAUSE_REASON_LENGTH) {
    return { kind: 'invalidValues', issues: [{ path: ['reason'], message: `has ${reason.length} characters; at most ${MAX_PAUSE_REASON_LENGTH} are allowed` }] }
  }
  const values = { ...kept, ...keepable(screen, filledIn) }
  if (isTooLarge(work, values)) return tooLarge()
  const paused = withinSize({ ...work.interview, status: 'PAUSED', pauseLabel: reason, position: { kind: 'screen', element: screen.apiName, values } })
  if (paused === null) return tooLarge()
  work.interview = paused
  return null
}

function screenOf(work: Work): { definition: FlowDefinition; screen: ScreenElement; kept: JsonObject } | null {
  const { position } = work.interview
  const definition = definitionOf(work, topFrame(work.interview))
  if (definition === null || position.kind !== 'screen') return null
  const found = elementOf(definition, position.element)
  return found?.kind === 'screen' ? { definition, screen: found.element, kept: position.values } : null
}

function gone(work: Work): InterviewRefusal | null {
  return missing(work) === null ? { kind: 'notOnScreen', message: 'the screen is not part of the flow' } : null
}

function isTooLarge(work: Work, values: JsonObject): boolean {
  return jsonSize(withoutLeft(work.interview).frames, work.sizes) + jsonSize(values, work.sizes) > MAX_INTERVIEW_SIZE
}

function tooLarge(): InterviewRefusal {
  return { kind: 'invalidValues', issues: [{ path: ['values'], message: `these values make the interview larger than ${MAX_INTERVIEW_SIZE} characters` }] }
}
