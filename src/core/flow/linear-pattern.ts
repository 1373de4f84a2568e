// Patterns that are matched in time linear in the text, whatever they are. V8's own engine tries one way after the other,
// and for "^(a+)+$" there are as many ways as 2 to the power of the text's length: one answer would hold up everybody.
import { RE2JS } from 're2js'
import { translatePattern } from './pattern-syntax.ts'

/** A pattern that can be looked for in texts; as a text it is what it was made of. */
export interface LinearPattern {
  test(text: string): boolean
  toString(): string
}

const MAX_ENGINES = 500
const engines = new Map<string, RE2JS>()

/** A pattern as JSON Schema has it, whatever its size. Throws, in words, why it can't be used. */
export function linearPattern(pattern: string): LinearPattern {
  const { source } = translatePattern(pattern, Infinity)
  engineOf(source)
  // Not `test`: it keeps up to 8 MB of states for each pattern, and where it runs out of them takes no less time.
  return { test: (text) => engineOf(source).matcher(text).find(), toString: () => pattern }
}

// Whoever has a pattern may keep it for as long as they like, but not the program made of it.
function engineOf(source: string): RE2JS {
  const engine = engines.get(source) ?? RE2JS.compile(source)
  engines.delete(source) // put last again: the first in the map is the one used longest ago
  engines.set(source, engine)
  if (engines.size > MAX_ENGINES) engines.delete(engines.keys().next().value!)
  return engine
}
