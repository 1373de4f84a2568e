// Collects what is wrong with an input, so that all of it is told at once.
import type { Issue } from '../core/issue.ts'
import { isLine, nameFault } from '../core/names.ts'
import { ValidationError } from '../errors.ts'

/** Faults of one input. Paths begin at the input. */
export type InputFaults = {
  /** Notes a fault unless `isRight`. */
  check(path: readonly (string | number)[], isRight: boolean, message: string): void
  /** Checks an API name by the rules for all of them. */
  apiName(path: readonly (string | number)[], name: string): void
  /** Checks that a text is one line of at most so many characters, where there is one; `least` 1 also refuses blank ones. */
  line(path: readonly (string | number)[], text: string | null | undefined, most: number, least?: 0 | 1): void
  /** Checks that each name is known; `what` says what it should be, e.g. "user". */
  known(path: readonly (string | number)[], names: readonly string[] | null | undefined, known: { has(name: string): boolean }, what: string): void
  /** Throws ValidationError when anything was noted. */
  throwAny(): void
}

/** A new collection, empty. */
export function inputFaults(): InputFaults {
  const issues: Issue[] = []
  const check: InputFaults['check'] = (path, isRight, message) => void (isRight || issues.push({ path: ['input', ...path.map(String)], message }))
  return {
    check,
    apiName: (path, name) => {
      const fault = nameFault(name)
      check(path, fault === null, fault ?? '')
    },
    line: (path, text, most, least = 0) => {
      if (text == null) return
      check(path, text.length <= most, `The text has ${text.length} characters; at most ${most} are allowed.`)
      check(path, text.trim().length >= least, 'A text is needed.')
      check(path, isLine(text), 'This is one line, without tabs and other control characters.')
    },
    known: (path, names, known, what) => names?.forEach((name, at) => check([...path, at], known.has(name), `There is no ${what} "${name.slice(0, 255)}".`)),
    throwAny: () => {
      if (issues.length > 0) throw new ValidationError(issues)
    },
  }
}
