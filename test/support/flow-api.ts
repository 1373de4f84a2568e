// Flows and interviews over the network: definitions saved and activated, screens answered, as any client does it.
import { expect } from 'vitest'
import type { Answer, Caller } from './server.ts'

type Json = unknown
/** An element as SaveFlowInput takes it; a label is filled in. */
export type ElementSpec = { [kind: string]: { apiName: string; [member: string]: Json } }
/** A flow as SaveFlowInput takes it; label, type (SCREEN) and start (the first element) are filled in. */
export type FlowSpec = { apiName: string; elements: ElementSpec[]; label?: string; flowType?: string; start?: string; interviewLabel?: string; variables?: Json[] }

/** A field of a screen as it is shown. */
export type ShownField = { apiName: string; label: string; isVisible: boolean; isRequired: boolean; fieldType: string; value: Json; displayText: string | null; choices: { label: string; value: Json }[] | null }
/** An interview as these tests look at it. */
export type Shown = {
  id: string; guid: string; label: string; status: string; currentElement: string | null; pauseLabel: string | null; pausedAt: string | null; pausedBy: { username: string } | null
  owner: { username: string }; record: { recordId: string } | null; canResume: boolean; canDelete: boolean; workItem: { id: string; status: string } | null; flowVersion: { versionNumber: number }
  screen: { apiName: string; label: string; revision: number; canPause: boolean; canGoBack: boolean; canFinish: boolean; helpText: string | null; fields: ShownField[] } | null
}

/** All of `Shown`. */
export const INTERVIEW = `id guid label status currentElement pauseLabel pausedAt pausedBy { username } owner { username } record { recordId } canResume canDelete workItem { id status } flowVersion { versionNumber }
  screen { apiName label revision canPause canGoBack canFinish helpText fields { apiName label isVisible isRequired fieldType value displayText choices { label value } } }`

/** A screen element; fields without a label or type are labeled text fields. */
export function screen(apiName: string, fields: ({ apiName: string } & Record<string, Json>)[], rest: Record<string, Json> = {}): ElementSpec {
  return { screen: { apiName, fields: fields.map((field) => ({ label: field.apiName, fieldType: 'TEXT', ...field })), ...rest } }
}

/** A screen that displays a text, so that a test sees what resources hold. */
export function showing(apiName: string, text: string, rest: Record<string, Json> = {}): ElementSpec {
  return screen(apiName, [{ apiName: `${apiName}Text`, fieldType: 'DISPLAY_TEXT', displayText: text }], rest)
}

/** SaveFlowInput of a spec. */
export function flowInput({ elements, ...rest }: FlowSpec): object {
  const labeled = elements.map((element) => Object.fromEntries(Object.entries(element).map(([kind, part]) => [kind, { label: part.apiName, ...part }])))
  return { label: rest.apiName, flowType: 'SCREEN', start: Object.values(elements[0]!)[0]!.apiName, ...rest, elements: labeled }
}

/** Saves and activates a flow; fails the test with the faults where that is refused. */
export async function activeFlow(admin: Caller, spec: FlowSpec): Promise<string> {
  expect(await admin.mutate('saveFlow', { ...flowInput(spec) })).toEqual({ __typename: 'SaveFlowSuccess' })
  expect(await admin.mutate('activateFlow', { apiName: spec.apiName })).toEqual({ __typename: 'ActivateFlowSuccess' })
  return spec.apiName
}

/** Starts an interview; fails the test where that is refused. */
export async function started(caller: Caller, flow: string, rest: { recordId?: string; inputs?: object } = {}): Promise<Shown> {
  return shownBy(await caller.mutate('startInterview', { flow, ...rest }, `interview { ${INTERVIEW} }`))
}

/** Answers the screen shown. */
export function submit(caller: Caller, { id, screen }: Shown, values: object = {}): Promise<Answer> {
  return caller.mutate('submitScreen', { interviewId: id, revision: screen!.revision, values }, `interview { ${INTERVIEW} } workItem { id status } nextWorkItems { id }`)
}

/** The interview of a successful answer; fails the test with the answer where it was refused. */
export function shownBy(answer: Answer): Shown {
  expect(answer, JSON.stringify(answer)).toHaveProperty('interview')
  return answer.interview as Shown
}

/** Answers the screen shown, and what is shown then. */
export async function next(caller: Caller, shown: Shown, values: object = {}): Promise<Shown> {
  return shownBy(await submit(caller, shown, values))
}

/** Pauses it; the answer as it is. */
export function pause(caller: Caller, shown: Pick<Shown, 'id'>, rest: object = {}): Promise<Answer> {
  return caller.mutate('pauseInterview', { interviewId: shown.id, ...rest }, `interview { ${INTERVIEW} } confirmation`)
}

/** Resumes it; the answer as it is. */
export function resume(caller: Caller, shown: Pick<Shown, 'id'>): Promise<Answer> {
  return caller.mutate('resumeInterview', { interviewId: shown.id }, `interview { ${INTERVIEW} }`)
}

/** The interview by its node id, null where the caller can't see it. */
export async function reread(caller: Caller, { id }: Pick<Shown, 'id'>): Promise<Shown | null> {
  const { node } = await caller.run<{ node: Shown | null }, object>(`query ($id: ID!) { node(id: $id) { ... on FlowInterview { ${INTERVIEW} } } }`, { id })
  return node
}

/** What a screen's first field displays. */
export function displayed({ screen }: Shown): string | null | undefined {
  return screen?.fields[0]?.displayText
}

/** A field of the screen shown, by name. */
export function fieldOf({ screen }: Shown, name: string): ShownField | undefined {
  return screen?.fields.find(({ apiName }) => apiName === name)
}

/** Paths of the faults of a refused answer, sorted, joined by dots. */
export function faultPaths(answer: Answer): string[] {
  expect(answer.__typename, JSON.stringify(answer)).toBe('ValidationError')
  return (answer.issues ?? []).map(({ path }) => path.join('.')).sort()
}
