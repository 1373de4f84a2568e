// Numbers that people type into the fields of screens are what they mean in the language of their page, or none (rule I2).
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readNumber, writtenNumber } from '../../src/web/numbers.ts'

it.each([
  ['en', '1,500', 1500], ['de', '1,500', 1.5], ['en', '1.500', 1.5], ['de', '1.500', 1500], ['en', '12,345.5', 12345.5], ['de', '12.345,5', 12345.5],
  ['en', '1,5', 1.5], ['de', '1.5', 1.5], ['en', '1 500', 1500], ['fr', '1 500,25', 1500.25], ['de-CH', '1’500.25', 1500.25], ['ar-EG', '2٫5', 2.5], ['en', ' -7 ', -7], ['en', '1,500,000', 1500000], ['en', '1e3', 1000], ['en', '007', 7],
  ['en', '1,50,000', null], ['en', '1.500,25', null], ['de', '1,500.25', null], ['en', '0x10', null], ['en', 'many', null], ['en', '', null], ['en', '1,', null], ['en', '--1', null], ['en', 'Infinity', null], ['en', '1e999', null],
  ['en', '12345678901234567890', null], ['en', '0.12345678901234567', null],
] as const)('in %s, %j is %j', (language, text, number) => {
  expect(readNumber(text, language)).toBe(number)
})

it('what a field shows is read as what it was, and so is what the language writes', () => {
  const numbers = fc.tuple(fc.integer({ min: -999_999_999, max: 999_999_999 }), fc.integer({ min: 0, max: 99_999 })).map(([whole, part]) => Number(`${whole}.${part}`))
  fc.assert(fc.property(numbers, fc.constantFrom('en', 'de', 'fr', 'de-CH', 'es', 'pl', 'ar-EG', 'en-IN'), (number, language) => {
    expect(readNumber(writtenNumber(number, language), language)).toBeCloseTo(number, 10)
    // Groups of two, and digits of their own, are left to the server to refuse.
    if (language !== 'en-IN' && language !== 'ar-EG') expect(readNumber(new Intl.NumberFormat(language, { maximumFractionDigits: 10 }).format(number), language)).toBeCloseTo(number, 10)
  }))
})
