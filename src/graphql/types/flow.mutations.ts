// What can be done to flows: saved, activated, deactivated, and their versions deleted.
import { activateFlow } from '../../commands/flow/activate-flow.ts'
import { deactivateFlow } from '../../commands/flow/deactivate-flow.ts'
import { deleteFlowVersion } from '../../commands/flow/delete-flow-version.ts'
import { saveFlow } from '../../commands/flow/save-flow.ts'
import type { FlowDefinition } from '../../core/definition.ts'
import { ConflictError, ForbiddenError, NotFoundError, ValidationError } from '../../errors.ts'
import { builder } from '../builder.ts'
import { resultUnion } from '../errors.ts'
import { written } from '../written.ts'
import { Flow, FlowVersion } from './flow.ts'
import { SaveFlowInput } from './flow-input.ts'

function versionSuccess(name: string, description: string) {
  return builder.objectRef<{ versionId: string }>(name).implement({
    description,
    fields: (t) => ({ flowVersion: t.field({ type: FlowVersion, description: 'The version.', resolve: async ({ versionId }, _, { load }) => (await load.flowVersion.load(versionId))! }) }),
  })
}

const ActivateFlowInput = builder.inputType('ActivateFlowInput', {
  description: 'Which version to activate.',
  fields: (t) => ({
    apiName: t.string({ required: true, description: 'API name of the flow.' }),
    versionNumber: t.int({ description: 'Its version; the draft unless given.' }),
  }),
})

const DeactivateFlowInput = builder.inputType('DeactivateFlowInput', {
  description: 'Which flow to deactivate.',
  fields: (t) => ({ apiName: t.string({ required: true, description: 'API name of the flow.' }) }),
})

const DeactivateFlowSuccess = builder.objectRef<{ flowId: string }>('DeactivateFlowSuccess').implement({
  description: 'The flow has no active version.',
  fields: (t) => ({ flow: t.field({ type: Flow, description: 'The flow.', resolve: async ({ flowId }, _, { load }) => (await load.flow.load(flowId))! }) }),
})

const DeleteFlowVersionInput = builder.inputType('DeleteFlowVersionInput', {
  description: 'Which version of a flow to delete.',
  fields: (t) => ({
    apiName: t.string({ required: true, description: 'API name of the flow.' }),
    versionNumber: t.int({ required: true, description: 'Its version.' }),
  }),
})

const DeleteFlowVersionSuccess = builder.objectRef<{ flowId: string | null }>('DeleteFlowVersionSuccess').implement({
  description: 'The flow has that version no more.',
  fields: (t) => ({
    flow: t.field({
      type: Flow, nullable: true, description: 'The flow; null where it is gone, as the only version that it ever had was this draft.',
      resolve: ({ flowId }, _, { load }) => (flowId === null ? null : load.flow.load(flowId)),
    }),
  }),
})

builder.mutationFields((t) => ({
  saveFlow: t.field({
    type: versionSuccess('SaveFlowSuccess', 'The draft is saved.'), description: 'Makes the draft of a flow, or replaces it. A draft may be incomplete. Takes MANAGE_FLOW.',
    args: { input: t.arg({ type: SaveFlowInput, required: true, description: 'The flow, whole.' }) },
    errors: resultUnion('SaveFlow', [ValidationError, ForbiddenError, ConflictError]),
    resolve: (_, { input }, context) => written(context, saveFlow(context.shell, context.viewer, input as FlowDefinition)),
  }),
  activateFlow: t.field({
    type: versionSuccess('ActivateFlowSuccess', 'The version is active.'),
    description: 'Checks a version whole and makes it the one that new interviews use; the one before becomes obsolete. Faults are told all at once, by their paths in the definition. Takes MANAGE_FLOW.',
    args: { input: t.arg({ type: ActivateFlowInput, required: true, description: 'Which version.' }) },
    errors: resultUnion('ActivateFlow', [ValidationError, NotFoundError, ForbiddenError, ConflictError]),
    resolve: (_, { input }, context) => written(context, activateFlow(context.shell, context.viewer, input.apiName, input.versionNumber ?? null)),
  }),
  deactivateFlow: t.field({
    type: DeactivateFlowSuccess, description: 'Lets nothing new start on a flow; what runs goes on. Refused while something active calls it. Takes MANAGE_FLOW.',
    args: { input: t.arg({ type: DeactivateFlowInput, required: true, description: 'Which flow.' }) },
    errors: resultUnion('DeactivateFlow', [NotFoundError, ForbiddenError, ConflictError]),
    resolve: (_, { input }, context) => written(context, deactivateFlow(context.shell, context.viewer, input.apiName)),
  }),
  deleteFlowVersion: t.field({
    type: DeleteFlowVersionSuccess,
    description: 'Deletes a version of a flow, so that there is room for another: it is in no list any more, and can\'t be activated. Interviews that have ended, and work items, still show it. Refused while it is active, or interviews of it are open. Takes MANAGE_FLOW.',
    args: { input: t.arg({ type: DeleteFlowVersionInput, required: true, description: 'Which version.' }) },
    errors: resultUnion('DeleteFlowVersion', [NotFoundError, ForbiddenError, ConflictError]),
    resolve: (_, { input }, context) => written(context, deleteFlowVersion(context.shell, context.viewer, input.apiName, input.versionNumber)),
  }),
}))
