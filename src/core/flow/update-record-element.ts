// The update record element (I10): fields merged into `$Record`, or into the record whose id a variable holds.
import type { UpdateRecordElement } from '../definition.ts'
import { directoryKey, type RecordFacts } from '../facts.ts'
import type { Json } from '../json.ts'
import { own } from '../read-path.ts'
import { recordFieldsFault, recordNameFault, recordOwnerFault } from '../record-rules.ts'
import { readInputs, readResource } from './read-resource.ts'
import { fail, missing, recordOf, setTop, type Work } from './work.ts'

/** Writes the fields. Fails the interview where there is no such record, or it would break the rules that every record keeps to. */
export function updateRecord(work: Work, element: UpdateRecordElement): void {
  const recordId = element.record === '$Record' ? work.interview.recordId : readResource(work, element.record)
  if (typeof recordId !== 'string' || recordId === '') return fail(work, `"${element.apiName}" has no record to update: ${element.record} holds none`)
  const record = recordOf(work, recordId)
  const fields = readInputs(work, element.fields)
  const owner = own(fields, 'Owner')
  const ownerKey = typeof owner === 'string' ? directoryKey('user', owner) : null
  if (ownerKey !== null && own(work.facts.directory, ownerKey) === undefined) work.needs.directory.add(ownerKey)
  if (missing(work) !== null) return
  if (record === null) return fail(work, `"${element.apiName}" can't update the record ${recordId}: there is none`)
  const fault = Object.entries(fields).map(([name, value]) => fieldFault(name, value)).find((found) => found !== null)
  const after = fault === undefined ? merged(record, fields) : record
  const broken = fault ?? recordNameFault(after.name === record.name ? null : after.name) ?? recordFieldsFault(after.fields) ?? (ownerKey === null ? null : recordOwnerFault(owner as string, own(work.facts.directory, ownerKey) ?? null))
  if (broken !== null) return fail(work, `"${element.apiName}" can't update the record ${recordId}: ${broken}`)
  work.effects.push({ kind: 'recordUpdated', recordId, fields, ...(record.version !== undefined && { version: record.version }) })
  work.written.set(recordId, after)
  setTop(work, { element: element.next ?? null })
}

function fieldFault(name: string, value: Json): string | null {
  if (name === 'Id') return 'its id never changes'
  if (name === 'Name' && value !== null && typeof value !== 'string') return 'Name must be a text'
  if (name === 'Owner' && typeof value !== 'string') return 'Owner must be a username'
  return null
}

function merged(record: RecordFacts, { Name, Owner, ...fields }: { readonly [name: string]: Json }): RecordFacts {
  return {
    ...record,
    name: Name === undefined ? record.name : (Name as string | null),
    owner: Owner === undefined ? record.owner : (Owner as string),
    fields: { ...record.fields, ...fields },
  }
}
