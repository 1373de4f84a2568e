// The columns that the table of paused interviews can have: what each shows, and what it is sorted by.
import type { PausedInterviewsQuery } from '../generated/graphql.ts'
import type { Texts } from '../texts/texts.ts'

/** One paused interview. */
export type PausedInterview = NonNullable<PausedInterviewsQuery['record']>['pausedInterviews']['edges'][number]['node']
/** A column's name, as the attribute `columns` has it. */
export type ColumnName = keyof Texts['columns']

/** How a cell is read: a text, or a time. */
export type Cell = { text: string | null } | { time: string | null }

/** The columns that are shown unless others are named. */
export const DEFAULT_COLUMNS: readonly ColumnName[] = ['label', 'reason', 'pausedAt', 'owner']

const CELLS: Record<ColumnName, (interview: PausedInterview) => Cell> = {
  label: ({ label }) => ({ text: label }),
  reason: ({ pauseLabel }) => ({ text: pauseLabel }),
  pausedAt: ({ pausedAt }) => ({ time: pausedAt }),
  owner: ({ owner }) => ({ text: owner.name }),
  pausedBy: ({ pausedBy }) => ({ text: pausedBy?.name ?? null }),
  flow: ({ flow }) => ({ text: flow.label }),
  version: ({ flowVersion }) => ({ text: String(flowVersion.versionNumber) }),
  element: ({ currentElement }) => ({ text: currentElement }),
  workItem: ({ workItem }) => ({ text: workItem?.label ?? null }),
  stage: ({ workItem }) => ({ text: workItem?.stage.label ?? null }),
  createdDate: ({ createdDate }) => ({ time: createdDate }),
  expiresAt: ({ expiresAt }) => ({ time: expiresAt ?? null }),
}

/** Reads `columns="label,reason"`; names that there are none of are left out, and without any the default is taken. */
export function columnsOf(names: string | null): readonly ColumnName[] {
  const known = (names ?? '').split(',').map((name) => name.trim()).filter((name): name is ColumnName => Object.hasOwn(CELLS, name))
  return known.length > 0 ? [...new Set(known)] : DEFAULT_COLUMNS
}

/** What a column shows of an interview. */
export function cellOf(column: ColumnName, interview: PausedInterview): Cell {
  return CELLS[column](interview)
}

/** The interviews by a column; those without a value come last, whichever way. */
export function sorted(interviews: readonly PausedInterview[], column: ColumnName, isDescending: boolean, language: string): readonly PausedInterview[] {
  const { compare } = new Intl.Collator(language, { numeric: true })
  const keyed = interviews.map((interview) => {
    const cell = CELLS[column](interview)
    return { interview, key: 'time' in cell ? cell.time : cell.text }
  })
  return keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return a.key === b.key ? 0 : a.key === null ? 1 : -1
    return compare(a.key, b.key) * (isDescending ? -1 : 1)
  }).map(({ interview }) => interview)
}
