// The matrix as people review it: one table a kind, one row an entry, one column a person.
import { PERSONS, type Person } from './entries.ts'

/** What persons got, by row. */
export type Cases = Map<string, Partial<Record<Person, string>>>

const HEAD = `# Who gets what

Made by \`matrix.test.ts\` from the schema: every node, every field that returns objects, every query, mutation and
subscription, asked of a real server as each person. A difference fails \`npm test\`, an entry without a row \`npm run check\`;
\`npx vitest run test/access -u\` writes it anew. A changed cell is a change of access: review it as one.

| person | has |
| --- | --- |
| nobody | no token |
| stranger | RUN_FLOWS, and nothing to do with any of it |
| assignee | RUN_FLOWS; work given to them by name; no access to its record, unless a row says so |
| group member | RUN_FLOWS; a group that is given work; no access to its record |
| queue member | RUN_FLOWS; a queue that is given work, some of which is offered to them; no access to its record |
| site visitor | RUN_FLOWS; the record, shared with them |
| record reader | RUN_FLOWS; the record, shared with them |
| administrator | every permission |

Mutations of work and interviews are about a second record, which all of these but the stranger may read; those of runs
and reassignments about the first. \`-\`: there is nothing to ask it of, since what it belongs to isn't shown. Whoever may not
see a thing is answered word for word as if it did not exist, which the test compares.
`

const SECTIONS: readonly [string, (row: string) => boolean][] = [
  ['Nodes by id', (row) => row.startsWith('node(')], ['Queries', (row) => row.startsWith('Query.')], ['Mutations', (row) => row.startsWith('Mutation.')], ['Subscriptions', (row) => row.startsWith('Subscription.')],
]

/**
 * Prints rows. A field has a row for the way to it that shows it to most, and one for each other way by which those who come
 * to it are shown different things.
 */
export function printMatrix(rows: Cases, fields: ReadonlyMap<string, Cases>): string {
  const shown: Cases = new Map([...fields].flatMap(([entry, ways]) => {
    const [most, ...others] = [...ways].sort((one, other) => seenBy(other[1]) - seenBy(one[1]) || (one[0] < other[0] ? -1 : 1))
    return [most!, ...others.filter(([, cells]) => new Set(Object.values(cells)).size > 1)].map(([way, cells]) => [way === '' || isEvent(entry) ? entry : `${entry}, ${way}`, cells] as const)
  }))
  const tables = SECTIONS.map(([title, isIn]) => table(title, new Map([...rows].filter(([row]) => isIn(row)))))
  return `${[HEAD, ...tables, table('Fields', shown)].join('\n')}`
}

function seenBy(cells: Partial<Record<Person, string>>): number {
  return Object.values(cells).filter((outcome) => !['null', 'empty', 'no'].includes(outcome)).length
}

function isEvent(entry: string): boolean {
  return /^(Work|Presence|Interview)\w+(ed|edOut|Out)\./.test(entry)
}

function table(title: string, rows: Cases): string {
  const lines = [...rows].sort(([one], [other]) => (one < other ? -1 : 1)).map(([row, cells]) => `| \`${row}\` | ${PERSONS.map((person) => cells[person] ?? '-').join(' | ')} |`)
  return `## ${title}\n\n| entry | ${PERSONS.join(' | ')} |\n| ${Array(PERSONS.length + 1).fill('---').join(' | ')} |\n${lines.join('\n')}\n`
}
