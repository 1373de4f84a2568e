// Patterns are matched in linear time, and mean what they mean to JavaScript.
import fullFormats from 'ajv-formats/dist/formats.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { schemaFault, schemaFaults } from '../../../src/core/flow/json-schema.ts'
import { linearPattern } from '../../../src/core/flow/linear-pattern.ts'
import { MAX_PATTERNS_SIZE } from '../../../src/core/flow/pattern-syntax.ts'
import { isUrl } from '../../../src/core/flow/url-format.ts'
import type { JsonObject } from '../../../src/core/json.ts'

const matches = (pattern: string, text: string) => linearPattern(pattern).test(text)
const both = (pattern: string, text: string) => [matches(pattern, text), new RegExp(pattern, 'u').test(text)]

describe('patterns that would hold up everybody', () => {
  test.each(['^(a+)+$', '^([A-Za-z]+ ?)*$', '^(a|a)*$', '^(a*)*$', '^(a|aa)+$', '(.*)*(.*)*(.*)*!x'])('%s is refused at once', (pattern) => {
    expect(schemaFaults({ type: 'string', pattern }, `${'a'.repeat(40)}!`)).toEqual([`must match pattern "${pattern}"`])
    expect(schemaFaults({ type: 'string', pattern }, `${'a'.repeat(99_999)}!`)).toHaveLength(1)
  })
  test('also where they are of the names of properties', () => {
    const names = { [`${'a'.repeat(40)}!`]: true }
    expect(schemaFaults({ type: 'object', patternProperties: { '^(a+)+$': false } }, names)).toEqual([])
    expect(schemaFault({ type: 'object', properties: names, patternProperties: { '^(a+)+$': false } })).toBe(null)
  })
  test('or formats', () => {
    for (const text of ['a:'.repeat(50_000), 'a.bc/@'.repeat(16_000), '@'.repeat(99_000), 'a-'.repeat(49_000), 'a.'.repeat(49_000)]) expect(schemaFaults({ format: 'url' }, `http://${text} `)).toHaveLength(1)
  })
})

describe('what can\'t be matched so is a fault', () => {
  test.each([
    ['^(?=.*\\d).+$', 'a lookahead'], ['^(?!x)', 'a lookahead'], ['(?<=a)b', 'a lookbehind'], ['(?<!a)b', 'a lookbehind'], ['(a)\\1', 'a back reference'], ['(?<x>a)\\k<x>', 'a back reference'],
  ])('%s', (pattern, what) => {
    const fault = `is not a JSON Schema that can be used: the pattern "${pattern}" has ${what}, which is not supported: patterns are matched in one pass over the text; give several patterns in "allOf", or one in "not"`
    const schemas: JsonObject[] = [{ pattern }, { type: 'object', patternProperties: { [pattern]: true, x: false } }, { allOf: [{ not: { pattern } }] }, { pattern, $schema: 'http://json-schema.org/draft-07/schema#' }]
    for (const schema of schemas) expect(schemaFault(schema)).toBe(fault)
  })
  test.each(['(', 'a**', '[b-a]', '\\-', '\\u{110000}', '\\p{Letters}', 'a{2,1}'])('%s is no pattern', (pattern) => {
    expect(schemaFault({ pattern })).toMatch(/^is not a JSON Schema that can be used: /)
  })
  test.each([
    '((a{100}){100}){100}', 'a{1001}', '(a{0,40}){0,40}', '((((a{9}){9}){9}){9}){0}', '(a{2}){2,}'.repeat(200), 'a{99999999999999999999}', '(){2000}', 'ab'.repeat(1000), '\\p{L}'.repeat(100), '('.repeat(20_000) + ')'.repeat(20_000),
  ])('too large is %s', (pattern) => {
    expect(schemaFault({ pattern })).toMatch(/is too large: .* use minLength, maxLength and enum$/)
  })
  test('patterns are counted together, each schema by itself', () => {
    const pattern = `^[a-z]{1,${MAX_PATTERNS_SIZE / 2 - 50}}$`
    for (const last of ['', '0', '1']) expect(schemaFault({ pattern: pattern + last })).toBe(null)
    expect(schemaFault({ allOf: ['0', '1'].map((last) => ({ pattern: pattern + last })) })).toMatch(/too large/)
  })
  test('as often as they are referred to', () => {
    const of = (count: number) => ({ allOf: Array.from({ length: count }, () => ({ $ref: '#/$defs/a' })), $defs: { a: { anyOf: [{ $ref: '#/$defs/b' }] }, b: { pattern: '^[a-z]{1,40}$', patternProperties: { '^[a-z]{1,40}$': true } } } })
    expect(schemaFault(of(3))).toBe(null)
    expect(schemaFault(of(4))).toMatch(/^is not a JSON Schema that can be used: the patterns of "#" are too large: .* use minLength, maxLength and enum$/)
  })
  test('what people write is not too large', () => {
    for (const pattern of ['^[a-z0-9._%+-]+@[a-z0-9.-]{1,255}\\.[a-z]{2,}$', '^[\\w .-]{1,255}$', '^[\\p{L}\\p{M}\' .-]{1,100}$', '^(AF|AL|DZ|AS|AD)$', '^\\d{3}-?\\d{4}$']) expect(schemaFault({ pattern })).toBe(null)
  })
})

