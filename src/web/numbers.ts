// Numbers as people write them, in the language of their page.

/** How a language writes numbers: what stands between thousands, and before decimals. */
function separatorsOf(language: string): { group: string; decimal: string } {
  const parts = new Intl.NumberFormat(language, { useGrouping: true }).formatToParts(-1_234_567.5)
  const part = (type: string, otherwise: string) => parts.find((one) => one.type === type)?.value ?? otherwise
  return { group: part('group', ','), decimal: part('decimal', '.') }
}

/** A number for a field, with the language's decimals and without thousands, so that it is read again as what it is. */
export function writtenNumber(value: number, language: string): string {
  const plain = String(value)
  return /e/.test(plain) ? plain : plain.replace('.', separatorsOf(language).decimal)
}

const SPACES = /[\s'’]/g
// As many digits as a number keeps, whatever they are.
const MOST_DIGITS = 15

/**
 * The number that somebody has typed; null: it is none, or has more digits than a number keeps. Thousands are grouped as the
 * language does it, or by spaces; what can't be a group of three is taken for decimals, whichever of the two signs stands before.
 */
export function readNumber(text: string, language: string): number | null {
  const { group, decimal } = separatorsOf(language)
  const typed = text.trim().replace(SPACES, '')
  const grouped = new RegExp(`^[-+]?\\d{1,3}(?:\\${group}\\d{3})+(?:\\${decimal}\\d+)?$`)
  const plain = /\s/.test(group) || !grouped.test(typed) ? typed.replace(decimal, '.').replace(',', '.') : typed.replaceAll(group, '').replace(decimal, '.')
  if (!/^[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(plain)) return null
  const digits = plain.replace(/[eE].*$/, '').replace(/\D/g, '').replace(/^0+/, '')
  const number = Number(plain)
  return digits.length > MOST_DIGITS || !Number.isFinite(number) ? null : number
}
