// deleteFlowVersion: makes room for others (domain 1.16), where nobody has an interview of it open (domain 2.9).
import type { Viewer } from '../../core/viewer.ts'
import { countOpenInterviews } from '../../store/definition-versions.ts'
import type { Shell } from '../shell.ts'
import { changeDefinitions, deleteVersion } from '../versions.ts'

/**
 * Deletes a version of a flow. Work items that were made with it still open it. Answers the flow's id; null where that is gone with its only
 * draft. Throws ForbiddenError, NotFoundError, and ConflictError where it is active, or interviews of it are open.
 */
export async function deleteFlowVersion(shell: Shell, viewer: Viewer, apiName: string, versionNumber: number): Promise<{ flowId: string | null }> {
  return changeDefinitions(shell, viewer, async (client) => ({
    flowId: await deleteVersion(shell, client, 'FLOW', apiName, versionNumber, ['open interview', 'open interviews'], countOpenInterviews),
  }))
}
