// activateOrchestration: checks a version whole, and makes it the one that new runs use (D2, D3).
import { namesIn, validateOrchestration } from '../../core/validate-orchestration.ts'
import type { Viewer } from '../../core/viewer.ts'
import { ValidationError } from '../../errors.ts'
import { loadDefinition } from '../../store/definition-versions.ts'
import { addFacts, NO_FACTS } from '../../store/facts.ts'
import type { Shell } from '../shell.ts'
import { changeDefinitions, findVersion, makeActive } from '../versions.ts'

/**
 * Activates a version, or the draft where no number is given; one that is active already stays so. Answers the version's id.
 * Throws ForbiddenError, NotFoundError, ValidationError with every fault, each by its path in the definition, and ConflictError
 * where as many are active as may be.
 */
export async function activateOrchestration(shell: Shell, viewer: Viewer, apiName: string, versionNumber: number | null): Promise<{ versionId: string }> {
  return changeDefinitions(shell, viewer, async (client) => {
    const { found, version } = await findVersion(client, 'ORCHESTRATION', apiName, versionNumber)
    if (version.id === found.activeVersionId) return { versionId: version.id }
    const definition = await loadDefinition(client, 'ORCHESTRATION', version.id)
    const names = namesIn(definition)
    const issues = validateOrchestration(definition, await addFacts(client, shell.definitions, NO_FACTS, names))
    if (issues.length > 0) throw new ValidationError(issues)
    const { label, orchestrationType, trigger } = definition
    await makeActive(shell, client, 'ORCHESTRATION', found, version, { label, orchestrationType, triggerObject: trigger?.objectApiName ?? null }, names.flows)
    return { versionId: version.id }
  })
}
