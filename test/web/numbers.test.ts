// Numbers that people type into the fields of screens are what they mean in the language of their page, or none (rule I2).
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readNumber, writtenNumber } from '../../src/web/numbers.ts'

it.each([
  ['en', '1,500', 1500], ['de', '1,500', 1.5], ['en', '1.500', 1.5], ['de', '1.500', 1500], ['en', '12,345.5', 12345.5], ['de', '12.345,5', 12345.5],
  ['en', '1,5', 1.5], ['de', '1.5', 1.5], ['en', '1 500', 1500], ['fr', '1 500,25', 1500.25], ['de-CH', '1’500.25', 1500.25], ['ar-EG', '2٫5', 2.5], ['en', ' -7 ', -7], ['en', '1,500,000', 1500000], ['en', '1e3', 1000], ['en', '007', 7],
  ['en', '1,50,000', null], ['en', '1.500,25', null], ['de', '1,500.25', null], ['en', '0x10', null], ['en', 'many', null], ['en', '', null], ['en', '1,', null], ['en', '--1', null], ['en', 'Infinity', null], ['en', '1e999', null],
  ['en', '12345678901234567890', null], ['en', '0.12345678901234567', null],
  ['en-IN', '1,00,000', 100000], ['en-IN', '12,34,567.5', 1234567.5], ['en-IN', '1,000,000', 1000000], ['en-IN', '1,0,000', null], ['en-IN', '1,00,0000', null],
  ['ar-EG', '١٢٫٥', 12.5], ['ar-EG', '١٬٢٣٤٬٥٦٧', 1234567], ['ar-EG', '12.5', 12.5], ['fa', '۱۲', 12], ['fa', '۱۲٫۵', 12.5], ['fa', '\u200e−۷', -7], ['sv', '−7,5', -7.5], ['fa', '۱۲a', null], ['en', '١٢', null],
] as const)('in %s, %j is %j', (language, text, number) => {
  expect(readNumber(text, language)).toBe(number)
})

it('what a field shows is read as what it was, and so is what the language writes', () => {
  const numbers = fc.tuple(fc.integer({ min: -999_999_999, max: 999_999_999 }), fc.integer({ min: 0, max: 99_999 })).map(([whole, part]) => Number(`${whole}.${part}`))
  fc.assert(fc.property(numbers, fc.constantFrom('en', 'de', 'fr', 'de-CH', 'es', 'pl', 'sv', 'ar-EG', 'fa', 'bn', 'en-IN'), (number, language) => {
    expect(readNumber(writtenNumber(number, language), language)).toBeCloseTo(number, 10)
    expect(readNumber(new Intl.NumberFormat(language, { maximumFractionDigits: 10 }).format(number), language)).toBeCloseTo(number, 10)
  }))
})
