// The rules of names: API names (domain 1.9), and those that people read.

/** Longest API name, in characters. */
export const MAX_NAME_LENGTH = 80

/** Longest API name of a record's object, in characters. */
export const MAX_OBJECT_NAME_LENGTH = 80

/** Longest username, in characters. */
export const MAX_USERNAME_LENGTH = 255

/** What is wrong with the API name of a record's object; null when nothing is. It is another system's, which may have underscores as it likes. */
export function objectNameFault(name: string): string | null {
  if (/^[A-Za-z][A-Za-z0-9_]*$/.test(name) && name.length <= MAX_OBJECT_NAME_LENGTH) return null
  return `An object's API name starts with a letter, has letters, digits and underscores, and at most ${MAX_OBJECT_NAME_LENGTH} characters.`
}

/** What is wrong with an API name; null when nothing is. */
export function nameFault(name: string): string | null {
  if (name === '') return 'a name is needed'
  if (name.length > MAX_NAME_LENGTH) return `the name has ${name.length} characters; at most ${MAX_NAME_LENGTH} are allowed`
  if (!/^[A-Za-z]/.test(name)) return `"${name}" must start with a letter`
  if (!/^[A-Za-z0-9_]+$/.test(name)) return `"${name}" may hold only letters, digits and underscores`
  if (name.endsWith('_')) return `"${name}" may not end with an underscore`
  return name.includes('__') ? `"${name}" may not hold two underscores in a row` : null
}

// With U+0085, which \p{Cc} has, all that ends a line anywhere.
const NOT_IN_A_LINE = /[\p{Cc}\u2028\u2029]/u

/** Whether a text is one line, as names and labels are: no ends of lines, tabs or other control characters. */
export function isLine(text: string): boolean {
  return !NOT_IN_A_LINE.test(text)
}

/** Whether a text has only characters that a username may have: no blanks, nothing invisible. */
export function isUsername(text: string): boolean {
  return !/[\s\p{C}]/u.test(text)
}
