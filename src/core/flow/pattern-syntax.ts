// Patterns as JSON Schema has them (JavaScript's, with the flag u), put into RE2's syntax. The two differ in what their
// classes, anchors and escapes mean, so nothing is handed on as it is written: every character and class becomes the code
// points that JavaScript takes for it, and what is left is structure, which means the same in both.

/** A pattern in RE2's syntax, and how much of a program it makes: about one for each instruction. */
export interface TranslatedPattern {
  source: string
  size: number
}

/**
 * How large the patterns of a schema may be together. The time for a text grows with it: with this, the longest text that a
 * field takes needs some two seconds where the pattern is as bad as can be.
 */
export const MAX_PATTERNS_SIZE = 600

/** What is said of patterns that come to more. */
export const TOO_LARGE = `too large: with repetitions written out, the patterns of a schema may come to ${MAX_PATTERNS_SIZE} characters and classes, what is optional counting twice; use minLength, maxLength and enum`

type Ranges = readonly (readonly [number, number])[]

const LAST = 0x10ffff
const DIGITS: Ranges = [[0x30, 0x39]]
const WORD: Ranges = [[0x30, 0x39], [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]]
const SPACE: Ranges = [[0x9, 0xd], [0x20, 0x20], [0xa0, 0xa0], [0x1680, 0x1680], [0x2000, 0x200a], [0x2028, 0x2029], [0x202f, 0x202f], [0x205f, 0x205f], [0x3000, 0x3000], [0xfeff, 0xfeff]]
const LINE_ENDS: Ranges = [[0xa, 0xa], [0xd, 0xd], [0x2028, 0x2029]]
const CONTROLS: Readonly<Record<string, number>> = { t: 0x9, n: 0xa, v: 0xb, f: 0xc, r: 0xd, 0: 0 }

// A class of many ranges takes longer to look into, and one of Unicode's properties has to be found in all code points once.
const RANGES_FOR_ONE = 500
const SIZE_OF_PROPERTY = 50

const INSTEAD = 'patterns are matched in one pass over the text; give several patterns in "allOf", or one in "not"'

/** Translates a pattern. Throws, in words, what is no pattern, what can't be matched in linear time, and what comes to more than `room`. */
export function translatePattern(pattern: string, room: number): TranslatedPattern {
  void new RegExp(pattern, 'u') // so that below only what is a pattern has to be read
  const reader = new PatternReader(pattern, room)
  const { source, size } = reader.alternatives()
  return { source, size: reader.checked(size) }
}

class PatternReader {
  private readonly pattern: string
  private readonly room: number
  private readonly characters: readonly string[]
  private at = 0
  private written = 0
  private properties = 0

  constructor(pattern: string, room: number) {
    this.pattern = pattern
    this.room = room
    this.characters = [...pattern]
  }

  /** The size with what was looked up for it, if there is room for it. */
  checked(size: number): number {
    const whole = size + this.properties * SIZE_OF_PROPERTY
    if (whole > this.room) throw this.fault(`is ${TOO_LARGE}`)
    return whole
  }

  alternatives(): TranslatedPattern {
    const parts = [this.sequence()]
    while (this.takes('|')) parts.push(this.sequence())
    return { source: parts.map(({ source }) => source).join('|'), size: parts.reduce((sum, { size }) => sum + size + 1, -1) }
  }

  private sequence(): TranslatedPattern {
    let source = '', size = 0
    while (this.at < this.characters.length && !this.isNext('|') && !this.isNext(')')) {
      const part = this.repeated(this.atom())
      source += part.source
      size += part.size
    }
    return { source, size: Math.max(size, 1) }
  }

  private atom(): TranslatedPattern {
    this.checked(this.written += 1) // also keeps nested groups from going deeper than the stack
    const character = this.next()
    if (character === '(') return this.group()
    if (character === '[') return written(this.class())
    if (character === '.') return written(except(LINE_ENDS))
    if (character === '^') return { source: '\\A', size: 1 }
    if (character === '$') return { source: '\\z', size: 1 }
    if (character !== '\\') return written(single(character.codePointAt(0)!))
    if (this.isNext('b') || this.isNext('B')) return { source: `\\${this.next()}`, size: 1 }
    if (/^[1-9k]$/.test(this.characters[this.at]!)) throw this.fault(`has a back reference, which is not supported: ${INSTEAD}`)
    const escaped = this.escaped()
    return written(typeof escaped === 'number' ? single(escaped) : escaped)
  }

  private group(): TranslatedPattern {
    if (this.takes('?') && !this.takes(':')) {
      const isBehind = this.takes('<')
      if (this.isNext('=') || this.isNext('!')) throw this.fault(`has a ${isBehind ? 'lookbehind' : 'lookahead'}, which is not supported: ${INSTEAD}`)
      if (!isBehind) throw this.fault('has a group with flags, which is not supported')
      while (this.next() !== '>'); // its name, which nobody asks for
    }
    const inside = this.alternatives()
    this.at += 1
    return { source: `(?:${inside.source})`, size: inside.size }
  }

