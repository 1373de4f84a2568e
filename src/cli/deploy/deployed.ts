// What the server has already: flows and orchestrations by API name and how many there are, the actions that flows call, and
// what it says of assignees.
import type { FlowDefinition, OrchestrationDefinition } from '../../core/definition.ts'
import { flowsCalledBy } from '../../core/flow/validate-flow.ts'
import type { FlowWorld } from '../../core/flow/validate-flow.ts'
import type { Issue } from '../../core/issue.ts'
import type { Api } from '../api.ts'
import { graphql } from '../generated/gql.ts'
import type { SaveOrchestrationInput } from '../generated/graphql.ts'
import { allRows, PAGE_SIZE } from '../rows.ts'

const FLOW = graphql(`
  query DeployedFlow($apiName: String!) {
    flow(apiName: $apiName) { type: flowType activeVersion { id versionNumber definition } versions(first: 50) { edges { node { status versionNumber } } } }
  }
`)

const ORCHESTRATION = graphql(`
  query DeployedOrchestration($apiName: String!) {
    orchestration(apiName: $apiName) { type: orchestrationType activeVersion { id versionNumber definition } versions(first: 50) { edges { node { status versionNumber } } } }
  }
`)

const FLOWS = graphql(`
  query CountFlows($first: Int!, $after: String) { flows(first: $first, after: $after) { edges { node { activeVersion { id } } } pageInfo { hasNextPage endCursor } } }
`)

const ORCHESTRATIONS = graphql(`
  query CountOrchestrations($first: Int!, $after: String) {
    orchestrations(first: $first, after: $after) { edges { node { activeVersion { id } } } pageInfo { hasNextPage endCursor } }
  }
`)

const ACTION = graphql(`
  query RegisteredAction($name: String!) { flowAction(name: $name) { inputs { name dataType isRequired } } }
`)

const FAULTS = graphql(`
  query OrchestrationFaults($draft: SaveOrchestrationInput!) { simulateOrchestration(input: { draft: $draft }) { faults { path message } } }
`)

/** A flow or orchestration as the server has it. `wasActive`: its type can't change any more; `hasDraft`: saving it makes no other version; `obsolete`: numbers of its versions that were active, oldest first. */
export type Deployed<D> = { type: string; wasActive: boolean; hasDraft: boolean; versionCount: number; obsolete: readonly number[]; active: { id: string; versionNumber: number; definition: D } | null }

/** Looks up flows, and those that they call in turn; null where there is no such flow. `isLocal`: calls of these are followed elsewhere; `onLoaded` is told each name. */
export async function loadFlows(api: Api, names: Iterable<string>, isLocal: (name: string) => boolean, onLoaded: (name: string) => void): Promise<Map<string, Deployed<FlowDefinition> | null>> {
  const flows = new Map<string, Deployed<FlowDefinition> | null>()
  let open = [...new Set(names)]
  while (open.length > 0) {
    const loaded = await fewAtOnce(open, async (apiName) => {
      const { flow } = await api.run(FLOW, { apiName })
      onLoaded(apiName)
      return [apiName, deployed<FlowDefinition>(flow)] as const
    })
    for (const [name, flow] of loaded) flows.set(name, flow)
    const calls = loaded.flatMap(([name, flow]) => (flow?.active == null || isLocal(name) ? [] : flowsCalledBy(flow.active.definition)))
    open = [...new Set(calls)].filter((name) => !flows.has(name))
  }
  return flows
}

/** Looks up orchestrations; null where there is no such one. */
export async function loadOrchestrations(api: Api, names: readonly string[]): Promise<Map<string, Deployed<OrchestrationDefinition> | null>> {
  return new Map(await fewAtOnce(names, async (apiName) => [apiName, deployed<OrchestrationDefinition>((await api.run(ORCHESTRATION, { apiName })).orchestration)] as const))
}

/** Looks up registered actions; those that don't exist are left out. */
export async function loadActions(api: Api, names: Iterable<string>): Promise<FlowWorld['actions']> {
  const actions = await fewAtOnce([...new Set(names)], async (name) => [name, (await api.run(ACTION, { name })).flowAction] as const)
  return Object.fromEntries(actions.flatMap(([name, action]) => (action == null ? [] : [[name, { inputs: action.inputs }]])))
}

/** How many flows and orchestrations there are together, and how many of them are active. */
export async function countDefinitions(api: Api): Promise<{ all: number; active: number }> {
  const count = { all: 0, active: 0 }
  const add = async (rows: AsyncIterable<{ activeVersion?: object | null }>) => {
    for await (const { activeVersion } of rows) {
      count.all++
      if (activeVersion != null) count.active++
    }
  }
  await Promise.all([
    add(allRows(async (after) => (await api.run(FLOWS, { first: PAGE_SIZE, after })).flows)),
    add(allRows(async (after) => (await api.run(ORCHESTRATIONS, { first: PAGE_SIZE, after })).orchestrations)),
  ])
  return count
}

/** What is wrong with those that an orchestration gives work to: only the server knows who there is. */
export async function assigneeFaults(api: Api, definition: OrchestrationDefinition): Promise<Issue[]> {
  const { faults } = (await api.run(FAULTS, { draft: definition as SaveOrchestrationInput })).simulateOrchestration
  return faults.filter(({ path }) => path.includes('assignee') || path.includes('escalateTo'))
}

type Found = { type: string; activeVersion?: { id: string; versionNumber: number; definition: unknown } | null; versions: { edges: readonly { node: { status: string; versionNumber: number } }[] } }

// A definition has one draft at most, the latest, and all its other versions were active once; those that were deleted since are
// known by the draft's number, or as there is none at all.
function deployed<D>(found: Found | null | undefined): Deployed<D> | null {
  if (found == null) return null
  const versions = found.versions.edges.map(({ node }) => node)
  return {
    type: found.type, wasActive: versions.length === 0 || versions.some(({ status, versionNumber }) => status !== 'DRAFT' || versionNumber > 1), hasDraft: versions.some(({ status }) => status === 'DRAFT'),
    versionCount: versions.length, obsolete: versions.filter(({ status }) => status === 'OBSOLETE').map(({ versionNumber }) => versionNumber).reverse(), active: (found.activeVersion ?? null) as Deployed<D>['active'],
  }
}

const AT_ONCE = 4

async function fewAtOnce<Item, Answer>(items: readonly Item[], ask: (item: Item) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = []
  for (let at = 0; at < items.length; at += AT_ONCE) answers.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(ask))))
  return answers
}
