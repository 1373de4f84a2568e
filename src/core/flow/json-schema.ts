// JSON Schemas of screen fields, compiled once. Draft 2020-12, or draft-07 where the schema says so.
import { Ajv, type Options, type ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Json, JsonObject } from '../json.ts'
import { linearPattern } from './linear-pattern.ts'
import { checkReach } from './schema-reach.ts'
import { isUrl } from './url-format.ts'

/** How many compiled schemas are kept. */
export const MAX_COMPILED_SCHEMAS = 500
const MAX_FAULTS_A_VALUE = 10

const regExp = Object.assign(linearPattern, { code: 'linearPattern' })

const OPTIONS: Options = {
  allErrors: true, strict: true, strictTypes: false, strictTuples: false, strictRequired: false, allowUnionTypes: true, logger: false, addUsedSchema: false, code: { regExp },
  allowMatchingProperties: true, // else names of properties would be tried by V8's own engine
}

type Compiled = { validate: ValidateFunction } | { fault: string }
const compiled = new Map<string, Compiled>()
let compilers: { draft2020: Ajv2020; draft07: Ajv } | null = null

/** Why a schema can't be used, in words; null when it can. Unknown keywords and formats are faults. */
export function schemaFault(schema: Json): string | null {
  const result = compile(schema)
  return 'fault' in result ? result.fault : null
}

/** What a value lacks by a schema, each in words; empty when it is valid. A schema that can't be used refuses everything. */
export function schemaFaults(schema: Json, value: Json): readonly string[] {
  const result = compile(schema)
  if ('fault' in result) return [result.fault]
  if (result.validate(value)) return []
  const faults = (result.validate.errors ?? []).map((error) => `${error.instancePath ? `${error.instancePath.slice(1)} ` : ''}${error.message ?? 'is not valid'}`)
  return [...new Set(faults)].slice(0, MAX_FAULTS_A_VALUE)
}

function compile(schema: Json): Compiled {
  const key = JSON.stringify(schema)
  const known = compiled.get(key)
  if (known !== undefined) {
    compiled.delete(key) // put last again: the first in the map is the one used longest ago
    compiled.set(key, known)
    return known
  }
  const result = compileNew(schema)
  compiled.set(key, result)
  if (compiled.size > MAX_COMPILED_SCHEMAS) compiled.delete(compiled.keys().next().value!)
  return result
}

function compileNew(schema: Json): Compiled {
  if (typeof schema !== 'boolean' && (schema === null || typeof schema !== 'object' || Array.isArray(schema))) {
    return { fault: 'must be a JSON Schema: an object, true or false' }
  }
  const isOld = typeof schema === 'object' && /draft-0[67]/.test(String((schema as JsonObject).$schema ?? ''))
  compilers ??= { draft2020: equipped(new Ajv2020(OPTIONS)), draft07: equipped(new Ajv(OPTIONS)) }
  const ajv = isOld ? compilers.draft07 : compilers.draft2020
  try {
    checkReach(schema)
    const validate = ajv.compile(schema as JsonObject | boolean)
    return '$async' in validate ? { fault: 'must not be asynchronous' } : { validate }
  } catch (error) {
    return { fault: `is not a JSON Schema that can be used: ${error instanceof Error ? error.message : String(error)}` }
  } finally {
    if (typeof schema === 'object') ajv.removeSchema(schema as JsonObject) // the compiler would keep every schema it has ever seen
  }
}

// The compiler divides in binary, in which 19.99 is no multiple of 0.01; a tolerance instead would be too narrow for large
// amounts or too wide for small ones.
function equipped<T extends Ajv>(ajv: T): T {
  addFormats.default(ajv)
  ajv.addFormat('url', isUrl)
  void ajv.validateSchema({}) // compiles what JSON Schema says of itself, which has patterns too
  ajv.removeKeyword('multipleOf')
  ajv.addKeyword({
    keyword: 'multipleOf', type: 'number', schemaType: 'number', error: { message: ({ schema }) => `must be multiple of ${schema as number}` },
    validate: (divisor: number, value: number) => isMultiple(value, divisor),
  })
  return ajv
}

// Exactly, of the decimals that the two numbers are written as.
function isMultiple(value: number, divisor: number): boolean {
  const [of, by] = [decimal(value), decimal(divisor)], places = Math.max(of.places, by.places)
  return (of.digits * 10n ** BigInt(places - of.places)) % (by.digits * 10n ** BigInt(places - by.places)) === 0n
}

function decimal(number: number): { digits: bigint; places: number } {
  const [mantissa, exponent = '0'] = String(number).split('e'), [whole, fraction = ''] = mantissa!.split('.')
  return { digits: BigInt(whole! + fraction), places: fraction.length - Number(exponent) }
}
