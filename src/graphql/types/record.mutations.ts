// What can be done to records: told of, and shared. Sharing is in record-sharing.mutations.ts.
import { upsertRecord } from '../../commands/record/upsert-record.ts'
import { ConflictError, ForbiddenError, ValidationError } from '../../errors.ts'
import { loadWrittenRecord, type SaidOfRecord } from '../../store/records.ts'
import { loadWrittenRuns } from '../../store/runs.ts'
import { builder } from '../builder.ts'
import { resultUnion } from '../errors.ts'
import { MUTATION_KEY } from '../mutation-key.ts'
import { written } from '../written.ts'
import { Record } from './record.ts'
import { OrchestrationRun } from './run.ts'

const UpsertRecordInput = builder.inputType('UpsertRecordInput', {
  description: 'A record of another system as it is now. What is left out stays as it was; `fields` are merged with those that are there.',
  fields: (t) => ({
    recordId: t.id({ required: true, description: 'The other system\'s id of it: 1 to 255 characters.' }),
    objectApiName: t.string({ required: true, description: 'What it is, e.g. "Case". Can\'t change later.' }),
    name: t.string({ description: 'Its name for people.' }),
    owner: t.string({ description: 'Username of its owner; a new record is the caller\'s unless said otherwise.' }),
    fields: t.field({ type: 'JSON', description: 'Its fields by name: a JSON object. Null for a field that it doesn\'t have is no change.' }),
    clientMutationKey: t.string({ description: MUTATION_KEY }),
  }),
})

const UpsertRecordSuccess = builder.objectRef<{ recordId: string; startedRunIds: string[]; said: SaidOfRecord }>('UpsertRecordSuccess').implement({
  description: 'The record is as was said.',
  fields: (t) => ({
    record: t.field({
      type: Record, description: 'The record. Who may not read it sees of it what they said themselves.',
      resolve: async ({ recordId, said }, _, { shell, load }) => (await load.record.load(recordId)) ?? loadWrittenRecord(shell.pool, recordId, said),
    }),
    startedRuns: t.field({
      type: [OrchestrationRun], description: 'Runs that this change started, at most one of each record-triggered orchestration. None where nothing changed.',
      resolve: ({ startedRunIds }, _, { shell }) => loadWrittenRuns(shell.pool, startedRunIds),
    }),
  }),
})

builder.mutationField('upsertRecord', (t) => t.field({
  type: UpsertRecordSuccess, description: 'Tells of a record, or of a change of it: starts record-triggered orchestrations, and wakes the conditions of runs about it.',
  args: { input: t.arg({ type: UpsertRecordInput, required: true, description: 'The record.' }) },
  errors: resultUnion('UpsertRecord', [ValidationError, ForbiddenError, ConflictError]),
  resolve: async (_, { input }, context) => ({ ...await written(context, upsertRecord(context.shell, context.viewer, { ...input, recordId: String(input.recordId) })), said: input }),
}))