  // Whether one is greedy makes no difference to whether there is a match.
  private repeated({ source, size }: TranslatedPattern): TranslatedPattern {
    const sign = ['*', '+', '?'].find((one) => this.takes(one))
    if (sign === undefined && !this.isNext('{')) return { source, size }
    let count = sign ?? '', whole = size + 1
    if (sign === undefined) {
      do count += this.next(); while (!count.endsWith('}'))
      const [least, most] = count.slice(1, -1).split(',').map((part) => (part === '' ? null : Number(part)))
      const sure = least ?? 0
      whole = most === null ? Math.max(sure, 1) * size + 1 : sure * size + ((most ?? sure) - sure) * (size + 1)
      whole = this.checked(Math.max(whole, size))
      count = most === undefined ? `{${sure}}` : `{${sure},${most ?? ''}}`
    }
    this.takes('?')
    return { source: `(?:${source})${count}`, size: whole }
  }

  private class(): Ranges {
    const isNegated = this.takes('^'), ranges: (readonly [number, number])[] = []
    while (!this.takes(']')) {
      const from = this.classMember()
      if (typeof from !== 'number') ranges.push(...from)
      else if (!this.isNext('-') || this.characters[this.at + 1] === ']') ranges.push([from, from])
      else {
        this.at += 1
        ranges.push([from, this.classMember() as number])
      }
    }
    const merged = inOrder(ranges)
    return isNegated ? except(merged) : merged
  }

  private classMember(): number | Ranges {
    const character = this.next()
    if (character !== '\\') return character.codePointAt(0)!
    return this.takes('b') ? 0x8 : this.escaped()
  }

  // What stands behind a backslash: a character or a class.
  private escaped(): number | Ranges {
    const character = this.next()
    switch (character) {
      case 'd': return DIGITS
      case 'D': return except(DIGITS)
      case 'w': return WORD
      case 'W': return except(WORD)
      case 's': return SPACE
      case 'S': return except(SPACE)
      case 'p': return this.property()
      case 'P': return except(this.property())
      case 'c': return this.next().codePointAt(0)! % 32
      case 'x': return this.hexadecimal(2)
      case 'u': return this.unicode()
      default: return CONTROLS[character] ?? character.codePointAt(0)!
    }
  }

  private unicode(): number {
    if (this.takes('{')) {
      let digits = ''
      while (!this.takes('}')) digits += this.next()
      return Number.parseInt(digits, 16)
    }
    const first = this.hexadecimal(4)
    const second = /^\\u(d[c-f][0-9a-f]{2})$/i.exec(this.characters.slice(this.at, this.at + 6).join(''))
    if (first < 0xd800 || first > 0xdbff || second === null) return first
    this.at += 6
    return String.fromCharCode(first, Number.parseInt(second[1]!, 16)).codePointAt(0)!
  }

  private hexadecimal(digits: number): number {
    this.at += digits
    return Number.parseInt(this.characters.slice(this.at - digits, this.at).join(''), 16)
  }

  private property(): Ranges {
    this.properties += 1
    this.checked(this.written)
    let name = ''
    do name += this.next(); while (!name.endsWith('}'))
    return codePointsOf(name)
  }

  private next(): string {
    return this.characters[this.at++]!
  }

  private isNext(character: string): boolean {
    return this.characters[this.at] === character
  }

  private takes(character: string): boolean {
    if (!this.isNext(character)) return false
    this.at += 1
    return true
  }

  private fault(what: string): Error {
    return new Error(`the pattern "${this.pattern.length > 100 ? `${this.pattern.slice(0, 100)}…` : this.pattern}" ${what}`)
  }
}

function single(codePoint: number): Ranges {
  return [[codePoint, codePoint]]
}

function written(ranges: Ranges): TranslatedPattern {
  const hex = (codePoint: number) => `\\x{${codePoint.toString(16)}}`
  const source = ranges.length === 0 ? `[^${hex(0)}-${hex(LAST)}]` : `[${ranges.map(([from, to]) => `${hex(from)}-${hex(to)}`).join('')}]`
  return { source, size: 1 + Math.floor(ranges.length / RANGES_FOR_ONE) }
}

function inOrder(ranges: Ranges): Ranges {
  const merged: [number, number][] = []
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1)
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  return merged
}

// All code points but these, which are in order.
function except(ranges: Ranges): Ranges {
  const others: [number, number][] = []
  let from = 0
  for (const [first, last] of ranges) {
    if (first > from) others.push([from, first - 1])
    from = last + 1
  }
  return from > LAST ? others : [...others, [from, LAST]]
}

const properties = new Map<string, Ranges>() // as many as Unicode has names

// JavaScript knows more names of properties than RE2, and may know another version of Unicode: so it is asked itself.
function codePointsOf(name: string): Ranges {
  const known = properties.get(name)
  if (known !== undefined) return known
  const has = new RegExp(`\\p${name}`, 'u'), ranges: [number, number][] = []
  for (let codePoint = 0, wasIn = false; codePoint <= LAST; codePoint++) {
    const isIn = has.test(String.fromCodePoint(codePoint))
    if (isIn && wasIn) ranges.at(-1)![1] = codePoint
    else if (isIn) ranges.push([codePoint, codePoint])
    wasIn = isIn
  }
  properties.set(name, ranges)
  return ranges
}
