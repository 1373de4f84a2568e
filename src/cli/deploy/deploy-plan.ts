// What a deployment would do: every fault first, then what is new or changed, in an order in which each finds what it calls.
import { isDeepStrictEqual } from 'node:util'
import { flowsCalledBy } from '../../core/flow/validate-flow.ts'
import { namesIn } from '../../core/validate-orchestration.ts'
import type { Api } from '../api.ts'
import { actionsCalledBy, activeAfter, faultsOf, flowIssues, orchestrationIssues, twiceDefined, typeIssues } from './deploy-checks.ts'
import type { DefinitionFile, FileFault, FlowFile, OrchestrationFile, ReadFiles } from './definition-files.ts'
import { isFull, roomFaults } from './deploy-room.ts'
import { loadActions, loadFlows, loadOrchestrations, type Deployed } from './deployed.ts'

/** One definition and how it stands to the active version. `calls`: the flows that must be active before it; `toPrune`: versions of which one must go first, where there is no room for another; the oldest first. */
export type PlannedDefinition = DefinitionFile & { apiName: string; change: 'new' | 'changed' | 'unchanged'; activeVersionNumber: number | null; calls: readonly string[]; toPrune: readonly number[] | null }

/** All of it in order: what is called before what calls it, flows before orchestrations. */
export type DeployPlan = { definitions: PlannedDefinition[]; faults: FileFault[] }

/** Plans the deployment of what was read, as the server is now; asks, and changes nothing. `prune`: old versions may make room for others. `advance` is told of each file that was held against it. */
export async function planDeployment(api: Api, { files, faults, unreadable }: ReadFiles, prune: boolean, advance: (count: number) => void): Promise<DeployPlan> {
  const flows = files.filter((file): file is FlowFile => file.kind === 'flow')
  const orchestrations = files.filter((file): file is OrchestrationFile => file.kind === 'orchestration')
  const names = new Set(flows.map((file) => file.definition.apiName))
  const called = [...flows.flatMap((file) => flowsCalledBy(file.definition)), ...orchestrations.flatMap((file) => [...namesIn(file.definition).flows])]
  const [onServer, orchestrationsOnServer, actions] = await Promise.all([
    loadFlows(api, [...names, ...called], (name) => names.has(name), (name) => { if (names.has(name)) advance(1) }),
    loadOrchestrations(api, orchestrations.map((file) => file.definition.apiName)),
    loadActions(api, flows.flatMap((file) => actionsCalledBy(file.definition))),
  ])
  const world = { flows: activeAfter(flows, onServer), actions }
  const ofFlows = flows.flatMap((file) => faultsOf(file, [...flowIssues(file, world), ...typeIssues('flow', file.definition.flowType, onServer.get(file.definition.apiName))], unreadable))
  const ofOrchestrations = await Promise.all(orchestrations.map(async (file) => {
    const before = orchestrationsOnServer.get(file.definition.apiName)
    const issues = await orchestrationIssues(api, file, world.flows)
    advance(1)
    return faultsOf(file, [...issues, ...typeIssues('orchestration', file.definition.orchestrationType, before)], unreadable)
  }))
  const definitions = [
    ...calledFirst(flows).map((file) => planned(file, onServer.get(file.definition.apiName), flowsCalledBy(file.definition))),
    ...orchestrations.map((file) => planned(file, orchestrationsOnServer.get(file.definition.apiName), namesIn(file.definition).flows)),
  ]
  const again = twiceDefined(files)
  const isAgain = new Set(again.map(({ file }) => file))
  const arrivals = definitions.filter(({ file, change }) => change !== 'unchanged' && !isAgain.has(file))
    .map((file) => ({ file, onServer: (file.kind === 'flow' ? onServer : orchestrationsOnServer).get(file.apiName) ?? null }))
  return {
    definitions,
    faults: [...faults, ...again, ...ofFlows, ...ofOrchestrations.flat(), ...(await roomFaults(api, arrivals, prune))].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0)),
  }
}

function planned(file: DefinitionFile, onServer: Deployed<unknown> | null | undefined, calls: readonly string[]): PlannedDefinition {
  const active = onServer?.active ?? null
  const change = active === null ? 'new' : isDeepStrictEqual(active.definition, file.definition) ? 'unchanged' : 'changed'
  return { ...file, apiName: file.definition.apiName, change, activeVersionNumber: active?.versionNumber ?? null, calls, toPrune: onServer != null && isFull(onServer) ? onServer.obsolete : null }
}

// A circle is a fault already; here it must only come to an end.
function calledFirst(files: readonly FlowFile[]): FlowFile[] {
  const byName = new Map(files.map((file) => [file.definition.apiName, file]))
  const ordered = new Set<FlowFile>(), entered = new Set<FlowFile>()
  const visit = (file: FlowFile) => {
    if (entered.has(file)) return
    entered.add(file)
    for (const name of flowsCalledBy(file.definition)) {
      const called = byName.get(name)
      if (called !== undefined) visit(called)
    }
    ordered.add(file)
  }
  files.forEach(visit)
  return [...ordered]
}
