// How an interview looks once it stands: its status, revision and label, and what is kept of it.
import { cutText } from '../cut-text.ts'
import { fillText } from '../merge-fields.ts'
import { own } from '../read-path.ts'
import type { Frame, Interview, Position } from './interview.ts'
import { readResource } from './read-resource.ts'
import { withinSize } from './way-back.ts'
import { definitionOf, fail, MAX_INTERVIEW_SIZE, missing, topFrame, type Work } from './work.ts'

/** Longest interview label, in characters. */
export const MAX_LABEL_LENGTH = 1000

/** The interview at its new standing point; null while something is missing. Too large an interview fails instead. */
export function standing(work: Work): Interview | null {
  const label = labelOf(work)
  if (missing(work) !== null || work.position === null) return null
  const moved = { ...work.interview, label, movedAt: work.now }
  const stood = withinSize(standAt(moved, work.position))
  if (stood !== null) return stood
  fail(work, `the interview is larger than ${MAX_INTERVIEW_SIZE} characters`)
  return standAt(moved, work.position)
}

function standAt(interview: Interview, position: Position): Interview {
  switch (position.kind) {
    case 'screen': return showScreen(interview, position.element)
    case 'action': return { ...interview, position, status: 'STARTED' }
    case 'wait': return { ...interview, position, status: 'PAUSED', pauseLabel: null, restedAt: interview.elementsRun }
    case 'finished': return { ...interview, position, status: 'FINISHED', pauseLabel: null, frames: emptied(interview) }
    case 'failed': return { ...interview, position, status: 'FAILED', pauseLabel: null, frames: emptied(interview) }
  }
}

/** The interview as one that others have ended, at the element that it stood on; as every other end it keeps nothing of its values. */
export function brokenOff(interview: Interview, message: string, element: string | null): Interview {
  return standAt(interview, { kind: 'failed', message, element })
}

// A screen that a wake leads to waits, paused, for its owner (I9). A draft left there by Back is filled in again.
function showScreen(interview: Interview, screen: string): Interview {
  const frame = topFrame(interview)
  const { [screen]: draft, ...drafts } = frame.drafts
  return {
    ...interview, status: interview.isAttended ? 'STARTED' : 'PAUSED', pauseLabel: null, revision: interview.revision + 1,
    frames: [...interview.frames.slice(0, -1), { ...frame, drafts }],
    position: { kind: 'screen', element: screen, values: (own(frame.drafts, screen) && draft) ?? {} }, restedAt: interview.elementsRun,
  }
}

// What has ended needs its values no more: outputs stand in the position, and secrets are not kept.
function emptied(interview: Interview): readonly Frame[] {
  return [{ ...interview.frames[0]!, element: null, values: {}, answered: [], visited: [], drafts: {}, left: {} }]
}

function labelOf(work: Work): string {
  const outermost = work.interview.frames[0]!
  const definition = definitionOf(work, outermost)
  if (definition === null) return work.interview.label
  const label = fillText(definition.interviewLabel ?? '', (resource) => readResource(work, resource, outermost.values)).trim()
  return cutText(label === '' ? definition.label : label, MAX_LABEL_LENGTH)
}
