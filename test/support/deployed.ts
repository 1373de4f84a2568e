// Flows, orchestrations and people made through the API, small, for acceptance tests: only names and what matters are given.
import type { OrchestrationDefinition, Requirement, StageDefinition, StepDefinition } from '../../src/core/definition.ts'
import { until, type Answer, type Caller } from './server.ts'

/** A success, or a failed test that shows the answer. */
export function succeeded(answer: Answer): Answer {
  if (!answer.__typename.endsWith('Success')) throw new Error(`expected a success: ${JSON.stringify(answer)}`)
  return answer
}

/** Saves and activates a flow; `next versions` come by calling it again. Answers the version's number. */
export async function deployFlow(admin: Caller, apiName: string, rest: object): Promise<number> {
  succeeded(await admin.mutate('saveFlow', { apiName, label: apiName, flowType: 'SCREEN', ...rest }))
  const answer = succeeded(await admin.mutate('activateFlow', { apiName }, 'flowVersion { versionNumber }'))
  return (answer['flowVersion'] as { versionNumber: number }).versionNumber
}

/** A screen with one optional text field `note`, whose value goes out as `note`; what is given in `variables` is declared as well. */
export function noteFlow(variables: object[] = []): object {
  return {
    variables: [{ apiName: 'note', dataType: 'STRING', isOutput: true }, ...variables],
    elements: [{ screen: { apiName: 'Ask', label: 'Ask', fields: [{ apiName: 'note', label: 'Note', fieldType: 'TEXT' }], allowPause: true } }], start: 'Ask',
  }
}

/** An autolaunched flow that puts `value` into its output `result`. */
export function setFlow(value: unknown): object {
  return {
    flowType: 'AUTOLAUNCHED', variables: [{ apiName: 'result', dataType: 'JSON', isOutput: true }],
    elements: [{ assignment: { apiName: 'Set', label: 'Set', assignments: [{ to: 'result', operator: 'ASSIGN', value }] } }], start: 'Set',
  }
}

/** A flow of one action. */
export function actionFlow(action: string, inputs: object[], rest: object = {}): object {
  return { flowType: 'AUTOLAUNCHED', elements: [{ action: { apiName: 'Act', label: 'Act', action, inputs } }], start: 'Act', ...rest }
}

/** An evaluation flow: whether its input `value` equals `expected`. */
export function evaluationFlow(expected: unknown): object {
  return {
    flowType: 'EVALUATION', start: 'Check',
    variables: [{ apiName: 'isOrchestrationConditionMet', dataType: 'BOOLEAN', isOutput: true, default: false }, { apiName: 'value', dataType: 'STRING', isInput: true, default: '' }],
    elements: [
      { decision: { apiName: 'Check', label: 'Check', outcomes: [{ label: 'Yes', when: { requirements: [{ resource: 'value', operator: 'EQUALS', value: expected }] }, next: 'Set' }] } },
      { assignment: { apiName: 'Set', label: 'Set', assignments: [{ to: 'isOrchestrationConditionMet', operator: 'ASSIGN', value: true }] } },
    ],
  }
}

/** An interactive step of the flow `Note`. */
export function step(apiName: string, assignee: StepDefinition['assignee'], rest: Partial<StepDefinition> = {}): StepDefinition {
  return { apiName, label: apiName, stepType: 'INTERACTIVE', action: { flow: 'Note' }, assignee, ...rest }
}

/** A background step of a flow. */
export function background(apiName: string, flow: string, rest: Partial<StepDefinition> = {}): StepDefinition {
  return { apiName, label: apiName, stepType: 'BACKGROUND', action: { flow }, ...rest }
}

/** A stage. */
export function stage(apiName: string, steps: StepDefinition[], rest: Partial<StageDefinition> = {}): StageDefinition {
  return { apiName, label: apiName, steps, ...rest }
}

/** Requirements, all of which must hold. */
export function all(...requirements: Requirement[]): { requirements: Requirement[] } {
  return { requirements }
}

/** An AUTOLAUNCHED orchestration as input, unless told otherwise. */
export function orchestration(apiName: string, stages: StageDefinition[], rest: Partial<OrchestrationDefinition> = {}): OrchestrationDefinition {
  return { apiName, label: apiName, orchestrationType: 'AUTOLAUNCHED', stages, ...rest }
}

/** Saves and activates an orchestration. */
export async function deploy(admin: Caller, apiName: string, stages: StageDefinition[], rest: Partial<OrchestrationDefinition> = {}): Promise<void> {
  succeeded(await admin.mutate('saveOrchestration', orchestration(apiName, stages, rest)))
  succeeded(await admin.mutate('activateOrchestration', { apiName }))
}

/** Starts a run; answers its id. */
export async function start(caller: Caller, apiName: string, recordId: string | null = null, inputs: object = {}): Promise<string> {
  const answer = succeeded(await caller.mutate('startOrchestration', { apiName, recordId, inputs }, 'run { id }'))
  return (answer['run'] as { id: string }).id
}

/** Makes a person; RUN_FLOWS unless told otherwise. */
export async function makeUser(admin: Caller, username: string, rest: object = {}): Promise<void> {
  succeeded(await admin.mutate('saveUser', { username, name: username, email: `${username}@example.com`, emailVerified: true, permissions: ['RUN_FLOWS'], ...rest }))
}

