// Asks the flow runtime to start or move an interview, looking up what it asks for, and turns its refusals into the
// errors that the API promises.
import type { ActiveFlow, Facts } from '../../core/facts.ts'
import type { InterviewInput, InterviewRefusal } from '../../core/flow/inputs.ts'
import type { FlowEffect, Interview } from '../../core/flow/interview.ts'
import { continueInterview, startInterview, type InterviewDecision } from '../../core/flow/run-interview.ts'
import type { JsonObject } from '../../core/json.ts'
import { ConflictError, InterviewNotResumableError, PauseNotAllowedError, StaleScreenError, ValidationError } from '../../errors.ts'
import type { Viewer } from '../../core/viewer.ts'
import { NO_FACTS } from '../../store/facts.ts'
import { lookUp } from '../look-up.ts'
import type { Shell } from '../shell.ts'

/** Where an interview has got to, and what it asks to have saved with it. */
export type Moved = { interview: Interview; effects: readonly FlowEffect[] }

/** Who runs the flow: `$User`; null is the automated process. */
export type FlowUser = { id: string; username: string; name: string } | null

/** `$User` of a flow that this viewer runs: kept with the interview, so nothing but the name. */
export function flowUser({ id, username, name }: Viewer): FlowUser {
  return { id, username, name }
}

const MAX_LOOKUPS = 100

/** Starts an interview of a flow's version. `known`: records that need not be looked up. Throws ValidationError with paths under ["input"] when its inputs don't fit. */
export async function startMove(shell: Shell, start: { guid: string; flow: ActiveFlow; recordId: string | null; inputs: JsonObject; user: FlowUser; convertInputs?: boolean; known?: Facts['records'] }, now: Date): Promise<Moved> {
  const { known = {}, ...args } = start
  const decision = await looking(shell, { ...NO_FACTS, records: known, flowVersions: { [start.flow.versionId]: start.flow.definition } }, (facts) => startInterview(args, facts, now.toISOString()))
  if (decision.kind === 'invalidInputs') throw new ValidationError(decision.issues.map((issue) => ({ ...issue, path: ['input', ...issue.path] })))
  if (decision.kind === 'refused') throw refusalError(decision.refusal, start.guid)
  return decision
}

/** Moves an interview on. Throws the promised error of a refusal;  */
export async function continueMove(shell: Shell, interview: Interview, input: InterviewInput, now: Date): Promise<Moved> {
  const decision = await looking(shell, NO_FACTS, (facts) => continueInterview(interview, input, facts, now.toISOString()))
  if (decision.kind === 'invalidInputs') throw new ValidationError(decision.issues)
  if (decision.kind === 'refused') throw refusalError(decision.refusal, interview.guid)
  return decision
}

function refusalError(refusal: InterviewRefusal, guid: string): Error {
  switch (refusal.kind) {
    case 'staleScreen': return new StaleScreenError(guid)
    case 'invalidValues': return new ValidationError(refusal.issues.map((issue) => ({ ...issue, path: ['input', ...issue.path] })))
    case 'pauseNotAllowed': return new PauseNotAllowedError(refusal.reason)
    case 'backNotAllowed': return new ConflictError('This screen has no Back button, or there is no screen before it.')
    case 'notResumable': return new InterviewNotResumableError(refusal.message)
    case 'notOnScreen': return new ConflictError(refusal.message)
    case 'stale': return new ConflictError('This was answered before.')
    case 'notYet': return new ConflictError(`It waits until ${refusal.until}.`)
  }
}

async function looking(shell: Shell, facts: Facts, decide: (facts: Facts) => InterviewDecision): Promise<Exclude<InterviewDecision, { kind: 'needs' }>> {
  let known = facts
  for (let round = 0; round < MAX_LOOKUPS; round++) {
    const decision = decide(known)
    if (decision.kind !== 'needs') return decision
    known = await lookUp(shell, known, decision.needs)
  }
  throw new Error('the flow runtime keeps asking for facts')
}
