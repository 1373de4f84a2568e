// What a benchmark comes to, for people and for programs.

/** One measured thing. `against` is what it is compared with, `target` what it should come to, in words; `isMet` whether it does. */
export type Measure = { name: string; value: number; unit: string; against?: string; target?: string; isMet?: boolean }

/** A benchmark's outcome. `conditions` say on what and how it was measured. */
export type Report = { name: string; conditions: readonly string[]; measures: readonly Measure[] }

/** What every benchmark hands out: run it with the arguments after its name. */
export type Bench = (args: readonly string[]) => Promise<Report>

/** The report as a table. */
export function tableOf({ name, conditions, measures }: Report): string {
  const rows = measures.map(({ name: what, value, unit, against = '', target = '', isMet }) => [what, `${rounded(value)} ${unit}`, against, target, isMet === undefined ? '' : isMet ? 'met' : 'missed'])
  const all = [['measured', 'value', 'against', 'target', ''], ...rows]
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)))
  const lines = all.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd())
  return [`${name}`, ...conditions.map((condition) => `  ${condition}`), '', ...lines].join('\n')
}

/** The middle one; of two the larger. */
export function median(values: readonly number[]): number {
  return percentile(values, 50)
}

/** The value that `percent` of the values don't exceed. NaN for none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor((percent / 100) * sorted.length))] ?? NaN
}

function rounded(value: number): string {
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
}
