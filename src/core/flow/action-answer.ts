// The shell's answer to an action: its result goes into a variable, its failure to the fault path or ends the interview.
import { cutText } from '../cut-text.ts'
import type { ActionElement } from '../definition.ts'
import type { Json } from '../json.ts'
import { putIntoVariable } from './assignment-element.ts'
import type { FailedTry, Interview } from './interview.ts'
import { definitionOf, elementOf, fail, setTop, topFrame, type Work } from './work.ts'

const MAX_FAULT_LENGTH = 2_000

/** The action has ended. A result that its variable can't take counts as a failure of the action. */
export function endAction(work: Work, output: Json): null {
  const found = actionOf(work)
  if (found === null) return null
  const { element, definition } = found
  const fault = element.output ? putIntoVariable(work, definition, element.output, output) : null
  if (fault !== null) return failAction(work, `its result can't be put into ${element.output}: ${fault}`)
  setTop(work, { element: element.next ?? null })
  return null
}

/** The action has failed for good: `$Flow.FaultMessage` says why on the fault path; without one the interview fails. */
export function failAction(work: Work, message: string): null {
  const found = actionOf(work)
  if (found === null) return null
  const { element } = found
  const faultMessage = faultText(message)
  work.interview = { ...work.interview, faultMessage }
  if (element.onFault) setTop(work, { element: element.onFault })
  else fail(work, `the action "${element.apiName}" (${element.action}) failed: ${faultMessage}`)
  return null
}

/** The interview with a try noted that failed and is followed by another; null where it doesn't stand on that action any more. */
export function putOff(interview: Interview, key: string, latestTry: FailedTry): Interview | null {
  const { position } = interview
  if (position.kind !== 'action' || position.key !== key) return null
  return { ...interview, position: { ...position, latestTry: { ...latestTry, message: faultText(latestTry.message) } } }
}

function faultText(message: string): string {
  return cutText(message.replace(/\0|\p{Surrogate}/gu, '�'), MAX_FAULT_LENGTH)
}

function actionOf(work: Work): { element: ActionElement; definition: NonNullable<ReturnType<typeof definitionOf>> } | null {
  const frame = topFrame(work.interview)
  const definition = definitionOf(work, frame)
  const found = definition && elementOf(definition, frame.element ?? '')
  return definition && found?.kind === 'action' ? { element: found.element, definition } : null
}
