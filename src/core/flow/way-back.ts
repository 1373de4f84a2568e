// The way back: the screens that Back leads to, in subflows that have ended too, and what was filled in where Back has left one.
import type { FlowDefinition, ScreenElement } from '../definition.ts'
import type { JsonObject } from '../json.ts'
import { own } from '../read-path.ts'
import type { Frame, Interview } from './interview.ts'
import { answeredFields } from './screen-values.ts'
import { definitionOf, MAX_INTERVIEW_SIZE, setTop, topFrame, type Work } from './work.ts'

// Back leads through at most so many screens and subflows; a flow that goes round for years must not grow without end.
const MAX_VISITED = 200

/** Whether Back leads anywhere: to a screen before, in this flow or in one that called it. */
export function hasScreenBefore(interview: Interview): boolean {
  return interview.frames.some((frame) => frame.visited.length > 0)
}

/** Puts a screen that is being answered on the way back. From one without Back nothing leads further: what ended before it is forgotten. */
export function passScreen(work: Work, { apiName, allowBack }: ScreenElement): void {
  if (allowBack === false) work.interview = forgetful(work.interview, hasEnded)
  visit(work, apiName)
}

/** Leaves the innermost flow, which has come to its end, for the one that called it. Where it has shown screens Back leads into it again. */
export function endSubflow(work: Work): void {
  const ended = topFrame(work.interview)
  work.interview = { ...work.interview, frames: work.interview.frames.slice(0, -1) }
  const { element, left } = topFrame(work.interview)
  if (element === null || ended.visited.length === 0) return
  setTop(work, { left: { ...left, [element]: ended } })
  visit(work, element)
}

/**
 * What the frame of a subflow that is entered begins with: what was filled in there when Back left it, on the same version.
 * Of one that runs again only the latest time is on the way back.
 */
export function takeUp(work: Work, subflow: string, versionId: string): Pick<Frame, 'drafts' | 'left'> {
  const caller = topFrame(work.interview)
  const before = own(caller.left ?? {}, subflow)
  setTop(work, without(caller, subflow))
  return before === undefined || hasEnded(before) || before.versionId !== versionId ? { drafts: {}, left: {} } : { drafts: before.drafts, left: before.left ?? {} }
}

/** Goes to the screen before, which there must be: out of subflows that Back leads to the beginning of, and into those that have ended. */
export function goToScreenBefore(work: Work): void {
  while (topFrame(work.interview).visited.length === 0) leaveByBack(work)
  for (;;) {
    const frame = topFrame(work.interview), element = frame.visited.at(-1)!
    const ended = own(frame.left ?? {}, element)
    if (ended === undefined) return setTop(work, { element, visited: frame.visited.slice(0, -1) })
    setTop(work, { ...without(frame, element), element })
    work.interview = { ...work.interview, frames: [...work.interview.frames, ended] }
  }
}

/** The interview, or where that is too large to be kept, all of it but the subflows it has left; null where that is too large as well. */
export function withinSize(interview: Interview): Interview | null {
  if (JSON.stringify(interview).length <= MAX_INTERVIEW_SIZE) return interview
  const least = withoutLeft(interview)
  return JSON.stringify(least).length <= MAX_INTERVIEW_SIZE ? least : null
}

/** The interview without the subflows it has left, which it can do without: Back then leads past them. */
export function withoutLeft(interview: Interview): Interview {
  return forgetful(interview, () => true)
}

function visit(work: Work, element: string): void {
  const frame = topFrame(work.interview)
  const visited = [...frame.visited, element].slice(-MAX_VISITED)
  setTop(work, { visited, left: Object.fromEntries(Object.entries(frame.left ?? {}).filter(([name, left]) => !hasEnded(left) || visited.includes(name))) })
}

function leaveByBack(work: Work): void {
  const frame = topFrame(work.interview)
  const definition = definitionOf(work, frame)
  work.interview = { ...work.interview, frames: work.interview.frames.slice(0, -1) }
  const { element, left } = topFrame(work.interview)
  if (element === null || definition === null) return
  setTop(work, { left: { ...left, [element]: { ...frame, values: {}, answered: [], drafts: filledIn(definition, frame) } } })
}

// Answers become what is filled in: entered again the flow begins anew, with other inputs perhaps. A field of several screens is
// filled in on the first of them, and shown on the others with what is answered there.
function filledIn(definition: FlowDefinition, frame: Frame): { readonly [screen: string]: JsonObject } {
  const open = new Set(answeredFields(definition, frame))
  const drafts = definition.elements.flatMap(({ screen }) => {
    if (!screen) return []
    const answers = screen.fields.flatMap(({ apiName }) => (open.delete(apiName) ? [[apiName, own(frame.values, apiName) ?? null] as const] : []))
    const draft = { ...Object.fromEntries(answers), ...own(frame.drafts, screen.apiName) }
    return Object.keys(draft).length === 0 ? [] : [[screen.apiName, draft] as const]
  })
  return Object.fromEntries(drafts)
}

// Where Back leaves a flow it stands on an element still.
function hasEnded(frame: Frame): boolean {
  return frame.element === null
}

function forgetful(interview: Interview, isForgotten: (left: Frame) => boolean): Interview {
  const frames = interview.frames.map((frame) => Object.entries(frame.left ?? {}).reduce((kept, [name, left]) => (isForgotten(left) ? { ...kept, ...without(kept, name) } : kept), frame))
  return { ...interview, frames }
}

function without({ left = {}, visited }: Frame, subflow: string): Pick<Frame, 'left' | 'visited'> {
  const { [subflow]: _, ...rest } = left
  return { left: rest, visited: visited.filter((element) => element !== subflow) }
}
