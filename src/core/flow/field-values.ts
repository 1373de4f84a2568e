// One value of one screen field: what each field type takes, and how it is kept (I2).
import { equals } from '../conditions.ts'
import type { DataType, ScreenFieldDefinition, ScreenFieldType } from '../definition.ts'
import { isSame, type Json } from '../json.ts'
import { MAX_ADDRESS_LENGTH } from '../mail-address.ts'
import { fitValue, isDate, MAX_TEXT_LENGTH, storableFault, utcTime, type Fitted } from './values.ts'

/** The data type of a field's value; null where it depends on the choices. `isCollection` only for MULTI_SELECT_PICKLIST. */
export function fieldDataType(fieldType: ScreenFieldType): { dataType: DataType | null; isCollection: boolean } {
  switch (fieldType) {
    case 'NUMBER': case 'CURRENCY': return { dataType: 'NUMBER', isCollection: false }
    case 'DATE': return { dataType: 'DATE', isCollection: false }
    case 'DATE_TIME': return { dataType: 'DATE_TIME', isCollection: false }
    case 'CHECKBOX': return { dataType: 'BOOLEAN', isCollection: false }
    case 'PICKLIST': case 'RADIO_BUTTONS': return { dataType: null, isCollection: false }
    case 'MULTI_SELECT_PICKLIST': return { dataType: null, isCollection: true }
    case 'TEXT': case 'LONG_TEXT': case 'EMAIL': case 'PHONE': case 'URL': case 'PASSWORD': case 'DISPLAY_TEXT':
      return { dataType: 'STRING', isCollection: false }
  }
}

/** Whether people choose among the field's `choices`. */
export function hasChoices(fieldType: ScreenFieldType): boolean {
  return fieldType === 'PICKLIST' || fieldType === 'RADIO_BUTTONS' || fieldType === 'MULTI_SELECT_PICKLIST'
}

/**
 * The value as it is kept, or why the field doesn't take it. An empty text, which is what a form sends, is null; nothing
 * else is converted but a time to UTC. Null fits every field: whether it is required is not decided here. A checkbox always
 * has an answer: what isn't ticked is false.
 */
export function fieldValue(field: ScreenFieldDefinition, value: Json): Fitted {
  if (value === null || value === '') return { value: field.fieldType === 'CHECKBOX' ? false : null }
  const storable = storableFault(value)
  if (storable !== null) return { fault: storable }
  switch (field.fieldType) {
    case 'DISPLAY_TEXT': return { fault: 'takes no value' }
    case 'NUMBER': case 'CURRENCY': return typeof value === 'number' ? { value } : { fault: 'must be a number' }
    case 'CHECKBOX': return typeof value === 'boolean' ? { value } : { fault: 'must be true or false' }
    case 'PICKLIST': case 'RADIO_BUTTONS': return isChoice(field, value) ? { value } : { fault: 'must be one of the choices' }
    case 'MULTI_SELECT_PICKLIST': return chosen(field, value)
    default: return textValue(field.fieldType, value)
  }
}

/**
 * A value from elsewhere as one of the field's kind, converted as inputs are; as it is where that can't be. Of choices it is
 * the one that a variable of type `keptAs` would keep as this value; null: a value of the same kind as this one.
 */
export function convertedFor(field: ScreenFieldDefinition, value: Json, keptAs: DataType | null): Json {
  const { dataType, isCollection } = fieldDataType(field.fieldType)
  if (dataType === null) return isCollection && Array.isArray(value) ? (value as readonly Json[]).map((part) => choiceKept(field, part, keptAs)) : choiceKept(field, value, keptAs)
  const fitted = fitValue(value, dataType, isCollection)
  return 'value' in fitted ? fitted.value : value
}

function choiceKept(field: ScreenFieldDefinition, value: Json, keptAs: DataType | null): Json {
  if (isChoice(field, value)) return value
  const dataType = keptAs === null || keptAs === 'JSON' ? kindOf(value) : keptAs
  const isKept = (choice: Json) => {
    const fitted = fitValue(choice, dataType, false)
    return 'value' in fitted && isSame(fitted.value, value)
  }
  return field.choices?.find((choice) => isKept(choice.value))?.value ?? value
}

function kindOf(value: Json): DataType {
  return typeof value === 'number' ? 'NUMBER' : typeof value === 'boolean' ? 'BOOLEAN' : typeof value === 'string' ? 'STRING' : 'JSON'
}

function isChoice(field: ScreenFieldDefinition, value: Json): boolean {
  return (field.choices ?? []).some((choice) => typeof choice.value === typeof value && equals(choice.value, value) && (typeof value !== 'string' || value === choice.value))
}

function chosen(field: ScreenFieldDefinition, value: Json): Fitted {
  if (!Array.isArray(value)) return { fault: 'must be a list of choices' }
  const parts = value as readonly Json[]
  if (parts.length > (field.choices?.length ?? 0)) return { fault: 'must not name a choice twice' }
  if (!parts.every((part) => isChoice(field, part))) return { fault: 'must hold nothing but choices' }
  if (new Set(parts.map((part) => JSON.stringify(part))).size < parts.length) return { fault: 'must not name a choice twice' }
  return { value: parts }
}

function textValue(fieldType: ScreenFieldType, value: Json): Fitted {
  if (typeof value !== 'string') return { fault: 'must be a text' }
  if (value.length > MAX_TEXT_LENGTH) return { fault: `has ${value.length} characters; at most ${MAX_TEXT_LENGTH} are allowed` }
  switch (fieldType) {
    case 'DATE': return isDate(value) ? { value } : { fault: 'must be a date such as 2031-05-09' }
    case 'DATE_TIME': {
      const time = utcTime(value)
      return time === null ? { fault: 'must be a time in RFC 3339 such as 2031-05-09T08:30:00Z' } : { value: time }
    }
    case 'EMAIL': return isEmail(value) ? { value } : { fault: 'must be a mail address such as ada@example.com' }
    case 'PHONE': return isPhone(value) ? { value } : { fault: 'must be a phone number such as +49 30 1234567' }
    case 'URL': return /^https?:\/\/[^\s]+$/i.test(value) && URL.canParse(value) ? { value } : { fault: 'must be a web address such as https://example.com/page' }
    default: return { value }
  }
}

function isEmail(text: string): boolean {
  return text.length <= MAX_ADDRESS_LENGTH && /^[^\s@<>(),;:"\\[\]]+@[^\s@.<>(),;:"\\[\]]+(?:\.[^\s@.<>(),;:"\\[\]]+)+$/.test(text)
}

function isPhone(text: string): boolean {
  return text.length <= 40 && /^\+?[\d\s().\-/x#*]+$/i.test(text) && (text.match(/\d/g)?.length ?? 0) >= 3
}
