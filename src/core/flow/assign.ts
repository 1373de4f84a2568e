// What an assignment makes of a variable's value. Faults are texts for whoever wrote the flow.
import type { AssignmentOperator, DataType } from '../definition.ts'
import type { Json } from '../json.ts'
import { fitValue, isDate, storableFault, timeText, type Fitted } from './values.ts'

/** How long a list may grow by ADD and APPEND. */
export const MAX_LIST_LENGTH = 10_000

/** The type of what is assigned to. */
export type Slot = { dataType: DataType; isCollection: boolean }

/**
 * The value after an assignment. ASSIGN takes a value of the type, converted where nothing is lost. ADD and SUBTRACT
 * count numbers (null counts as 0), days on a DATE and seconds on a DATE_TIME; ADD joins texts, and appends to lists.
 * APPEND puts a value, or each part of a list, at the end of a list (of a JSON list: the value itself), or joins texts.
 */
export function assigned(current: Json, operator: AssignmentOperator, operand: Json, slot: Slot): Fitted {
  if (operator === 'ASSIGN') return fitValue(operand, slot.dataType, slot.isCollection)
  if (slot.isCollection) return operator === 'SUBTRACT' ? refused(operator, slot) : appended(current, operand, slot)
  switch (slot.dataType) {
    case 'NUMBER': return operator === 'APPEND' ? refused(operator, slot) : counted(current, operator, operand)
    case 'STRING': return operator === 'SUBTRACT' ? refused(operator, slot) : joined(current, operand)
    case 'DATE': case 'DATE_TIME': return operator === 'APPEND' ? refused(operator, slot) : moved(current, operator, operand, slot.dataType)
    case 'JSON': return operator === 'APPEND' ? appendedToJson(current, operand) : refused(operator, slot)
    case 'BOOLEAN': case 'RECORD': return refused(operator, slot)
  }
}

/** Whether an operator may be used on a type at all; activation checks it. */
export function takesOperator(operator: AssignmentOperator, slot: Slot): boolean {
  if (operator === 'ASSIGN') return true
  if (slot.isCollection) return operator !== 'SUBTRACT'
  if (operator === 'APPEND') return slot.dataType === 'STRING' || slot.dataType === 'JSON'
  if (slot.dataType === 'STRING') return operator === 'ADD'
  return slot.dataType === 'NUMBER' || slot.dataType === 'DATE' || slot.dataType === 'DATE_TIME'
}

function refused(operator: AssignmentOperator, slot: Slot): Fitted {
  return { fault: `${operator} can't be used on ${slot.isCollection ? 'a list of ' : ''}${slot.dataType}` }
}

function counted(current: Json, operator: AssignmentOperator, operand: Json): Fitted {
  const by = fitValue(operand, 'NUMBER', false)
  if ('fault' in by) return by
  const sum = Number(current ?? 0) + (operator === 'ADD' ? 1 : -1) * Number(by.value ?? 0)
  return Number.isFinite(sum) ? { value: sum } : { fault: 'the number is too large' }
}

function joined(current: Json, operand: Json): Fitted {
  const by = fitValue(operand, 'STRING', false)
  return 'fault' in by ? by : fitValue(`${String(current ?? '')}${String(by.value ?? '')}`, 'STRING', false)
}

const DAY_MS = 86_400_000

function moved(current: Json, operator: AssignmentOperator, operand: Json, dataType: 'DATE' | 'DATE_TIME'): Fitted {
  if (typeof current !== 'string') return { fault: 'there is no date or time yet to count from' }
  const by = fitValue(operand, 'NUMBER', false)
  if ('fault' in by) return by
  const step = (operator === 'ADD' ? 1 : -1) * Number(by.value ?? 0) * (dataType === 'DATE' ? DAY_MS : 1000)
  const text = timeText(Date.parse(isDate(current) ? `${current}T00:00:00.000Z` : current) + Math.trunc(step))
  if (text === null) return { fault: 'the date is out of range' }
  return { value: dataType === 'DATE' ? text.slice(0, 10) : text }
}

function appended(current: Json, operand: Json, slot: Slot): Fitted {
  if (operand === null) return { value: current }
  const parts = fitValue(Array.isArray(operand) && slot.dataType !== 'JSON' ? operand : [operand], slot.dataType, true)
  if ('fault' in parts) return parts
  return lengthened(current, asList(parts.value))
}

function appendedToJson(current: Json, operand: Json): Fitted {
  if (current !== null && !Array.isArray(current)) return { fault: 'APPEND needs a JSON list' }
  const fault = storableFault([operand])
  return fault === null ? lengthened(current, [operand]) : { fault }
}

// Only the new parts are checked: lists grow in loops, and what is there has been checked before.
function lengthened(current: Json, parts: readonly Json[]): Fitted {
  const list = asList(current)
  if (list.length + parts.length > MAX_LIST_LENGTH) return { fault: `the list would have more than ${MAX_LIST_LENGTH} parts` }
  return { value: [...list, ...parts] }
}

function asList(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : []
}
