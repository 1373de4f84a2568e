// What every command gets: the terminal, the server, the clock, and what was said by options that all commands share.
import type { Command } from 'commander'
import type { Clock } from '../clock.ts'
import { createApi, type Api } from './api.ts'
import type { Terminal } from './terminal.ts'

/** How results are printed: for people, as one JSON value, or as one JSON value a line. */
export type Format = 'table' | 'json' | 'jsonl'

/** One call of the command line. */
export type Session = {
  readonly terminal: Terminal
  readonly clock: Clock
  readonly format: Format
  /** Whether changes of many things were agreed to in advance. */
  readonly isAgreed: boolean
  /** The server. Throws WrongUsage where its address or the token is missing. */
  readonly api: Api
}

type SharedOptions = { url?: string; token?: string; json?: boolean; jsonl?: boolean; yes?: boolean }

/** Opens a session for a command, once it has parsed its options. */
export type OpenSession = (command: Command) => Session

/** Makes the way to open sessions of this process. */
export function sessionsOn(terminal: Terminal, clock: Clock): OpenSession {
  return (command) => {
    const { url, token, json, jsonl, yes } = command.optsWithGlobals<SharedOptions>()
    return { terminal, clock, format: jsonl ? 'jsonl' : json ? 'json' : 'table', isAgreed: yes ?? false, api: createApi(url, token) }
  }
}
