// Requirements: how they are joined, compared and explained. The one place where a condition is decided, for starts,
// completions, outcomes, triggers, decisions and conditional fields alike.
import type { ConditionOperator, Requirement, Requirements } from './definition.ts'
import { isOfCalendar } from './flow/values.ts'
import type { Json } from './json.ts'

/** Most requirements in one condition (domain rule R-004). */
export const MAX_REQUIREMENTS = 10
/** Longest custom logic, in characters (domain 1.9). */
export const MAX_LOGIC_LENGTH = 1000

/**
 * How a condition reads the world. `read` gives a resource's value, null where there is none.
 * `isChanged` answers IS_CHANGED; a scope without values from before has nothing changed.
 */
export type Scope = { read(resource: string): Json; isChanged?(resource: string): boolean }

/** Logic as a tree; `at` is an index into the requirements, from 0. */
export type LogicNode = { kind: 'requirement'; at: number } | { kind: 'and' | 'or'; parts: readonly LogicNode[] } | { kind: 'not'; part: LogicNode }

/** One requirement that holds a condition up: what was read, what was expected of it (as `valueResource` says, if it does), and what is there. */
export type Unmet = { resource: string; operator: ConditionOperator; expected: Json; valueResource: string | null; actual: Json; negated: boolean }

/**
 * Reads "AND" (default), "OR" or custom logic over `count` requirements, numbered from 1, with AND, OR, NOT and
 * parentheses; AND binds tighter than OR. Every requirement must be used. Answers a text where it can't be read.
 */
export function parseLogic(logic: string | null | undefined, count: number): LogicNode | string {
  const all = Array.from({ length: count }, (_, at): LogicNode => ({ kind: 'requirement', at }))
  const text = (logic ?? '').trim()
  if (text === '' || /^and$/i.test(text)) return { kind: 'and', parts: all }
  if (/^or$/i.test(text)) return { kind: 'or', parts: all }
  if (text.length > MAX_LOGIC_LENGTH) return `custom logic has ${text.length} characters; at most ${MAX_LOGIC_LENGTH} are allowed`
  const tokens = text.match(/\d+|[A-Za-z]+|\S/g) ?? []
  const used = new Set<number>()
  let position = 0
  let fault: string | null = null
  const word = () => tokens[position]?.toUpperCase()
  const fail = (message: string): LogicNode => {
    fault ??= message
    position = tokens.length
    return { kind: 'and', parts: [] }
  }
  const joined = (kind: 'and' | 'or', next: () => LogicNode): LogicNode => {
    const parts = [next()]
    while (word() === kind.toUpperCase()) {
      position++
      parts.push(next())
    }
    return parts.length === 1 ? parts[0]! : { kind, parts }
  }
  const either = (): LogicNode => joined('or', both)
  const both = (): LogicNode => joined('and', one)
  const one = (): LogicNode => {
    const token = word()
    position++
    if (token === undefined) return fail('custom logic ends too early')
    if (token === 'NOT') return { kind: 'not', part: one() }
    if (token === '(') {
      const inner = either()
      if (word() !== ')') return fail('a parenthesis is not closed in the custom logic')
      position++
      return inner
    }
    if (!/^\d+$/.test(token)) return fail(`"${token}" is not understood in the custom logic; use requirement numbers, AND, OR, NOT and parentheses`)
    const at = Number(token) - 1
    if (at < 0 || at >= count) return fail(`the custom logic names requirement ${token}, but there are ${count}`)
    used.add(at)
    return { kind: 'requirement', at }
  }
  const tree = either()
  if (fault === null && position < tokens.length) return `"${tokens[position]}" is not expected in the custom logic`
  if (fault !== null) return fault
  const unused = all.findIndex((_, at) => !used.has(at))
  return unused < 0 ? tree : `requirement ${unused + 1} is not used in the custom logic`
}

/** Whether the condition holds now. Custom logic that can't be read never holds (activation refuses it). */
export function holds(condition: Requirements, scope: Scope): boolean {
  const tree = parseLogic(condition.logic, condition.requirements.length)
  return typeof tree !== 'string' && isTrue(tree, (at) => isMet(condition.requirements[at]!, scope))
}

/**
 * What holds the condition up now, in the order of its requirements; empty when it holds (D10). A requirement holds it up
 * when it belongs to a smallest set of changes that would make it hold: of an OR every part, of an AND only what is unmet,
 * and nothing that would not help. `negated`: it is met, and should not be.
 */
export function unmet(condition: Requirements, scope: Scope): readonly Unmet[] {
  const { requirements } = condition
  const tree = parseLogic(condition.logic, requirements.length)
  if (typeof tree === 'string') return []
  const met = requirements.map((requirement) => isMet(requirement, scope))
  return holdUps(tree, met).map((at) => {
    const requirement = requirements[at]!
    const { resource, operator } = requirement
    return { resource, operator, negated: met[at]!, expected: expectedOf(requirement, scope), valueResource: requirement.valueResource ?? null, actual: scope.read(resource) }
  })
}

// Sets of changes are numbers, a bit for each requirement, so that a set comes after all its parts.
function holdUps(tree: LogicNode, met: readonly boolean[]): number[] {
  const all = met.map((_, at) => at)
  const isEnough: boolean[] = []
  const found = new Set<number>()
  for (let set = 0; set < 1 << met.length; set++) {
    const changed = all.filter((at) => (set >> at) & 1)
    const isMore = changed.some((at) => isEnough[set ^ (1 << at)])
    const isSmallest = !isMore && isTrue(tree, (at) => met[at] !== changed.includes(at))
    if (isSmallest && set === 0) return []
    if (isSmallest) changed.forEach((at) => found.add(at))
    isEnough.push(isMore || isSmallest)
  }
  // Logic that contradicts itself can never hold: all of it is to blame.
  return found.size === 0 ? all : all.filter((at) => found.has(at))
}

