// activateFlow: checks a version whole, and makes it the one that new interviews use (D2, D3).
import type pg from 'pg'
import type { FlowDefinition } from '../../core/definition.ts'
import { flowsCalledBy, validateFlow } from '../../core/flow/validate-flow.ts'
import type { Issue } from '../../core/issue.ts'
import type { Viewer } from '../../core/viewer.ts'
import { ValidationError } from '../../errors.ts'
import { loadDefinition, loadFlowsCalling } from '../../store/definition-versions.ts'
import { addFacts, NO_FACTS } from '../../store/facts.ts'
import type { Shell } from '../shell.ts'
import { changeDefinitions, findVersion, makeActive } from '../versions.ts'

/**
 * Activates a version, or the draft where no number is given; one that is active already stays so. Answers the version's id.
 * Throws ForbiddenError, NotFoundError, ValidationError with every fault, each by its path in the definition, and ConflictError
 * where as many are active as may be.
 */
export async function activateFlow(shell: Shell, viewer: Viewer, apiName: string, versionNumber: number | null): Promise<{ versionId: string }> {
  return changeDefinitions(shell, viewer, async (client) => {
    const { found, version } = await findVersion(client, 'FLOW', apiName, versionNumber)
    if (version.id === found.activeVersionId) return { versionId: version.id }
    const definition = await loadDefinition(client, 'FLOW', version.id)
    const issues = await flowIssues(shell, client, definition)
    if (issues.length > 0) throw new ValidationError(issues)
    await makeActive(shell, client, 'FLOW', found, version, { label: definition.label, flowType: definition.flowType }, flowsCalledBy(definition))
    return { versionId: version.id }
  })
}

async function flowIssues(shell: Shell, client: pg.PoolClient, definition: FlowDefinition): Promise<Issue[]> {
  const calls = flowsCalledBy(definition)
  const [{ flows }, circle] = [await addFacts(client, shell.definitions, NO_FACTS, { flows: calls }), await loadFlowsCalling(client, definition.apiName, calls)]
  const issues = validateFlow(definition, { flows, actions: shell.actions })
  definition.elements.forEach(({ subflow }, at) => {
    if (subflow && subflow.flow !== definition.apiName && circle.has(subflow.flow)) issues.push({ path: ['elements', String(at), 'subflow', 'flow'], message: `"${subflow.flow}" calls "${definition.apiName}" in turn: that would never end` })
  })
  return issues
}
