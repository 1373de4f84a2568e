// Numbers as people write them, in the language of their page.

/** How a language writes numbers: its digits, what stands between thousands and before decimals, and how many digits make a group. */
type Writing = { digits: readonly string[]; group: string; decimal: string; lastGroup: number; otherGroups: number }

function writingOf(language: string): Writing {
  const parts = new Intl.NumberFormat(language, { useGrouping: true }).formatToParts(-12_345_678_901.5)
  const part = (type: string, otherwise: string) => parts.find((one) => one.type === type)?.value ?? otherwise
  const groups = parts.filter(({ type }) => type === 'integer').map(({ value }) => [...value].length)
  return {
    digits: [...new Intl.NumberFormat(language, { useGrouping: false }).format(9_876_543_210)].reverse(),
    group: part('group', ','), decimal: part('decimal', '.'), lastGroup: groups.at(-1)!, otherGroups: groups.at(-2) ?? groups.at(-1)!,
  }
}

/** A number for a field, with the language's digits and decimals and without thousands, so that it is read again as what it is. */
export function writtenNumber(value: number, language: string): string {
  const plain = String(value)
  if (/e/.test(plain)) return plain
  const { digits, decimal } = writingOf(language)
  return plain.replace('.', decimal).replace(/\d/g, (digit) => digits[Number(digit)]!)
}

// What stands between digits, and marks of direction, which languages written from the right put before a sign.
const SPACES = /[\s'’\p{Cf}]/gu
// As many digits as a number keeps, whatever they are.
const MOST_DIGITS = 15

/**
 * The number that somebody has typed; null: it is none, or has more digits than a number keeps. Digits are the language's own or 0 to 9.
 * Thousands are grouped as the language does it, by threes, or by spaces; what can't be a group is taken for decimals, whichever of the
 * two signs stands before.
 */
export function readNumber(text: string, language: string): number | null {
  const { digits, group, decimal, lastGroup, otherGroups } = writingOf(language)
  const typed = [...text.replace(SPACES, '').replace('−', '-')].map((sign) => (digits.includes(sign) ? String(digits.indexOf(sign)) : sign)).join('')
  const isGrouped = ([[otherGroups, lastGroup], [3, 3]] as const).some(([size, last]) => new RegExp(`^[-+]?\\d{1,${size}}(?:\\${group}\\d{${size}})*\\${group}\\d{${last}}(?:\\${decimal}\\d+)?$`).test(typed))
  const plain = /\s/.test(group) || !isGrouped ? typed.replace(decimal, '.').replace(',', '.') : typed.replaceAll(group, '').replace(decimal, '.')
  if (!/^[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(plain)) return null
  const significant = plain.replace(/[eE].*$/, '').replace(/\D/g, '').replace(/^0+/, '')
  const number = Number(plain)
  return significant.length > MOST_DIGITS || !Number.isFinite(number) ? null : number
}