/** Makes a record. */
export async function makeRecord(admin: Caller, recordId: string, rest: object = {}): Promise<void> {
  succeeded(await admin.mutate('upsertRecord', { recordId, objectApiName: 'Case', name: `Case ${recordId}`, fields: {}, ...rest }))
}

/** What tests look at of a work item. */
export type SeenItem = {
  id: string; label: string; status: string; isActionable: boolean; closedReason: string | null; completedBy: { username: string } | null; completedAt: string | null
  assignee: { username?: string; apiName?: string }; owner: { username?: string; apiName?: string }; dueAt: string | null; isOverdue: boolean
}
/** What tests look at of a run. */
export type SeenRun = {
  status: string; endedAt: string | null; error: { message: string; attempts: number; stage: { apiName: string } | null; step: { apiName: string } | null } | null; currentStage: { apiName: string } | null
  stages: { apiName: string; status: string; steps: { id: string; apiName: string; status: string; outputs: unknown; workItems: SeenItem[]; waitingOn: SeenReason[] }[] }[]
}
/** A wait reason. */
export type SeenReason = { phase: string; summary: string; resource: string | null; operator: string | null; expected: unknown; actual: unknown }

const ITEM = `id label status isActionable closedReason completedAt dueAt isOverdue completedBy { username }
  assignee { ... on User { username } ... on Group { apiName } } owner { ... on User { username } ... on Group { apiName } }`
const RUN = `query Run($id: ID!) { node(id: $id) { ... on OrchestrationRun { status endedAt currentStage { apiName } error { message attempts stage { apiName } step { apiName } }
  stages { apiName status steps { id apiName status outputs workItems { ${ITEM} } waitingOn { phase summary resource operator expected actual } } } } } }`

/** A run as a caller sees it. */
export async function seeRun(caller: Caller, id: string): Promise<SeenRun> {
  return (await caller.run<{ node: SeenRun }, object>(RUN, { id })).node
}

/** Waits until a run is as told. */
export function runThat(caller: Caller, id: string, fits: (run: SeenRun) => boolean): Promise<SeenRun> {
  return until(() => seeRun(caller, id), fits)
}

/** A step of a run by its name; of the last stage that has it. */
export function stepOf(run: SeenRun, apiName: string): SeenRun['stages'][number]['steps'][number] {
  const found = run.stages.flatMap((one) => one.steps).findLast((one) => one.apiName === apiName)
  if (found === undefined) throw new Error(`there is no step ${apiName}`)
  return found
}

/** Status of the run, then `stage: status` and `step: status` of each, for one comparison. */
export function statuses(run: SeenRun): Record<string, string> {
  return Object.fromEntries([['run', run.status], ...run.stages.flatMap((one) => [[one.apiName, one.status], ...one.steps.map((other) => [other.apiName, other.status])])] as [string, string][])
}

/** The latest work item of a step. */
export function itemOf(run: SeenRun, apiName: string): SeenItem {
  const item = stepOf(run, apiName).workItems.at(-1)
  if (item === undefined) throw new Error(`step ${apiName} has no work item`)
  return item
}

/** Opens a work item and answers its interview's id and revision. */
export async function open(caller: Caller, workItemId: string): Promise<{ interviewId: string; revision: number }> {
  const { interview } = succeeded(await caller.mutate('openWorkItem', { workItemId }, 'interview { id screen { revision } }')) as unknown as { interview: { id: string; screen: { revision: number } } }
  return { interviewId: interview.id, revision: interview.screen.revision }
}

/** Opens a work item and submits its one screen. */
export async function finish(caller: Caller, workItemId: string, values: object = {}): Promise<Answer> {
  return caller.mutate('submitScreen', { ...(await open(caller, workItemId)), values }, 'interview { status } workItem { id status } nextWorkItems { id label }')
}

/** The history of a run, oldest first. */
export async function history(caller: Caller, id: string, filter: object | null = null): Promise<SeenMilestone[]> {
  const { node } = await caller.run<{ node: { history: { edges: { node: SeenMilestone }[] } } }, object>(
    `query History($id: ID!, $filter: RunHistoryFilter) { node(id: $id) { ... on OrchestrationRun { history(first: 100, filter: $filter) { edges { node {
      milestone occurredAt actor { username } stage { apiName } step { apiName } workItem { id } completedBy { username } durationSeconds detail } } } } } }`, { id, filter })
  return node.history.edges.map((edge) => edge.node)
}
/** A milestone. */
export type SeenMilestone = { milestone: string; occurredAt: string; actor: { username: string } | null; stage: { apiName: string } | null; step: { apiName: string } | null; completedBy: { username: string } | null; durationSeconds: number | null; detail: string | null }

/** Labels in the Work Guide of a record, and in the To Do List. */
export async function workGuide(caller: Caller, recordId: string): Promise<string[] | null> {
  const { record } = await caller.run<{ record: { workGuide: { edges: { node: { label: string } }[] } } | null }, object>(
    'query Guide($recordId: ID!) { record(recordId: $recordId) { workGuide(first: 100) { edges { node { label } } } } }', { recordId })
  return record && record.workGuide.edges.map((edge) => edge.node.label)
}
export async function toDoList(caller: Caller): Promise<string[]> {
  const { viewer } = await caller.run<{ viewer: { toDoList: { edges: { node: { label: string } }[] } } }, object>('{ viewer { toDoList(first: 100) { edges { node { label } } } } }')
  return viewer.toDoList.edges.map((edge) => edge.node.label)
}