/** Resources that a condition reads: its left sides and the resources that values come from. */
export function resourcesOf(condition: Requirements): readonly string[] {
  return [...new Set(condition.requirements.flatMap((r) => (r.valueResource ? [r.resource, r.valueResource] : [r.resource])))]
}

function isTrue(node: LogicNode, isMetAt: (at: number) => boolean): boolean {
  switch (node.kind) {
    case 'requirement': return isMetAt(node.at)
    case 'and': return node.parts.every((part) => isTrue(part, isMetAt))
    case 'or': return node.parts.some((part) => isTrue(part, isMetAt))
    case 'not': return !isTrue(node.part, isMetAt)
  }
}

function isMet(requirement: Requirement, scope: Scope): boolean {
  const { resource, operator, value } = requirement
  if (operator === 'IS_CHANGED') return (scope.isChanged?.(resource) ?? false) === asFlag(value)
  return compare(scope.read(resource), operator, expectedOf(requirement, scope))
}

function expectedOf(requirement: Requirement, scope: Scope): Json {
  if (requirement.valueResource) return scope.read(requirement.valueResource)
  if (requirement.operator === 'IS_NULL' || requirement.operator === 'IS_CHANGED') return asFlag(requirement.value)
  return requirement.value ?? null
}

// IS_NULL and IS_CHANGED without a value ask for true.
function asFlag(value: Json | undefined): boolean {
  return !(value === false || value === 'false')
}

/**
 * Compares two values. Numbers compare as numbers, also when one is a numeric text; times in RFC 3339 as times; all else
 * as text. Null equals only null, and is never greater, less, or part of anything; nor is a number, true or false ever
 * greater or less than what can't be read as one. An empty text or list is null for IS_NULL.
 */
export function compare(actual: Json, operator: ConditionOperator, expected: Json): boolean {
  switch (operator) {
    case 'EQUALS': return equals(actual, expected)
    case 'NOT_EQUALS': return !equals(actual, expected)
    case 'GREATER_THAN': return order(actual, expected, (sign) => sign > 0)
    case 'GREATER_THAN_OR_EQUAL': return order(actual, expected, (sign) => sign >= 0)
    case 'LESS_THAN': return order(actual, expected, (sign) => sign < 0)
    case 'LESS_THAN_OR_EQUAL': return order(actual, expected, (sign) => sign <= 0)
    case 'CONTAINS': return Array.isArray(actual) ? actual.some((part) => equals(part, expected)) : texts(actual, expected, (a, b) => a.includes(b))
    case 'STARTS_WITH': return texts(actual, expected, (a, b) => a.startsWith(b))
    case 'ENDS_WITH': return texts(actual, expected, (a, b) => a.endsWith(b))
    case 'IN': return Array.isArray(expected) && expected.some((part) => equals(actual, part))
    case 'IS_NULL': return (actual === null || actual === '' || (Array.isArray(actual) && actual.length === 0)) === (expected !== false)
    case 'IS_CHANGED': return false // decided by the scope, which alone knows the values before
  }
}

/** Whether two values are the same: as `compare` with EQUALS, deeply for lists and objects. */
export function equals(a: Json, b: Json): boolean {
  if (a === null || b === null) return a === b
  if (typeof a === 'object' || typeof b === 'object') {
    if (typeof a !== 'object' || typeof b !== 'object' || Array.isArray(a) !== Array.isArray(b)) return false
    const left = Object.entries(a), right = b as { readonly [key: string]: Json }
    return left.length === Object.keys(b).length && left.every(([key, value]) => Object.hasOwn(right, key) && equals(value, right[key]!))
  }
  if (typeof a === typeof b && typeof a !== 'string') return a === b
  const sign = ordering(a, b)
  return sign === null ? String(a) === String(b) : sign === 0
}

function order(a: Json, b: Json, fits: (sign: number) => boolean): boolean {
  if (a === null || b === null || typeof a === 'object' || typeof b === 'object') return false
  const sign = ordering(a, b) ?? (areAlike(a, b) ? textOrdering(String(a), String(b)) : null)
  return sign !== null && fits(sign)
}

// Whether what are neither two numbers nor two times has an order as texts: two texts, or true and false, written as texts too.
function areAlike(a: string | number | boolean, b: string | number | boolean): boolean {
  return (typeof a === 'string' && typeof b === 'string') || [a, b].every((one) => String(one) === 'true' || String(one) === 'false')
}

function textOrdering(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

const NUMBER = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

/** Whether a text compares as a number, such as "3", "-0.5" or "1e3". */
export function isNumericText(text: string): boolean {
  return NUMBER.test(text)
}

const TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2}))?$/

// -1, 0 or 1 where both are numbers (one of them at least by type) or both are times; null where they are neither.
function ordering(a: string | number | boolean, b: string | number | boolean): number | null {
  if (typeof a === 'boolean' || typeof b === 'boolean') return null
  if (typeof a === 'number' || typeof b === 'number') {
    if ((typeof a === 'string' && !isNumericText(a)) || (typeof b === 'string' && !isNumericText(b))) return null
    return Math.sign(Number(a) - Number(b))
  }
  // A day that the calendar doesn't have is a text, not the day after.
  if ([a, b].every((text) => TIME.test(text) && isOfCalendar(text.slice(0, 10)))) {
    const difference = Date.parse(a) - Date.parse(b)
    return Number.isNaN(difference) ? null : Math.sign(difference)
  }
  return null
}

function texts(a: Json, b: Json, fits: (a: string, b: string) => boolean): boolean {
  return a !== null && b !== null && typeof a !== 'object' && typeof b !== 'object' && fits(String(a), String(b))
}
