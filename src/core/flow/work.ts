// One decision on an interview while it is being made: the interview so far, the world with this decision's own writes,
// and what is missing. Local to one call: the interview inside is replaced, never changed.
import type { FlowDefinition, FlowElement, Variable } from '../definition.ts'
import type { ActiveFlow, Facts, Needs, RecordFacts } from '../facts.ts'
import type { Json } from '../json.ts'
import { own } from '../read-path.ts'
import type { FlowEffect, Frame, Interview, Position } from './interview.ts'
import { jsonSize, type SizeMemo } from './size.ts'
import { timeText } from './values.ts'

/** Largest interview, in characters of its JSON. */
export const MAX_INTERVIEW_SIZE = 1_000_000

/** A decision under way. `position` is set once it stands; `needs` collects what must be looked up first. */
export type Work = {
  readonly facts: Facts
  readonly now: string
  interview: Interview
  position: Position | null
  effects: FlowEffect[]
  readonly written: Map<string, RecordFacts>
  readonly pinned: Map<string, FlowDefinition>
  readonly needs: { [kind in keyof Needs]-?: Set<string> }
  readonly sizes: SizeMemo
}

/** Opens a decision. `now` becomes UTC with milliseconds. */
export function beginWork(interview: Interview, facts: Facts, now: string, flow?: ActiveFlow): Work {
  return {
    facts, now: timeText(Date.parse(now)) ?? now, interview, position: null, effects: [], written: new Map(),
    pinned: new Map(flow ? [[flow.versionId, flow.definition]] : []),
    needs: { directory: new Set(), flows: new Set(), flowVersions: new Set(), records: new Set() }, sizes: new WeakMap(),
  }
}

/** What is missing, or null when nothing is. */
export function missing(work: Work): Needs | null {
  const lists = Object.entries(work.needs).filter(([, names]) => names.size > 0).map(([kind, names]) => [kind, [...names]])
  return lists.length === 0 ? null : (Object.fromEntries(lists) as Needs)
}

/** The innermost flow under way. An interview always has at least one frame. */
export function topFrame(interview: Interview): Frame {
  return interview.frames[interview.frames.length - 1]!
}

/** Replaces the innermost frame. */
export function setTop(work: Work, change: Partial<Frame>): void {
  const frames = work.interview.frames
  work.interview = { ...work.interview, frames: [...frames.slice(0, -1), { ...frames[frames.length - 1]!, ...change }] }
}

/** The definition a frame is pinned to; null, and asked for, where it has not been looked up. */
export function definitionOf(work: Work, frame: Frame): FlowDefinition | null {
  const definition = work.pinned.get(frame.versionId) ?? own(work.facts.flowVersions, frame.versionId)
  if (definition === undefined) work.needs.flowVersions.add(frame.versionId)
  return definition ?? null
}

/** A record with this decision's own writes; null where it does not exist, or has not been looked up and is asked for. */
export function recordOf(work: Work, recordId: string): RecordFacts | null {
  const record = work.written.get(recordId) ?? own(work.facts.records, recordId)
  if (record === undefined) work.needs.records.add(recordId)
  return record ?? null
}

/** Ends the interview as failed. What it has done so far stays done. */
export function fail(work: Work, message: string): void {
  work.position = { kind: 'failed', message, element: topFrame(work.interview).element }
}

/** Gives a name in the innermost frame a value; fails the interview where it grows too large. */
export function setValue(work: Work, name: string, value: Json): void {
  if (jsonSize(value, work.sizes) > MAX_INTERVIEW_SIZE) return fail(work, `"${name}" holds more than ${MAX_INTERVIEW_SIZE} characters`)
  const values = { ...topFrame(work.interview).values, [name]: value }
  if (jsonSize(values, work.sizes) > MAX_INTERVIEW_SIZE) return fail(work, `the values of the flow hold more than ${MAX_INTERVIEW_SIZE} characters`)
  const { answered } = topFrame(work.interview)
  setTop(work, { values, ...(value === null && answered?.includes(name) ? { answered: answered.filter((field) => field !== name) } : {}) })
}

/** A variable by name, null where the flow declares none. */
export function variableOf(definition: FlowDefinition, name: string): Variable | null {
  return definition.variables?.find((variable) => variable.apiName === name) ?? null
}

/** The name, kind and content of an element, whichever of its members is set. */
export type NamedElement = { [kind in keyof FlowElement]-?: { kind: kind; element: NonNullable<FlowElement[kind]> } }[keyof FlowElement]

const KINDS = ['screen', 'assignment', 'decision', 'action', 'subflow', 'updateRecord', 'wait'] as const

/** Tells an element's kind; null where no member is set. */
export function namedElement(element: FlowElement): NamedElement | null {
  const kind = KINDS.find((name) => element[name])
  return kind ? ({ kind, element: element[kind] } as NamedElement) : null
}

const indexes = new WeakMap<FlowDefinition, Map<string, NamedElement>>()

/** An element by name. Definitions never change once active, so their index is kept with them. */
export function elementOf(definition: FlowDefinition, name: string): NamedElement | null {
  let index = indexes.get(definition)
  if (index === undefined) {
    index = new Map(definition.elements.map(namedElement).filter((element) => element !== null).map((element) => [element.element.apiName, element]))
    indexes.set(definition, index)
  }
  return index.get(name) ?? null
}
