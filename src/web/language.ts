// Which language a page means by what it says.

/**
 * The language tag that is meant, for texts and for the browser's own formats, which refuse whatever is none. Servers also write
 * locales as Java and POSIX name them, e.g. "de_DE" or "de_DE.UTF-8"; what can't be understood at all is English.
 */
export function languageTag(said: string): string {
  const tag = said.trim().replace(/[.@].*$/, '').replaceAll('_', '-')
  return canonical(tag) ?? canonical(tag.split('-')[0]!) ?? 'en'
}

function canonical(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}
