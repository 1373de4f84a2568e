// Merge fields in texts.
import { expect, test } from 'vitest'
import { fillText, MAX_FILLED_LENGTH, mergeFieldsIn } from '../../src/core/merge-fields.ts'
import type { Json } from '../../src/core/json.ts'

const VALUES: { [name: string]: Json } = { name: 'Ada & Co', n: 5, none: null, list: ['a', 1, null], object: { a: 1 }, nested: '{!name}' }
const read = (resource: string) => VALUES[resource] ?? null

test.each([
  ['Hi {!name}, {! n } times', 'Hi Ada & Co, 5 times'], ['[{!none}{!unknown}]', '[]'], ['{!list} {!object}', 'a, 1,  {"a":1}'],
  ['{!} {name} {!open', '{!} {name} {!open'], ['{!nested}', '{!name}'], ['$& {!name} $1', '$& Ada & Co $1'],
])('%j becomes %j', (text, filled) => {
  expect(fillText(text, read)).toBe(filled)
})
test('escapes values, not the text around them', () => {
  expect(fillText('<b>{!name}</b>', read, (text) => text.replaceAll('&', '&amp;'))).toBe('<b>Ada &amp; Co</b>')
})
test('names each resource once, in order', () => {
  expect(mergeFieldsIn('{!b} {! a } {!b} {!} {c}')).toEqual(['b', 'a'])
})
test('never cuts a character in half', () => {
  const emojis = '😀'.repeat(MAX_FILLED_LENGTH / 2)
  expect(fillText('x{!e}', () => emojis)).toBe(`x${emojis.slice(2)}`)
  expect(fillText('x{!e}', () => `x${emojis}`)).toBe(`xx${emojis.slice(2)}`)
})
test('cuts off what swells without end', () => {
  expect(fillText('{!x}'.repeat(1000), () => 'x'.repeat(100_000))).toHaveLength(MAX_FILLED_LENGTH)
})
