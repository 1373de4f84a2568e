// Who owns a work item (rule W3, the seed's ownership table). Owning is for lists and reports; doing is the assignee's.
import type { Assignee } from './run.ts'
import { AUTOMATED_PROCESS } from './viewer.ts'

/** Row ids of the owner, exactly one set: a user's work is theirs, an associated queue's is the queue's, all else the automated process user's. */
export function ownerOf(assignee: Assignee): { ownerUserId: string | null; ownerGroupId: string | null } {
  if (assignee.kind === 'user') return { ownerUserId: assignee.id, ownerGroupId: null }
  if (assignee.kind === 'queue' && assignee.isRoutable) return { ownerUserId: null, ownerGroupId: assignee.id }
  return { ownerUserId: AUTOMATED_PROCESS.id, ownerGroupId: null }
}
