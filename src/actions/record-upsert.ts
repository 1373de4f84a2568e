// The action "record.upsert": flows create and change records other than the one they run on.
import { ActionFault, type Action } from '../commands/action.ts'
import { upsertRecord } from '../commands/record/upsert-record.ts'
import { globalId } from '../core/global-id.ts'
import type { Json } from '../core/json.ts'
import { AUTOMATED_PROCESS, type Viewer } from '../core/viewer.ts'
import { PromisedError } from '../errors.ts'

// Flows run in system context (R6): the automated process may change any record.
const SYSTEM: Viewer = { ...AUTOMATED_PROCESS, name: 'Automated Process', userType: 'AUTOMATED_PROCESS', permissions: new Set(['CUSTOMIZE_APPLICATION']) }

/** Takes what the mutation `upsertRecord` takes; gives `{ recordId, startedRunIds }`. Tried twice, it changes the record once. */
export const recordUpsert: Action = {
  inputs: [
    { name: 'recordId', dataType: 'STRING', isRequired: true }, { name: 'objectApiName', dataType: 'STRING', isRequired: true },
    { name: 'name', dataType: 'STRING', isRequired: false }, { name: 'owner', dataType: 'STRING', isRequired: false }, { name: 'fields', dataType: 'JSON', isRequired: false },
  ],
  async perform(shell, inputs, key, { chain }) {
    const text = (name: string): string | null => {
      const value = inputs[name] ?? null
      if (value !== null && typeof value !== 'string') throw new ActionFault(`${name} must be a text.`, true)
      return value
    }
    try {
      const { recordId, startedRunIds } = await upsertRecord(shell, SYSTEM, {
        recordId: text('recordId') ?? '', objectApiName: text('objectApiName') ?? '', name: text('name'), owner: text('owner'), fields: inputs['fields'] ?? null, clientMutationKey: key,
      }, chain)
      return { recordId, startedRunIds: startedRunIds.map((id) => globalId('OrchestrationRun', id)) } satisfies Json
    } catch (error) {
      if (error instanceof PromisedError) throw new ActionFault(error.message, true)
      throw error
    }
  },
}
