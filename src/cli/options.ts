// Options that several commands share: filters, what bulk commands take, and how values are checked.
import { InvalidArgumentError, type Command } from 'commander'
import { WrongUsage } from './command-fault.ts'
import { parseAgeSeconds } from './duration.ts'
import type { Target } from './bulk.ts'
import type { Terminal } from './terminal.ts'

/** A text that says something: an empty one comes from a variable that a script forgot to set, and must not mean "all". */
export function someText(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty.')
  return text
}

/** A whole number from 1. */
export function parseLimit(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Give a whole number from 1.')
  return Number(text)
}

/** A parser of one or more of these words, in any case, separated by commas or given one by one. */
export function parseSome<Word extends string>(words: readonly Word[]): (text: string, before?: Word[]) => Word[] {
  return (text, before = []) => [...before, ...text.split(',').map((part) => {
    const word = part.trim().toUpperCase().replaceAll('-', '_')
    if (!words.includes(word as Word)) throw new InvalidArgumentError(`"${part.trim()}" is none of ${words.join(', ')}.`)
    return word as Word
  })]
}

const FILTERS = {
  record: (command: Command) => command.option('--record <id>', 'only of this record, by the other system\'s id', someText),
  flow: (command: Command) => command.option('--flow <name>', 'only of this flow, by its API name', someText),
  pausedBy: (command: Command) => command.option('--paused-by <username>', 'only those that this user paused', someText),
  orchestration: (command: Command) => command.option('--orchestration <name>', 'only of this orchestration, by its API name', someText),
  run: (command: Command) => command.option('--run <id>', 'only of this run', someText),
  assignedTo: (command: Command) => command.option('--assigned-to <name>', 'only those given to this user, group or queue; user:NAME, group:NAME or queue:NAME where the name alone is not clear', someText),
} as const

/** Adds filters that take a name or an id. */
export function addFilters(command: Command, ...names: readonly (keyof typeof FILTERS)[]): Command {
  for (const name of names) FILTERS[name](command)
  return command
}

/** Adds --older-than; `since` says what the age is counted from, as in "paused". */
export function addAgeFilter(command: Command, since: string): Command {
  return command.option('--older-than <duration>', `only those ${since} longer ago than 30d, 12h, 10m or 45s`, parseAgeSeconds)
}

/** What bulk commands are told: things by id, or filters, or all. */
export type BulkOptions = { all?: boolean; dryRun?: boolean }

/** Adds what every bulk command takes. */
export function addBulkOptions(command: Command, noun: string): Command {
  return command
    .argument('[ids...]', `ids of ${noun}, instead of filters; "-" reads them from standard input, one a line`)
    .option('--all', `all ${noun} that you may see, where there is no filter`)
    .option('--dry-run', 'only show what would be done')
}

/** Whether things were named by id, with how many there are where that is known. Throws WrongUsage where it isn't clear what is meant. */
export function chosenIds(ids: readonly string[], { all, dryRun }: BulkOptions, filters: Readonly<Record<string, unknown>>, terminal: Terminal): { ids: AsyncIterable<string>; total: number | null } | null {
  const names = Object.entries(filters).filter(([, value]) => value !== undefined).map(([name]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`)
  if (ids.length > 0) {
    if (names.length > 0 || all) throw new WrongUsage(`Give ids or filters, not both: ${[...names, ...(all ? ['--all'] : [])].join(', ')}.`)
    ids.forEach(someId)
    return ids.includes('-') ? { ids: terminal.lines(), total: null } : { ids: eachOf([...new Set(ids)]), total: new Set(ids).size }
  }
  if (names.length > 0 && all) throw new WrongUsage(`--all goes without filters; there is ${names.join(', ')}.`)
  if (names.length === 0 && !all && !dryRun) throw new WrongUsage('Say which: give ids, filters, or --all.')
  return null
}

function someId(id: string): void {
  if (id.trim() === '') throw new WrongUsage('An id is empty.')
}

async function* eachOf<Value>(values: readonly Value[]): AsyncGenerator<Value> {
  yield* values
}

/** Ids as targets. */
export async function* asTargets(ids: AsyncIterable<string>): AsyncGenerator<Target> {
  for await (const id of ids) yield { id }
}

/** The time so many seconds before now, as the API takes it; undefined stays so. */
export function ago(now: Date, seconds: number | undefined): string | undefined {
  return seconds === undefined ? undefined : new Date(now.getTime() - seconds * 1000).toISOString()
}
