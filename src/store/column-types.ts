// How the values of a table's columns are sent to Postgres: as an array for each column, in the text form that Postgres
// reads arrays in. Taken apart by the database, rows as JSON take more than twice as long.
import { getDatamodel } from '../../prisma/generated/pothos.ts'

/** A column as an array: `type` is that of the parameter, `cast` what follows a value taken out of it, `textOf` one value, null where there is none. */
export type ColumnType = { type: string; cast: string; textOf: (value: unknown) => string | null }

const PLAIN: Readonly<Record<string, string>> = { String: 'text', Int: 'integer', BigInt: 'bigint', Float: 'double precision', Boolean: 'boolean', DateTime: 'timestamptz' }

const tables = new Map<string, ReadonlyMap<string, ColumnType>>(Object.entries(getDatamodel().datamodel.models).map(([table, { fields }]) =>
  [table, new Map(fields.filter(({ kind }) => kind !== 'object').map((field) => [field.name, typeOf(field)]))]))

/** How a column is sent. Throws for one that the schema doesn't have: a mistake in the code. */
export function columnType(table: string, column: string): ColumnType {
  const found = tables.get(table)?.get(column)
  if (found === undefined) throw new Error(`There is no column ${column} in ${table}.`)
  return found
}

function typeOf({ kind, type, isList }: { kind: string; type: string; isList: boolean }): ColumnType {
  const own = kind === 'enum' ? `"${type}"` : PLAIN[type]
  // Of lists Postgres has no arrays: each is sent as the text of one.
  if (isList) return { type: 'text[]', cast: `::${own}[]`, textOf: (value) => (value == null ? null : arrayOf((value as readonly unknown[]).map(plainText))) }
  if (own === undefined) return { type: 'jsonb[]', cast: '', textOf: (value) => (value == null ? null : JSON.stringify(value)) }
  return { type: `${own}[]`, cast: '', textOf: plainText }
}

function plainText(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (value == null) return null
  return value instanceof Date ? value.toISOString() : String(value as number | boolean)
}

/** Texts of values as the text of an array. */
export function arrayOf(texts: readonly (string | null)[]): string {
  let array = '{'
  for (let at = 0; at < texts.length; at++) {
    const text = texts[at]!
    array += (at === 0 ? '' : ',') + (text === null ? 'NULL' : SPECIAL.test(text) ? `"${text.replace(ALL_SPECIAL, '\\$&')}"` : `"${text}"`)
  }
  return `${array}}`
}

const SPECIAL = /["\\]/
const ALL_SPECIAL = /["\\]/g
