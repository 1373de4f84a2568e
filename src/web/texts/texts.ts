// What the components say, by language. Another language is one more file and one more line here.
import { de } from './texts-de.ts'
import { en } from './texts-en.ts'

/** All texts of one language. */
export type Texts = typeof en

const LANGUAGES: Record<string, Texts> = { en, de }

/** The texts for a language tag such as "de-AT"; English where there are none. */
export function textsFor(language: string): Texts {
  return LANGUAGES[language.split('-')[0]!.toLowerCase()] ?? en
}
