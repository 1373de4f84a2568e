// The checks that activation makes (D3), on files that aren't saved yet: as if all of them were active already.
import { readPath } from '../../core/read-path.ts'
import type { FlowDefinition } from '../../core/definition.ts'
import type { ActiveFlow, DirectoryEntry } from '../../core/facts.ts'
import { flowsCalledBy, validateFlow, type FlowWorld } from '../../core/flow/validate-flow.ts'
import { namedElement } from '../../core/flow/work.ts'
import type { Issue } from '../../core/issue.ts'
import type { Json } from '../../core/json.ts'
import { namesIn, validateOrchestration } from '../../core/validate-orchestration.ts'
import type { Api } from '../api.ts'
import type { DefinitionFile, FileFault, FlowFile, OrchestrationFile } from './definition-files.ts'
import { assigneeFaults, type Deployed } from './deployed.ts'

type Flows = FlowWorld['flows']

/** The flows that would be active: those of the files, and for the rest those of the server. */
export function activeAfter(files: readonly FlowFile[], onServer: ReadonlyMap<string, Deployed<FlowDefinition> | null>): Flows {
  const flows: Record<string, ActiveFlow | null> = {}
  for (const [apiName, flow] of onServer) {
    flows[apiName] = flow?.active == null ? null : { apiName, flowType: flow.active.definition.flowType, versionId: flow.active.id, definition: flow.active.definition }
  }
  for (const { definition } of files) flows[definition.apiName] = { apiName: definition.apiName, flowType: definition.flowType, versionId: definition.apiName, definition }
  return flows
}

/** Names of the actions that a flow calls. */
export function actionsCalledBy(definition: FlowDefinition): string[] {
  return definition.elements.map(namedElement).flatMap((named) => (named?.kind === 'action' ? [named.element.action] : []))
}

/** Every fault of a flow. */
export function flowIssues({ definition }: FlowFile, world: FlowWorld): Issue[] {
  const issues = validateFlow(definition, world)
  definition.elements.forEach(({ subflow }, at) => {
    if (subflow && reaches(subflow.flow, definition.apiName, world.flows)) {
      issues.push({ path: ['elements', String(at), 'subflow', 'flow'], message: `"${subflow.flow}" calls "${definition.apiName}" in turn: that would never end` })
    }
  })
  return issues
}

function reaches(from: string, to: string, flows: Flows): boolean {
  const seen = new Set<string>()
  const open = [from]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === to) return true
    if (seen.has(name)) continue
    seen.add(name)
    const flow = Object.hasOwn(flows, name) ? flows[name] : null
    if (flow) open.push(...flowsCalledBy(flow.definition))
  }
  return false
}

/** Every fault of an orchestration; the server is asked about those it gives work to. */
export async function orchestrationIssues(api: Api, { definition }: OrchestrationFile, flows: Flows): Promise<Issue[]> {
  const everybody = Object.fromEntries(namesIn(definition).directory.map((key) => [key, somebody(key)]))
  const here = validateOrchestration(definition, { flows, directory: everybody })
  const known = new Set(here.map(({ path, message }) => JSON.stringify([path, message])))
  return [...here, ...(await assigneeFaults(api, definition)).filter(({ path, message }) => !known.has(JSON.stringify([path, message])))]
}

// Whether there is such a one, the server says.
function somebody(key: string): DirectoryEntry {
  const [kind, name] = [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)]
  if (kind === 'group') return { kind, id: key, name }
  return kind === 'queue' ? { kind, id: key, name, isRoutable: true } : { kind: 'user', id: key, name, isActive: true, isSystem: false }
}

/** The fault of a type that differs from what was once active. */
export function typeIssues(kind: 'flow' | 'orchestration', type: string, onServer: Deployed<unknown> | null | undefined): Issue[] {
  if (onServer == null || !onServer.wasActive || onServer.type === type) return []
  return [{ path: [`${kind}Type`], message: `it is ${onServer.type} on the server, which can't change once a version was active` }]
}

/** Faults as they are told. Calls of flows whose own files can't be read are left out: it is these that need mending. */
export function faultsOf({ file, definition }: DefinitionFile, issues: readonly Issue[], unreadable: ReadonlySet<string>): FileFault[] {
  const isAboutUnreadable = ({ path }: Issue) => path.at(-1) === 'flow' && unreadable.has(String(readPath(definition as unknown as Json, path)))
  return issues.filter((issue) => !isAboutUnreadable(issue)).map((issue) => ({ file, ...issue }))
}

/** The faults of files that define what another file defines too. */
export function twiceDefined(files: readonly DefinitionFile[]): FileFault[] {
  return files.flatMap((one, at) => {
    const first = files.findIndex((other) => other.kind === one.kind && other.definition.apiName === one.definition.apiName)
    return first < at ? [{ file: one.file, path: ['apiName'], message: `the ${one.kind} "${one.definition.apiName}" is defined in ${files[first]!.file} too` }] : []
  })
}
