// saveFlow: makes or replaces the draft of a flow.
import type { FlowDefinition } from '../../core/definition.ts'
import { validateFlowDraft } from '../../core/flow/validate-flow.ts'
import type { Viewer } from '../../core/viewer.ts'
import { ValidationError } from '../../errors.ts'
import type { Shell } from '../shell.ts'
import { changeDefinitions, plainDefinition, saveDraft } from '../versions.ts'

/** Saves a flow (MANAGE_FLOW). A draft may be incomplete. Answers the draft's id. Throws ForbiddenError, ValidationError, ConflictError. */
export async function saveFlow(shell: Shell, viewer: Viewer, input: FlowDefinition): Promise<{ versionId: string }> {
  return changeDefinitions(shell, viewer, async (client) => {
    const definition = plainDefinition(input)
    const issues = validateFlowDraft(definition)
    if (issues.length > 0) throw new ValidationError(issues.map((issue) => ({ ...issue, path: ['input', ...issue.path] })))
    return { versionId: await saveDraft(shell, client, 'FLOW', definition, definition.flowType) }
  })
}