describe('means what it means to JavaScript', () => {
  const TEXTS = [
    '', 'a', 'A', 'ab', 'a\nb', '\n', '\r', '\u2028', '\u2029', '\v', '\f', '\t', '\0', '\b', ' ', '\u00a0', '\u1680', '\u2000', '\u202f', '\u3000', '\ufeff', '\u180e', '\u0085', '0', '9', '\u0663', '_', '-', '/', '\\', ']', '^', '$', '.', '|', '{', '}',
    'é', 'e\u0301', 'ß', 'ſ', 'K', 'k', 'K', 'Ω', 'α', 'あ', 'ж', '😀', '😃', 'a😀b', '😀😀', '\u{10ffff}', 'aé', 'éa', 'a-b', 'ab\n', '\nab', 'AB', 'a.b', '1.5', 'x{2}', '\u0001', '\ud83d', '\ude00', 'a\ud83d', '𝒳', '٣', 'Ⅷ',
  ]
  test.each([
    '\\d', '\\D', '\\w', '\\W', '\\s', '\\S', '^\\s$', '^\\S$', '[\\d]', '[^\\d]', '[\\D]', '[\\w-]', '[^\\W_]', '[\\s\\S]', '[^\\s\\S]', '[]', '[^]', '^[^]$', '^.$', '^..$', '.', '^.*$', 'a.b', '^[^a]$', '^\\W\\W$',
    '^a$', 'a$', '^b', '$^', '^$', '^', '$', '\\bb', '\\Bb', 'a\\b', 'a\\B', '\\b', '^\\B', '^\\b', 'é\\b', '[\\b]', '\\bé',
    '\\p{L}', '\\P{L}', '^\\p{L}$', '\\p{Lu}', '\\p{Letter}', '\\p{gc=Lu}', '\\p{General_Category=Uppercase_Letter}', '\\p{Script=Greek}', '\\p{sc=Grek}', '\\p{scx=Cyrl}', '[\\p{L}\\p{N}]', '[^\\p{L}]', '[^\\P{L}]', '\\p{Emoji}', '\\p{ASCII}', '\\p{Any}', '\\p{Nd}', '\\p{White_Space}',
    '\\u00e9', '\\xe9', '\\u{1F600}', '\\u{61}', '^\\ud83d\\ude00$', '[\\ud83d\\ude00]', '^[\\u{1F600}-\\u{1F603}]+$', '^😀$', '[😀]', '^😀{2}$', '\\ud83d', '^\\ude00', '[\\ud800-\\udfff]', '[\\u0000-\\uffff]', '^[^\\u0000-\\uffff]$', '\\cA', '\\cj', '\\0', '[\\0]', '\\t', '\\n', '\\v', '\\f', '\\r',
    '\\/', '/', '[/]', '[\\-]', '[a\\-b]', '[-a]', '[a-]', '[\\]]', '[\\^]', '[\\\\]', '[$.|]', '\\.', '\\$', '\\^', '\\|', '\\{', '\\}', '\\]', '\\[', '\\\\', '\\(|\\)|\\*|\\+|\\?', '[(?:]', '[a-c-]', '[\\d-]', '[_-]', '[{}]',
    '(?<name>a)b', '(?:a)', '(a)(b)?', '(?<ä>a)', 'a|b', '|a', 'a|', '()', '(|a)b', '(?:)', 'a*', 'a+?', 'a??b', 'a{2}', 'a{0}', '^a{0}$', '^a{1,}$', '^a{0,1}$', '^(ab?){1,2}?$', '^x\\{2\\}$', '[Kk]', '[Ss]', 'K', '[A-z]', 'a{01}', '^(a|)+$', '(a*)*b', '(^a|b$)+', '(?:^|\\n)ab',
  ])('%s', (pattern) => {
    const ours = TEXTS.filter((text) => matches(pattern, text)), theirs = TEXTS.filter((text) => new RegExp(pattern, 'u').test(text))
    expect(ours).toEqual(theirs)
  })

  test('no place is inside of a character, as the standard has it (V8 finds one)', () => {
    expect(both('\\B', 'a😀b')).toEqual([false, true])
  })

  // Short texts and few nested repetitions: V8's engine, which is asked too, can't get lost in them.
  const character = fc.constantFrom('a', 'b', 'K', '1', '_', ' ', '\n', '-', 'é', '\u00a0', 'ж', '😀')
  const atom = fc.oneof(
    fc.constantFrom('a', 'b', 'K', '1', '_', '-', 'é', '😀', '\\d', '\\D', '\\w', '\\W', '\\s', '\\S', '.', '\\p{L}', '\\P{L}', '\\p{Script=Cyrillic}', '\\u{1F600}', '\\ud83d\\ude00', '\\n', '[^]'),
    fc.tuple(fc.boolean(), fc.array(fc.constantFrom('a', 'b', 'K', '\\d', '\\W', '\\s', 'a-z', 'é-ж', '\\-', '\\p{Lu}', '😀', '\\n', '_'), { maxLength: 4 })).map(([isNot, parts]) => `[${isNot ? '^' : ''}${parts.join('')}]`),
  )
  const { pattern } = fc.letrec<{ pattern: string; part: string; piece: string }>((tie) => ({
    piece: fc.oneof({ maxDepth: 2, depthIdentifier: 'groups' }, atom, fc.constantFrom('^', '$', '\\b', '\\B'), fc.tuple(fc.constantFrom('(', '(?:'), tie('pattern')).map(([open, inside]) => `${open}${inside})`)),
    part: fc.tuple(tie('piece'), fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{0,2}', '{1,}', '*?')).map(([piece, count]) => (/^(\^|\$|\\b|\\B)$/i.test(piece) ? piece : piece + count)),
    pattern: fc.array(fc.array(tie('part'), { maxLength: 3 }).map((parts) => parts.join('')), { minLength: 1, maxLength: 2 }).map((ways) => ways.join('|')),
  }))
  test('any pattern, of any text', () => {
    fc.assert(fc.property(pattern, fc.array(fc.array(character, { maxLength: 8 }).map((parts) => parts.join('')), { minLength: 1, maxLength: 8 }), (one, texts) => {
      for (const text of texts) {
        if (one.includes('\\B') && text.includes('😀')) continue
        const [ours, theirs] = both(one, text)
        expect([one, text, ours]).toEqual([one, text, theirs])
      }
    }), { numRuns: 1_000 })
  })
})

describe('the format "url"', () => {
  const theirs = fullFormats.fullFormats.url as RegExp
  const octet = fc.oneof(fc.constantFrom(...'0 1 9 10 16 15 31 32 99 016 05 100 127 128 168 169 172 192 223 224 254 255 256 300'.split(' ')), fc.nat(299).map(String))
  const host = fc.oneof(fc.array(octet, { minLength: 4, maxLength: 4 }).map((parts) => parts.join('.')), fc.array(fc.constantFrom('a', 'b-c', 'example', 'com', 'é', '1', '-', 'x--y', '', 'de'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.')))
  const url = fc.tuple(fc.constantFrom('http', 'HTTPS', 'ftp', 'file', ''), fc.constantFrom('://', ':/', ''), fc.constantFrom('', '', 'a@', 'a:b@', 'a:@', ':@', '@', 'a b@', 'a@b@', 'a/@'), host, fc.constantFrom('', '', ':80', ':1', ':123456', ':'), fc.constantFrom('', '', '/', '/a?b#c', '/ ', '?a', '/@a.de', ' ')).map((parts) => parts.join(''))
  test('takes what ajv-formats takes', () => {
    fc.assert(fc.property(url, (text) => {
      expect([text, isUrl(text)]).toEqual([text, theirs.test(text)])
    }), { numRuns: 5_000 })
    for (let first = 0; first < 260; first++) for (let second = 0; second < 260; second += first === 10 || first === 127 || first === 169 || first === 172 || first === 192 ? 1 : 37) expect([first, second, isUrl(`http://${first}.${second}.3.4`)]).toEqual([first, second, theirs.test(`http://${first}.${second}.3.4`)])
  })
})
