// deactivateFlow: nothing new starts on the flow; interviews under way go on (D2).
import type { Viewer } from '../../core/viewer.ts'
import { ConflictError, NotFoundError } from '../../errors.ts'
import { loadCallers, loadVersioned } from '../../store/definition-versions.ts'
import type { Shell } from '../shell.ts'
import { changeDefinitions, makeInactive } from '../versions.ts'

/**
 * Deactivates a flow; one that isn't active stays so. Answers the flow's id. Throws ForbiddenError, NotFoundError, and
 * ConflictError with the API names of what is active and calls it (D4).
 */
export async function deactivateFlow(shell: Shell, viewer: Viewer, apiName: string): Promise<{ flowId: string }> {
  return changeDefinitions(shell, viewer, async (client) => {
    const found = await loadVersioned(client, 'FLOW', apiName.replaceAll('\0', ''))
    if (found === null) throw new NotFoundError(`There is no flow "${apiName.slice(0, 255)}".`)
    const callers = found.activeVersionId === null ? [] : await loadCallers(client, apiName)
    if (callers.length > 0) throw new ConflictError(`The flow "${apiName}" is called by ${callers.join(', ')}: deactivate ${callers.length === 1 ? 'that' : 'those'} first, or let ${callers.length === 1 ? 'it' : 'them'} call another.`, callers)
    await makeInactive(client, 'FLOW', found, {})
    return { flowId: found.id }
  })
}
