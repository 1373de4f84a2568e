// deleteOrchestrationVersion: makes room for others (domain 1.16), where no run of it is under way.
import { daysBefore } from '../../core/days.ts'
import { RESUME_WINDOW_DAYS } from '../../core/run-control.ts'
import type { Viewer } from '../../core/viewer.ts'
import { countOpenRuns } from '../../store/definition-versions.ts'
import type { Shell } from '../shell.ts'
import { changeDefinitions, deleteVersion } from '../versions.ts'

/**
 * Deletes a version of an orchestration. Runs of it that have ended still show it. Answers the orchestration's id; null where that is gone
 * with its only draft. Throws ForbiddenError, NotFoundError, and ConflictError where it is active, or runs of it may go on.
 */
export async function deleteOrchestrationVersion(shell: Shell, viewer: Viewer, apiName: string, versionNumber: number): Promise<{ orchestrationId: string | null }> {
  return changeDefinitions(shell, viewer, async (client) => ({
    orchestrationId: await deleteVersion(shell, client, 'ORCHESTRATION', apiName, versionNumber, ['run that has not ended, or failed and may be resumed', 'runs that have not ended, or failed and may be resumed'],
      (db, versionId, most) => countOpenRuns(db, versionId, daysBefore(shell.now(), RESUME_WINDOW_DAYS), most)),
  }))
}
