// Runs a flow's elements, one after the other, until it stands: on a screen, an action, a wait, or at its end.
import { holds } from '../conditions.ts'
import type { FlowType } from '../definition.ts'
import { own } from '../read-path.ts'
import { assign } from './assignment-element.ts'
import { inWords, startValues } from './check-inputs.ts'
import { outputsOf } from './outputs.ts'
import { readInputs, readResource, scopeOf } from './read-resource.ts'
import { updateRecord } from './update-record-element.ts'
import { momentOf, timeText } from './values.ts'
import { endSubflow, takeUp } from './way-back.ts'
import { definitionOf, elementOf, fail, missing, setTop, setValue, topFrame, type NamedElement, type Work } from './work.ts'

/** Most elements that run without a screen or a wait in between. */
export const MAX_ELEMENTS_WITHOUT_REST = 2_000
/** How deep subflows may be nested, the outermost flow not counted. */
export const MAX_SUBFLOW_DEPTH = 10

/** Whether a flow of one type may call a flow of another as its subflow. */
export function mayCall(caller: FlowType, called: FlowType): boolean {
  if (called === 'AUTOLAUNCHED') return true
  return caller === called
}

/** Goes on from the innermost frame's element until `work.position` is set or something is missing. */
export function runElements(work: Work): void {
  while (work.position === null && missing(work) === null) {
    const frame = topFrame(work.interview)
    const definition = definitionOf(work, frame)
    if (definition === null) return
    if (frame.element === null) {
      leaveFlow(work)
      continue
    }
    const found = elementOf(definition, frame.element)
    if (found === null) return fail(work, `the flow "${definition.apiName}" has no element "${frame.element}"`)
    const elementsRun = work.interview.elementsRun + 1
    work.interview = { ...work.interview, elementsRun }
    if (elementsRun - work.interview.restedAt > MAX_ELEMENTS_WITHOUT_REST) {
      return fail(work, `more than ${MAX_ELEMENTS_WITHOUT_REST} elements ran without a screen or a wait: the flow seems to go round in circles`)
    }
    runElement(work, found)
  }
}

function runElement(work: Work, { kind, element }: NamedElement): void {
  switch (kind) {
    case 'screen': work.position = { kind: 'screen', element: element.apiName, values: {} }; return
    case 'assignment': return assign(work, element)
    case 'decision': {
      const scope = scopeOf(work)
      const outcome = element.outcomes.find(({ when }) => holds(when, scope))
      return setTop(work, { element: (outcome ? outcome.next : element.default) ?? null })
    }
    case 'action':
      work.position = {
        kind: 'action', element: element.apiName, action: element.action, inputs: readInputs(work, element.inputs),
        key: `${work.interview.guid}:${work.interview.elementsRun}`,
      }
      return
    case 'subflow': return enterSubflow(work, element)
    case 'updateRecord': return updateRecord(work, element)
    case 'wait': return wait(work, element)
  }
}

function enterSubflow(work: Work, element: Extract<NamedElement, { kind: 'subflow' }>['element']): void {
  const caller = topFrame(work.interview)
  const flow = own(work.facts.flows, element.flow)
  if (flow === undefined) {
    work.needs.flows.add(element.flow)
    return
  }
  if (flow === null) return fail(work, `the flow "${element.flow}", which "${element.apiName}" calls, is not active`)
  const callerType = definitionOf(work, caller)?.flowType
  if (callerType && !mayCall(callerType, flow.flowType)) return fail(work, `a flow of type ${callerType} can't call "${element.flow}", which is of type ${flow.flowType}`)
  if (work.interview.frames.length > MAX_SUBFLOW_DEPTH) return fail(work, `subflows are nested more than ${MAX_SUBFLOW_DEPTH} deep`)
  const started = startValues(flow.definition, readInputs(work, element.inputs), true)
  if ('issues' in started) {
    return fail(work, `"${element.apiName}" can't call "${element.flow}": ${inWords(started.issues)}`)
  }
  work.pinned.set(flow.versionId, flow.definition)
  const frame = { flow: flow.apiName, versionId: flow.versionId, element: flow.definition.start, values: started.values, answered: [], visited: [], ...takeUp(work, element.apiName, flow.versionId) }
  work.interview = { ...work.interview, frames: [...work.interview.frames, frame] }
}

// The innermost flow has come to its end: its outputs go to the flow that called it, or to whoever started the interview.
function leaveFlow(work: Work): void {
  const frame = topFrame(work.interview)
  const definition = definitionOf(work, frame)
  if (definition === null) return
  const outputs = outputsOf(definition, frame.values)
  if (work.interview.frames.length === 1) {
    work.position = { kind: 'finished', outputs }
    return
  }
  endSubflow(work)
  const caller = definitionOf(work, topFrame(work.interview))
  const called = caller && elementOf(caller, topFrame(work.interview).element ?? '')
  if (called?.kind !== 'subflow') return
  setValue(work, called.element.apiName, outputs)
  if (called.element.output && work.position === null) setValue(work, called.element.output, outputs)
  setTop(work, { element: called.element.next ?? null })
}

function wait(work: Work, element: Extract<NamedElement, { kind: 'wait' }>['element']): void {
  const until = element.untilResource ? momentOf(readResource(work, element.untilResource)) : timeText(Date.parse(work.now) + (element.seconds ?? 0) * 1000)
  if (until === null) return fail(work, `"${element.apiName}" has no time to wait for: ${element.untilResource ? `${element.untilResource} holds none` : 'it is out of range'}`)
  if (Date.parse(until) <= Date.parse(work.now)) return setTop(work, { element: element.next ?? null })
  work.position = { kind: 'wait', element: element.apiName, until }
}
