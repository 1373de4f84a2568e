// saveOrchestration: makes or replaces the draft of an orchestration.
import type { OrchestrationDefinition } from '../../core/definition.ts'
import { validateDraft } from '../../core/validate-draft.ts'
import type { Viewer } from '../../core/viewer.ts'
import { ValidationError } from '../../errors.ts'
import type { Shell } from '../shell.ts'
import { changeDefinitions, plainDefinition, saveDraft } from '../versions.ts'

/** Saves an orchestration (MANAGE_FLOW). A draft may be incomplete. Answers the draft's id. Throws ForbiddenError, ValidationError, ConflictError. */
export async function saveOrchestration(shell: Shell, viewer: Viewer, input: OrchestrationDefinition): Promise<{ versionId: string }> {
  return changeDefinitions(shell, viewer, async (client) => {
    const definition = plainDefinition(input)
    const issues = validateDraft(definition)
    if (issues.length > 0) throw new ValidationError(issues.map((issue) => ({ ...issue, path: ['input', ...issue.path] })))
    return { versionId: await saveDraft(shell, client, 'ORCHESTRATION', definition, definition.orchestrationType) }
  })
}
