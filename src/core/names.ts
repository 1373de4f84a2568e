// The rules of API names (domain 1.9).

/** Longest API name, in characters. */
export const MAX_NAME_LENGTH = 80

/** What is wrong with an API name; null when nothing is. */
export function nameFault(name: string): string | null {
  if (name === '') return 'a name is needed'
  if (name.length > MAX_NAME_LENGTH) return `the name has ${name.length} characters; at most ${MAX_NAME_LENGTH} are allowed`
  if (!/^[A-Za-z]/.test(name)) return `"${name}" must start with a letter`
  if (!/^[A-Za-z0-9_]+$/.test(name)) return `"${name}" may hold only letters, digits and underscores`
  if (name.endsWith('_')) return `"${name}" may not end with an underscore`
  return name.includes('__') ? `"${name}" may not hold two underscores in a row` : null
}
