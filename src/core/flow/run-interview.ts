// Interviews: started, answered, paused and gone on with, from one standing point to the next. Pure: the same interview,
// input, facts and time give the same decision, always. Nothing here throws.
import type { ActiveFlow, Facts, Needs } from '../facts.ts'
import type { Issue } from '../issue.ts'
import type { JsonObject } from '../json.ts'
import { endAction, failAction } from './action-answer.ts'
import { answerScreen, goBack, pause } from './answer-screen.ts'
import { inWords, startValues } from './check-inputs.ts'
import type { InterviewInput, InterviewRefusal } from './inputs.ts'
import type { FlowEffect, Interview, InterviewUser } from './interview.ts'
import { runElements } from './run-elements.ts'
import { standing } from './stand.ts'
import { beginWork, definitionOf, elementOf, fail, missing, recordOf, setTop, topFrame, type Work } from './work.ts'

/**
 * What a decision comes to. `moved`: save the interview and the effects together. `refused` and `invalidInputs` change
 * nothing. `needs`: look these up and ask again with them.
 */
export type InterviewDecision =
  | { kind: 'moved'; interview: Interview; effects: readonly FlowEffect[] }
  | { kind: 'refused'; refusal: InterviewRefusal }
  | { kind: 'invalidInputs'; issues: readonly Issue[] }
  | { kind: 'needs'; needs: Needs }

/**
 * How an interview starts. `convertInputs` takes inputs that resources gave (see `startValues`); where they can't be
 * converted the flow fails, for whoever runs it can't give it others. A caller's own are not converted, and are refused.
 */
export type InterviewStart = {
  guid: string; flow: ActiveFlow; recordId: string | null; inputs: JsonObject; user: InterviewUser | null; convertInputs?: boolean
}

/** Starts a flow and runs it to where it first stands. The record it is started on is at first also the one that lists it (I4). */
export function startInterview(args: InterviewStart, facts: Facts, now: string): InterviewDecision {
  const { guid, flow, recordId, user } = args
  const started = startValues(flow.definition, args.inputs, args.convertInputs ?? false)
  if ('issues' in started && args.convertInputs !== true) return { kind: 'invalidInputs', issues: started.issues }
  const frame = { flow: flow.apiName, versionId: flow.versionId, element: flow.definition.start, values: 'values' in started ? started.values : {}, answered: [], visited: [], drafts: {}, left: {} }
  const work = beginWork({
    guid, label: flow.definition.label, status: 'STARTED', revision: 0, currentRecord: recordId, recordId, user, frames: [frame],
    position: { kind: 'finished', outputs: {} }, pauseLabel: null, faultMessage: null, isAttended: true, movedAt: now,
    elementsRun: 0, restedAt: 0,
  }, facts, now, flow)
  if ('issues' in started) fail(work, `the flow "${flow.apiName}" can't start: ${inWords(started.issues)}`)
  return decided(work)
}

/** Moves an interview on. Refusals change nothing, and say what stands in the way. */
export function continueInterview(interview: Interview, input: InterviewInput, facts: Facts, now: string): InterviewDecision {
  const refusal = refusalOf(interview, input, now)
  if (refusal !== null) return { kind: 'refused', refusal }
  if (input.kind === 'resume' && interview.position.kind === 'screen') {
    return { kind: 'moved', interview: { ...interview, status: 'STARTED', pauseLabel: null, isAttended: true }, effects: [] }
  }
  const work = beginWork({ ...interview, isAttended: input.kind === 'wake' ? false : interview.isAttended || isByPerson(input) }, facts, now)
  for (const frame of interview.frames) definitionOf(work, frame)
  if (interview.recordId !== null) recordOf(work, interview.recordId)
  const needs = missing(work)
  if (needs !== null) return { kind: 'needs', needs }
  const refused = apply(work, input)
  if (refused !== null && missing(work) === null) return { kind: 'refused', refusal: refused }
  if (input.kind === 'pause') return { kind: 'moved', interview: work.interview, effects: [] } // the same screen, to the letter
  return decided(work)
}

function isByPerson(input: InterviewInput): boolean {
  return input.kind === 'submit' || input.kind === 'previous' || input.kind === 'resume'
}

// What can be refused by the look of the interview alone.
function refusalOf(interview: Interview, input: InterviewInput, now: string): InterviewRefusal | null {
  const { position, status } = interview
  switch (input.kind) {
    case 'submit': case 'previous':
      if (position.kind !== 'screen') return input.revision <= interview.revision ? { kind: 'staleScreen' } : { kind: 'notOnScreen', message: whereItStands(interview) }
      if (input.revision !== interview.revision) return { kind: 'staleScreen' }
      return status === 'PAUSED' ? { kind: 'notOnScreen', message: 'the interview is paused; resume it first' } : null
    case 'pause':
      if (position.kind !== 'screen' || status !== 'STARTED') return { kind: 'notOnScreen', message: whereItStands(interview) }
      if (input.revision != null && input.revision !== interview.revision) return { kind: 'staleScreen' }
      return input.letUsersPause ? null : { kind: 'pauseNotAllowed', reason: 'ORG_SETTING_OFF' }
    case 'resume':
      return status === 'PAUSED' ? null : { kind: 'notResumable', message: whereItStands(interview) }
    case 'wake':
      if (position.kind !== 'wait') return { kind: 'stale' }
      return Date.parse(now) < Date.parse(position.until) ? { kind: 'notYet', until: position.until } : null
    case 'actionEnded': case 'actionFailed':
      return position.kind === 'action' && position.key === input.key ? null : { kind: 'stale' }
  }
}

function whereItStands({ position, status }: Interview): string {
  switch (position.kind) {
    case 'screen': return status === 'PAUSED' ? 'the interview is paused on a screen' : 'the interview is not paused'
    case 'action': return 'the interview is carrying out an action'
    case 'wait': return `the interview waits until ${position.until}`
    case 'finished': return 'the interview has finished'
    case 'failed': return 'the interview has failed'
  }
}

function apply(work: Work, input: InterviewInput): InterviewRefusal | null {
  switch (input.kind) {
    case 'submit': return answerScreen(work, input.values)
    case 'previous': return goBack(work, input.values)
    case 'pause': return pause(work, input.reason, input.values)
    case 'resume': case 'wake': return passWait(work)
    case 'actionEnded': return endAction(work, input.output)
    case 'actionFailed': return failAction(work, input.message)
  }
}

function passWait(work: Work): null {
  const frame = topFrame(work.interview)
  const definition = definitionOf(work, frame)
  const waited = definition && elementOf(definition, frame.element ?? '')
  if (waited?.kind === 'wait') setTop(work, { element: waited.element.next ?? null })
  return null
}

function decided(work: Work): InterviewDecision {
  runElements(work)
  const interview = standing(work)
  const needs = missing(work)
  if (needs !== null || interview === null) return { kind: 'needs', needs: needs ?? {} }
  return { kind: 'moved', interview, effects: work.effects }
}
