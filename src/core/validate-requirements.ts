// Whether conditions can be decided: how many, how joined, on what, with values of which type (D3, D7). Shared by
// orchestrations and flows, which differ in what their resources are.
import { isNumericText, MAX_REQUIREMENTS, parseLogic } from './conditions.ts'
import type { ConditionOperator, DataType, Requirement, Requirements } from './definition.ts'
import { isDate, utcTime } from './flow/values.ts'
import type { Issue } from './issue.ts'
import type { Json } from './json.ts'
import { isOfRecord } from './read-path.ts'
import type { ResourceType, TypeOf } from './resource-types.ts'

/** Where a condition stands. `isChangedAllowed`: whether there are values from before to compare with. */
export type ConditionPlace = { path: readonly string[]; typeOf: TypeOf; isChangedAllowed: boolean }

/** Every fault of a condition, each at its path. */
export function requirementsIssues(condition: Requirements, { path, typeOf, isChangedAllowed }: ConditionPlace): Issue[] {
  const { requirements } = condition
  const issues: Issue[] = []
  if (requirements.length === 0) issues.push({ path: [...path, 'requirements'], message: 'at least one requirement is needed' })
  if (requirements.length > MAX_REQUIREMENTS) issues.push({ path: [...path, 'requirements'], message: `there are ${requirements.length} requirements; at most ${MAX_REQUIREMENTS} are allowed` })
  const logic = requirements.length === 0 ? null : parseLogic(condition.logic, requirements.length)
  if (typeof logic === 'string') issues.push({ path: [...path, 'logic'], message: logic })
  for (const [at, requirement] of requirements.entries()) {
    const place = [...path, 'requirements', String(at)]
    for (const [member, message] of requirementFaults(requirement, typeOf, isChangedAllowed)) issues.push({ path: [...place, member], message })
  }
  return issues
}

type Fault = readonly [member: 'resource' | 'operator' | 'value' | 'valueResource', message: string]

function requirementFaults(requirement: Requirement, typeOf: TypeOf, isChangedAllowed: boolean): Fault[] {
  const { resource, operator, value = null, valueResource = null } = requirement
  const type = typeOf(resource)
  if (typeof type === 'string') return [['resource', type]]
  const faults: Fault[] = []
  const unfit = operatorFault(operator, type)
  if (unfit !== null) faults.push(['operator', unfit])
  const unchanging = operator === 'IS_CHANGED' ? changeFault(resource, isChangedAllowed) : null
  if (unchanging !== null) faults.push(unchanging)
  if (valueResource !== null && value !== null) return [...faults, ['valueResource', 'either a value or a valueResource is expected, not both']]
  const wrong = valueResource === null ? valueFault(operator, type, value) : comparedFault(operator, type, typeOf(valueResource))
  return wrong === null ? faults : [...faults, [valueResource === null ? 'value' : 'valueResource', wrong]]
}

const ORDERS: ReadonlySet<ConditionOperator> = new Set(['GREATER_THAN', 'GREATER_THAN_OR_EQUAL', 'LESS_THAN', 'LESS_THAN_OR_EQUAL'])
const TEXTS: ReadonlySet<ConditionOperator> = new Set(['CONTAINS', 'STARTS_WITH', 'ENDS_WITH'])
const FLAGS: ReadonlySet<ConditionOperator> = new Set(['IS_NULL', 'IS_CHANGED'])

// `$Record` alone is taken for "anything of the record" by who writes it, but is its id.
function changeFault(resource: string, isChangedAllowed: boolean): Fault | null {
  if (!isChangedAllowed || !isOfRecord(resource)) return ['operator', 'IS_CHANGED needs a $Record value and a record that is being changed']
  return resource === '$Record' || resource === '$Record.Id' ? ['resource', `"${resource}" is the record's id, which never changes; name the field whose change is meant, such as $Record.Status`] : null
}

function operatorFault(operator: ConditionOperator, { dataType, isCollection, statuses }: ResourceType): string | null {
  if (statuses && ORDERS.has(operator)) return `${operator} does not fit a status: statuses have no order`
  if (isCollection) return ORDERS.has(operator) || operator === 'STARTS_WITH' || operator === 'ENDS_WITH' ? `${operator} does not fit a list` : null
  if (ORDERS.has(operator) && dataType === 'BOOLEAN') return `${operator} does not fit true or false`
  return TEXTS.has(operator) && (dataType === 'BOOLEAN' || dataType === 'NUMBER') ? `${operator} needs a text or a list` : null
}

function valueFault(operator: ConditionOperator, type: ResourceType, value: Json): string | null {
  if (FLAGS.has(operator)) return value === null || typeof value === 'boolean' ? null : `${operator} takes true or false`
  if (operator === 'IN') {
    if (!Array.isArray(value) || value.length === 0) return 'IN needs a list of values'
    return (value as readonly Json[]).map((one) => literalFault(type, one)).find((fault) => fault !== null) ?? null
  }
  if (value === null) return operator === 'EQUALS' || operator === 'NOT_EQUALS' ? null : `${operator} needs a value or a valueResource`
  if (type.isCollection) return operator === 'CONTAINS' || Array.isArray(value) ? null : 'a list is expected'
  return TEXTS.has(operator) ? (typeof value === 'object' ? 'a text is expected' : null) : literalFault(type, value)
}

function literalFault({ dataType, statuses }: ResourceType, value: Json): string | null {
  if (statuses) return typeof value === 'string' && statuses.includes(value) ? null : `a status is expected: ${statuses.join(', ')}`
  if (dataType === null || dataType === 'JSON') return null
  if (value === null || typeof value === 'object') return 'a single value is expected'
  switch (dataType) {
    case 'NUMBER': return typeof value === 'number' || (typeof value === 'string' && isNumericText(value)) ? null : 'a number is expected'
    case 'BOOLEAN': return typeof value === 'boolean' ? null : 'true or false is expected'
    case 'DATE': case 'DATE_TIME': return typeof value === 'string' && (isDate(value) || utcTime(value) !== null) ? null : 'a date or a time is expected'
    case 'STRING': case 'RECORD': return null
  }
}

function comparedFault(operator: ConditionOperator, left: ResourceType, right: ResourceType | string): string | null {
  if (typeof right === 'string') return right
  if (FLAGS.has(operator)) return `${operator} takes true or false as its value`
  if (left.dataType === null || right.dataType === null || left.dataType === 'JSON' || right.dataType === 'JSON') return null
  if (operator === 'IN') return right.isCollection ? null : 'IN needs a list of values'
  if (operator !== 'CONTAINS' && left.isCollection !== right.isCollection) return 'a list and a single value can\'t be compared'
  const [a, b] = [kindOf(left.dataType), kindOf(right.dataType)]
  return a === b || a === 'text' || b === 'text' ? null : `${left.dataType} and ${right.dataType} can't be compared`
}

// Any text may turn out to hold a number or a time.
function kindOf(dataType: DataType): string {
  if (dataType === 'STRING' || dataType === 'RECORD') return 'text'
  return dataType === 'DATE' || dataType === 'DATE_TIME' ? 'time' : dataType
}
