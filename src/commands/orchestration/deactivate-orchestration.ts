// deactivateOrchestration: nothing new starts on it; runs under way go on (D2).
import type { Viewer } from '../../core/viewer.ts'
import { NotFoundError } from '../../errors.ts'
import { loadVersioned } from '../../store/definition-versions.ts'
import type { Shell } from '../shell.ts'
import { changeDefinitions, makeInactive } from '../versions.ts'

/** Deactivates an orchestration; one that isn't active stays so. Answers its id. Throws ForbiddenError, NotFoundError. */
export async function deactivateOrchestration(shell: Shell, viewer: Viewer, apiName: string): Promise<{ orchestrationId: string }> {
  return changeDefinitions(shell, viewer, async (client) => {
    const found = await loadVersioned(client, 'ORCHESTRATION', apiName.replaceAll('\0', ''))
    if (found === null) throw new NotFoundError(`There is no orchestration "${apiName.slice(0, 255)}".`)
    await makeInactive(client, 'ORCHESTRATION', found, { triggerObject: null })
    return { orchestrationId: found.id }
  })
}
