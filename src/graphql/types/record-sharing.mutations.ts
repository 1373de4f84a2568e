// Sharing of records with users and groups.
import { shareRecord } from '../../commands/record/share-record.ts'
import { ForbiddenError, NotFoundError, ValidationError } from '../../errors.ts'
import { loadWrittenRecord } from '../../store/records.ts'
import { builder } from '../builder.ts'
import { resultUnion } from '../errors.ts'
import { written } from '../written.ts'
import { Record } from './record.ts'

const RecordAccess = builder.enumType('RecordAccess', {
  description: 'What a share allows.',
  values: {
    NONE: { description: 'Nothing: takes the share back.' },
    READ: { description: 'To read the record and the work about it.' },
    EDIT: { description: 'Also to change and share it.' },
  } as const,
})

const ShareRecordInput = builder.inputType('ShareRecordInput', {
  description: 'Which record to share with whom: exactly one of user and group.',
  fields: (t) => ({
    recordId: t.id({ required: true, description: 'The other system\'s id of the record.' }),
    user: t.string({ description: 'Username.' }),
    group: t.string({ description: 'API name of a group or queue.' }),
    access: t.field({ type: RecordAccess, required: true, description: 'What the share allows.' }),
    interviews: t.boolean({ description: 'Whether it allows the same of the record\'s paused interviews; as before unless given, and no for a new share.' }),
  }),
})

const ShareRecordSuccess = builder.objectRef<{ recordId: string }>('ShareRecordSuccess').implement({
  description: 'The record is shared.',
  fields: (t) => ({
    record: t.field({
      type: Record, description: 'The record. Who may not read it sees no more of it than its id and object.',
      resolve: async ({ recordId }, _, { shell, load }) => (await load.record.load(recordId)) ?? loadWrittenRecord(shell.pool, recordId, {}),
    }),
  }),
})

builder.mutationField('shareRecord', (t) => t.field({
  type: ShareRecordSuccess, description: 'Gives a user or group access to a record, changes it, or takes it back. For its owner, those with an EDIT share, and CUSTOMIZE_APPLICATION.',
  args: { input: t.arg({ type: ShareRecordInput, required: true, description: 'What to share with whom.' }) },
  errors: resultUnion('ShareRecord', [ValidationError, NotFoundError, ForbiddenError]),
  resolve: (_, { input }, context) => written(context, shareRecord(context.shell, context.viewer, input)),
}))
