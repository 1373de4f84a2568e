// What conditions mean, said a second time for tests: by tables of truth and plain comparisons, without the engine's code.
import type { Requirement, Requirements } from '../../src/core/definition.ts'
import type { RecordFacts } from '../../src/core/facts.ts'
import type { Json } from '../../src/core/json.ts'

/** How a condition looks at a run: what a name is worth, and the record now and before the change being handled. */
export type View = { read: (resource: string) => Json; record: RecordFacts; prior: RecordFacts | null }

/** Whether a requirement is met. */
export function isMet({ resource, operator, value = null, valueResource }: Requirement, view: View): boolean {
  const actual = view.read(resource), expected = valueResource ? view.read(valueResource) : value
  const [left, right] = [actual as number, expected as number]
  // Numbers have an order, and texts; none of them has one with the other kind, nor with null.
  const both = actual !== null && typeof actual === typeof expected
  switch (operator) {
    case 'EQUALS': return actual === expected
    case 'NOT_EQUALS': return actual !== expected
    case 'GREATER_THAN': return both && left > right
    case 'GREATER_THAN_OR_EQUAL': return both && left >= right
    case 'LESS_THAN': return both && left < right
    case 'LESS_THAN_OR_EQUAL': return both && left <= right
    case 'IS_NULL': return (actual === null) === (value !== false)
    case 'IN': return (value as readonly Json[]).includes(actual)
    case 'IS_CHANGED': return hasChanged(resource, view) === (value !== false)
    default: throw new Error(`the oracle knows no ${operator}`)
  }
}

function hasChanged(resource: string, { record, prior }: View): boolean {
  const [, field] = resource.split('.')
  return prior !== null && field !== undefined && (record.fields[field] ?? null) !== (prior.fields[field] ?? null)
}

/** Whether a condition holds. */
export function holdsIn(condition: Requirements, view: View): boolean {
  return truth(condition, condition.requirements.map((one) => isMet(one, view)))
}

/** Whether a condition holds where its requirements are met as told. */
export function truth({ logic, requirements }: Requirements, met: readonly boolean[]): boolean {
  const words = (logic ?? 'AND').toUpperCase()
  if (words === 'AND' || words === 'OR') return valueOf(requirements.map((_, at) => at + 1).join(` ${words} `), met)
  return valueOf(words, met)
}

// The weakest word outside of parentheses splits a text: OR, then AND, then NOT.
function valueOf(text: string, met: readonly boolean[]): boolean {
  const alternatives = split(text, ' OR ')
  if (alternatives.length > 1) return alternatives.some((part) => valueOf(part, met))
  const parts = split(text, ' AND ')
  if (parts.length > 1) return parts.every((part) => valueOf(part, met))
  if (text.startsWith('NOT ')) return !valueOf(text.slice(4), met)
  return text.startsWith('(') ? valueOf(text.slice(1, -1), met) : met[Number(text) - 1]!
}

function split(text: string, word: string): string[] {
  const parts: string[] = []
  let depth = 0, from = 0
  for (let at = 0; at < text.length; at++) {
    depth += text[at] === '(' ? 1 : text[at] === ')' ? -1 : 0
    if (depth !== 0 || !text.startsWith(word, at)) continue
    parts.push(text.slice(from, at))
    from = at + word.length
  }
  return [...parts, text.slice(from)]
}

/**
 * What holds a condition up: every requirement that belongs to some smallest set of changes after which it would hold.
 * Answers their numbers, from 0; none where it holds, and all of them where no changes would do.
 */
export function holdUps(condition: Requirements, view: View): number[] {
  const met = condition.requirements.map((one) => isMet(one, view))
  const changed = (set: number) => met.map((one, at) => ((set >> at) & 1 ? !one : one))
  const sets = Array.from({ length: 1 << met.length }, (_, set) => set).filter((set) => truth(condition, changed(set)))
  const smallest = sets.filter((set) => !sets.some((other) => other !== set && (other & set) === other))
  return met.map((_, at) => at).filter((at) => smallest.length === 0 || smallest.some((set) => (set >> at) & 1))
}
