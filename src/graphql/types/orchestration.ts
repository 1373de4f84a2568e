// Orchestrations and their versions.
import type { JsonObject } from '../../core/json.ts'
import { hasAny } from '../../core/viewer.ts'
import { loadOrchestration, loadOrchestrationPage, loadOrchestrationVersionPage } from '../../store/definition-rows.ts'
import { loadRunPage } from '../../store/runs.ts'
import { builder } from '../builder.ts'
import { connection, pageArgs, pageComplexity } from '../connections.ts'
import { asNode } from '../nodes.ts'
import { namesIn, VersionStatus } from './flow.ts'
import { OrchestrationRunConnection, RunStatus } from './run.ts'

export const OrchestrationType = builder.enumType('OrchestrationType', {
  description: 'What starts an orchestration.',
  values: {
    AUTOLAUNCHED: { description: 'Somebody starts it, with or without a record.' },
    RECORD_TRIGGERED: { description: 'A record is created or updated.' },
  } as const,
})

export const Orchestration = builder.prismaObject('Orchestration', {
  description: 'Work in stages and steps, some done by people, some by itself. Kept in versions.',
})

builder.prismaObjectFields(Orchestration, (t) => ({
  apiName: t.exposeString('apiName', { description: 'Its name for programs: unique among orchestrations.' }),
  label: t.exposeString('label', { description: 'Its name for people.' }),
  orchestrationType: t.field({ type: OrchestrationType, description: 'What starts it.', resolve: (orchestration) => orchestration.orchestrationType }),
  activeVersion: t.field({
    type: OrchestrationVersion, nullable: true, description: 'The version that new runs use; null where none is active.',
    resolve: (orchestration, _, { load }) => (orchestration.activeVersionId === null ? null : load.orchestrationVersion.load(orchestration.activeVersionId)),
  }),
  versions: t.field({
    type: OrchestrationVersionConnection, description: 'Its versions, latest first; those that were deleted are not among them.', args: pageArgs(), complexity: pageComplexity,
    resolve: (orchestration, args, { shell }) => connection(args, (request) => loadOrchestrationVersionPage(shell.pool, orchestration.id, request)),
  }),
  runs: t.field({
    type: OrchestrationRunConnection, description: 'Its runs that the caller may see, newest first.',
    args: { ...pageArgs(), status: t.arg({ type: RunStatus, description: 'Only these; all unless given.' }) }, complexity: pageComplexity,
    resolve: (orchestration, { status, ...page }, { viewer, shell }) => connection(page, (request) =>
      loadRunPage(shell.pool, viewer, { orchestrationId: orchestration.id, status: status ? [status] : null }, request)),
  }),
}))

export const OrchestrationVersion = builder.prismaObject('OrchestrationVersion', {
  description: 'One version of an orchestration. Once active it never changes.',
})

builder.prismaObjectFields(OrchestrationVersion, (t) => ({
  versionNumber: t.exposeInt('versionNumber', { description: '1, 2, 3 … within the orchestration.' }),
  status: t.field({ type: VersionStatus, description: 'Where it stands.', resolve: (version) => version.status }),
  deletedAt: t.field({ type: 'DateTime', nullable: true, description: 'When it was deleted; null while it hasn\'t been.', resolve: (version) => version.deletedAt }),
  definition: t.field({
    type: 'JSON', description: 'The definition in the shape of SaveOrchestrationInput. Site visitors see only its names.',
    // Visitors of a site aren't shown how the org works inside.
    resolve: (version, _, { viewer }) => (viewer.userType !== 'SITE_VISITOR' || hasAny(viewer, 'MANAGE_FLOW', 'VIEW_ALL_DATA') ? version.definition as JsonObject : namesIn(version.definition as JsonObject)),
  }),
  orchestration: t.field({
    type: Orchestration, description: 'The orchestration that it is a version of.',
    resolve: async (version, _, { load }) => (await load.orchestration.load(version.orchestrationId))!,
  }),
}))

asNode(Orchestration, { idOf: (orchestration) => orchestration.id, load: (id, { load }) => load.orchestration.load(id) })
asNode(OrchestrationVersion, { idOf: (version) => version.id, load: (id, { load }) => load.orchestrationVersion.load(id) })

const OrchestrationVersionConnection = builder.connectionObject(
  { type: OrchestrationVersion, name: 'OrchestrationVersionConnection', description: 'A page of versions.' },
  { name: 'OrchestrationVersionEdge', description: 'A version on a page.' })

const OrchestrationConnection = builder.connectionObject(
  { type: Orchestration, name: 'OrchestrationConnection', description: 'A page of orchestrations.' },
  { name: 'OrchestrationEdge', description: 'An orchestration on a page.' })

builder.queryFields((t) => ({
  orchestration: t.field({
    type: Orchestration, nullable: true, description: 'The orchestration with this API name; null where there is none.',
    args: { apiName: t.arg.string({ required: true, description: 'API name of an orchestration.' }) },
    resolve: (_, { apiName }, { shell }) => loadOrchestration(shell.pool, apiName),
  }),
  orchestrations: t.field({
    type: OrchestrationConnection, description: 'Orchestrations by API name.', args: pageArgs(), complexity: pageComplexity,
    resolve: (_, args, { shell }) => connection(args, (request) => loadOrchestrationPage(shell.pool, request)),
  }),
}))
