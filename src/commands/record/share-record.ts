// shareRecord: gives a user or group access to a record, changes it, or takes it back (A3).
import { Prisma } from '../../../prisma/generated/client/client.ts'
import { AUTOMATED_PROCESS, hasAny, type Viewer } from '../../core/viewer.ts'
import { ForbiddenError, NotFoundError } from '../../errors.ts'
import { findIds, findShare } from '../../store/administration.ts'
import type { Write } from '../../store/commit.ts'
import { query } from '../../store/query.ts'
import { recordIsEditable, recordIsReadable } from '../../store/visibility.ts'
import { decideAndSave } from '../decide-and-save.ts'
import { inputFaults } from '../input-faults.ts'
import type { Shell } from '../shell.ts'

/** As the contract's ShareRecordInput: exactly one of user (a username) and group (an API name, of a queue too). */
export type ShareRecordInput = { recordId: string; user?: string | null; group?: string | null; access: 'NONE' | 'READ' | 'EDIT'; interviews?: boolean | null }

/**
 * Shares a record (A4: its owner, an EDIT share, CUSTOMIZE_APPLICATION). NONE takes a share back; taking back what isn't
 * there changes nothing. `interviews` stays as it was unless given. Throws NotFoundError, ForbiddenError, ValidationError.
 */
export async function shareRecord(shell: Shell, viewer: Viewer, input: ShareRecordInput): Promise<{ recordId: string }> {
  await decideAndSave(shell, async () => {
    await authorize(shell, viewer, input.recordId)
    const [users, groups] = await Promise.all([
      findIds(shell.pool, 'User', input.user == null ? [] : [input.user]), findIds(shell.pool, 'Group', input.group == null ? [] : [input.group]),
    ])
    const faults = inputFaults()
    faults.check(['user'], (input.user == null) !== (input.group == null), 'Give exactly one of user and group.')
    faults.check(['user'], input.user !== AUTOMATED_PROCESS.username || input.access === 'NONE', 'The automated process user is the system\'s own; it needs no share.')
    if (input.user != null) faults.check(['user'], users.has(input.user), `There is no user "${input.user.slice(0, 255)}".`)
    if (input.group != null) faults.check(['group'], groups.has(input.group), `There is no group or queue "${input.group.slice(0, 255)}".`)
    faults.throwAny()
    const userId = input.user == null ? null : users.get(input.user)!, groupId = input.group == null ? null : groups.get(input.group)!
    const before = await findShare(shell.pool, input.recordId, userId, groupId)
    const writes: Write[] = []
    const row = { access: input.access, interviews: input.interviews ?? before?.interviews ?? false }
    if (input.access === 'NONE') {
      if (before !== null) writes.push({ kind: 'delete', table: 'RecordShare', rows: [{ id: before.id }] })
    } else if (before === null) {
      writes.push({ kind: 'insert', table: 'RecordShare', rows: [{ id: shell.newId(), recordId: input.recordId, userId, groupId, ...row }] })
    } else {
      writes.push({ kind: 'update', table: 'RecordShare', key: ['id'], rows: [{ id: before.id, ...row }] })
    }
    return { answer: null, changes: { writes, events: [], jobs: [] } }
  })
  // The database itself logs that rights changed.
  shell.wake.events()
  return { recordId: input.recordId }
}

async function authorize(shell: Shell, viewer: Viewer, recordId: string): Promise<void> {
  const id = Prisma.sql`r."recordId"`
  const [record] = recordId.includes('\0') ? [] : await query<{ isReadable: boolean; isEditable: boolean }>(shell.pool, Prisma.sql`
    SELECT ${recordIsReadable(viewer, id)} AS "isReadable", ${recordIsEditable(viewer, id)} AS "isEditable" FROM "Record" r WHERE r."recordId" = ${recordId}`)
  const mayCustomize = hasAny(viewer, 'CUSTOMIZE_APPLICATION')
  if (record === undefined || !(record.isReadable || mayCustomize)) throw new NotFoundError(`There is no record "${recordId.slice(0, 255)}".`)
  if (!record.isEditable && !mayCustomize) throw new ForbiddenError('Only the record\'s owner, somebody with an EDIT share, or CUSTOMIZE_APPLICATION may share it.', 'CUSTOMIZE_APPLICATION')
}
