// Flows and their versions.
import type { JsonObject } from '../../core/json.ts'
import { hasAny } from '../../core/viewer.ts'
import { loadFlow, loadFlowPage, loadFlowVersionPage } from '../../store/definition-rows.ts'
import { builder } from '../builder.ts'
import { connection, pageArgs, pageComplexity } from '../connections.ts'
import { asNode } from '../nodes.ts'

export const VersionStatus = builder.enumType('VersionStatus', {
  description: 'Where a version stands.',
  values: {
    DRAFT: { description: 'Being made: saving replaces it, and nothing runs it.' },
    ACTIVE: { description: 'What new interviews and runs use.' },
    OBSOLETE: { description: 'Was active. What started on it stays on it; it may be activated again.' },
  } as const,
})

export const FlowType = builder.enumType('FlowType', {
  description: 'What a flow is for.',
  values: {
    SCREEN: { description: 'People answer its screens.' },
    AUTOLAUNCHED: { description: 'Runs by itself, without screens.' },
    EVALUATION: { description: 'Decides a condition of an orchestration: sets `isOrchestrationConditionMet`. It is run as often as the condition is looked at, so it has assignments, decisions and subflows of its own kind, and changes nothing outside.' },
  } as const,
})

export const Flow = builder.prismaObject('Flow', {
  description: 'A flow: screens for people, or steps that run by themselves. Kept in versions.',
})

builder.prismaObjectFields(Flow, (t) => ({
  apiName: t.exposeString('apiName', { description: 'Its name for programs: unique among flows.' }),
  label: t.exposeString('label', { description: 'Its name for people.' }),
  flowType: t.field({ type: FlowType, description: 'What it is for.', resolve: (flow) => flow.flowType }),
  activeVersion: t.field({
    type: FlowVersion, nullable: true, description: 'The version that new interviews use; null where none is active.',
    resolve: (flow, _, { load }) => (flow.activeVersionId === null ? null : load.flowVersion.load(flow.activeVersionId)),
  }),
  versions: t.field({
    type: FlowVersionConnection, description: 'Its versions, latest first; those that were deleted are not among them.', args: pageArgs(), complexity: pageComplexity,
    resolve: (flow, args, { shell }) => connection(args, (request) => loadFlowVersionPage(shell.pool, flow.id, request)),
  }),
}))

export const FlowVersion = builder.prismaObject('FlowVersion', {
  description: 'One version of a flow. Once active it never changes.',
})

builder.prismaObjectFields(FlowVersion, (t) => ({
  versionNumber: t.exposeInt('versionNumber', { description: '1, 2, 3 … within the flow.' }),
  status: t.field({ type: VersionStatus, description: 'Where it stands.', resolve: (version) => version.status }),
  deletedAt: t.field({ type: 'DateTime', nullable: true, description: 'When it was deleted; null while it hasn\'t been.', resolve: (version) => version.deletedAt }),
  definition: t.field({
    type: 'JSON', description: 'The definition in the shape of SaveFlowInput, for MANAGE_FLOW and VIEW_ALL_DATA: what its callouts send may be secret. Others see only its names.',
    resolve: (version, _, { viewer }) => hasAny(viewer, 'MANAGE_FLOW', 'VIEW_ALL_DATA') ? version.definition as JsonObject : namesIn(version.definition as JsonObject),
  }),
  flow: t.field({ type: Flow, description: 'The flow that it is a version of.', resolve: async (version, _, { load }) => (await load.flow.load(version.flowId))! }),
}))

asNode(Flow, { idOf: (flow) => flow.id, load: (id, { load }) => load.flow.load(id) })
asNode(FlowVersion, { idOf: (version) => version.id, load: (id, { load }) => load.flowVersion.load(id) })

const FlowVersionConnection = builder.connectionObject(
  { type: FlowVersion, name: 'FlowVersionConnection', description: 'A page of versions.' },
  { name: 'FlowVersionEdge', description: 'A version on a page.' })

const FlowConnection = builder.connectionObject(
  { type: Flow, name: 'FlowConnection', description: 'A page of flows.' },
  { name: 'FlowEdge', description: 'A flow on a page.' })

builder.queryFields((t) => ({
  flow: t.field({
    type: Flow, nullable: true, description: 'The flow with this API name; null where there is none.',
    args: { apiName: t.arg.string({ required: true, description: 'API name of a flow.' }) },
    resolve: (_, { apiName }, { shell }) => loadFlow(shell.pool, apiName),
  }),
  flows: t.field({
    type: FlowConnection, description: 'Flows by API name.',
    args: { ...pageArgs(), flowType: t.arg({ type: FlowType, description: 'Only these; all unless given.' }) }, complexity: pageComplexity,
    resolve: (_, { flowType, ...page }, { shell }) => connection(page, (request) => loadFlowPage(shell.pool, flowType ?? null, request)),
  }),
}))

const HEADER = ['apiName', 'label', 'description', 'flowType', 'orchestrationType']

/** Of a definition what anybody may see. */
export function namesIn(definition: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(definition).filter(([key]) => HEADER.includes(key)))
}
