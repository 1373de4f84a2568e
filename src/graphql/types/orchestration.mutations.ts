// What can be done to orchestrations: saved, activated, deactivated, and their versions deleted. What starts them is in run.mutations.ts.
import { activateOrchestration } from '../../commands/orchestration/activate-orchestration.ts'
import { deactivateOrchestration } from '../../commands/orchestration/deactivate-orchestration.ts'
import { deleteOrchestrationVersion } from '../../commands/orchestration/delete-orchestration-version.ts'
import { saveOrchestration } from '../../commands/orchestration/save-orchestration.ts'
import { ConflictError, ForbiddenError, NotFoundError, ValidationError } from '../../errors.ts'
import { builder } from '../builder.ts'
import { resultUnion } from '../errors.ts'
import { written } from '../written.ts'
import { Orchestration, OrchestrationVersion } from './orchestration.ts'
import { SaveOrchestrationInput } from './orchestration-input.ts'

function versionSuccess(name: string, description: string) {
  return builder.objectRef<{ versionId: string }>(name).implement({
    description,
    fields: (t) => ({
      orchestrationVersion: t.field({ type: OrchestrationVersion, description: 'The version.', resolve: async ({ versionId }, _, { load }) => (await load.orchestrationVersion.load(versionId))! }),
    }),
  })
}

const ActivateOrchestrationInput = builder.inputType('ActivateOrchestrationInput', {
  description: 'Which version to activate.',
  fields: (t) => ({
    apiName: t.string({ required: true, description: 'API name of the orchestration.' }),
    versionNumber: t.int({ description: 'Its version; the draft unless given.' }),
  }),
})

const DeactivateOrchestrationInput = builder.inputType('DeactivateOrchestrationInput', {
  description: 'Which orchestration to deactivate.',
  fields: (t) => ({ apiName: t.string({ required: true, description: 'API name of the orchestration.' }) }),
})

const DeactivateOrchestrationSuccess = builder.objectRef<{ orchestrationId: string }>('DeactivateOrchestrationSuccess').implement({
  description: 'The orchestration has no active version.',
  fields: (t) => ({
    orchestration: t.field({ type: Orchestration, description: 'The orchestration.', resolve: async ({ orchestrationId }, _, { load }) => (await load.orchestration.load(orchestrationId))! }),
  }),
})

const DeleteOrchestrationVersionInput = builder.inputType('DeleteOrchestrationVersionInput', {
  description: 'Which version of an orchestration to delete.',
  fields: (t) => ({
    apiName: t.string({ required: true, description: 'API name of the orchestration.' }),
    versionNumber: t.int({ required: true, description: 'Its version.' }),
  }),
})

const DeleteOrchestrationVersionSuccess = builder.objectRef<{ orchestrationId: string | null }>('DeleteOrchestrationVersionSuccess').implement({
  description: 'The orchestration has that version no more.',
  fields: (t) => ({
    orchestration: t.field({
      type: Orchestration, nullable: true, description: 'The orchestration; null where it is gone, as the only version that it ever had was this draft.',
      resolve: ({ orchestrationId }, _, { load }) => (orchestrationId === null ? null : load.orchestration.load(orchestrationId)),
    }),
  }),
})

builder.mutationFields((t) => ({
  saveOrchestration: t.field({
    type: versionSuccess('SaveOrchestrationSuccess', 'The draft is saved.'), description: 'Makes the draft of an orchestration, or replaces it. A draft may be incomplete. Takes MANAGE_FLOW.',
    args: { input: t.arg({ type: SaveOrchestrationInput, required: true, description: 'The orchestration, whole.' }) },
    errors: resultUnion('SaveOrchestration', [ValidationError, ForbiddenError, ConflictError]),
    resolve: (_, { input }, context) => written(context, saveOrchestration(context.shell, context.viewer, input)),
  }),
  activateOrchestration: t.field({
    type: versionSuccess('ActivateOrchestrationSuccess', 'The version is active.'),
    description: 'Checks a version whole and makes it the one that new runs use; the one before becomes obsolete. Faults are told all at once, by their paths in the definition. Takes MANAGE_FLOW.',
    args: { input: t.arg({ type: ActivateOrchestrationInput, required: true, description: 'Which version.' }) },
    errors: resultUnion('ActivateOrchestration', [ValidationError, NotFoundError, ForbiddenError, ConflictError]),
    resolve: (_, { input }, context) => written(context, activateOrchestration(context.shell, context.viewer, input.apiName, input.versionNumber ?? null)),
  }),
  deactivateOrchestration: t.field({
    type: DeactivateOrchestrationSuccess, description: 'Lets nothing new start on an orchestration; runs go on. Takes MANAGE_FLOW.',
    args: { input: t.arg({ type: DeactivateOrchestrationInput, required: true, description: 'Which orchestration.' }) },
    errors: resultUnion('DeactivateOrchestration', [NotFoundError, ForbiddenError, ConflictError]),
    resolve: (_, { input }, context) => written(context, deactivateOrchestration(context.shell, context.viewer, input.apiName)),
  }),
  deleteOrchestrationVersion: t.field({
    type: DeleteOrchestrationVersionSuccess,
    description: 'Deletes a version of an orchestration, so that there is room for another: it is in no list any more, and can\'t be activated. Runs that have ended still show it. Refused while it is active, or runs of it have not ended, or have failed and may be resumed. Takes MANAGE_FLOW.',
    args: { input: t.arg({ type: DeleteOrchestrationVersionInput, required: true, description: 'Which version.' }) },
    errors: resultUnion('DeleteOrchestrationVersion', [NotFoundError, ForbiddenError, ConflictError]),
    resolve: (_, { input }, context) => written(context, deleteOrchestrationVersion(context.shell, context.viewer, input.apiName, input.versionNumber)),
  }),
}))
