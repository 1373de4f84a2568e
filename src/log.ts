// The process's structured log: one JSON object a line on stdout, made once in main.ts and handed on.
import { pino, type DestinationStream, type Logger } from 'pino'
import type { Config } from './config.ts'

// Never logged, wherever in an object it stands: what would let a reader of the log act as somebody else.
const SECRETS = ['authorization', 'token', 'secret', 'password', '*.authorization', '*.token', '*.secret', '*.password', 'headers.authorization', 'req.headers.authorization']

/** Makes the log; `destination` is stdout unless given. */
export function createLog(level: Config['logLevel'], destination?: DestinationStream): Logger {
  const options = { level, base: { pid: process.pid }, redact: SECRETS, serializers: { err: (error: unknown) => plainError(error) }, timestamp: () => `,"time":"${new Date().toISOString()}"` }
  return destination === undefined ? pino(options) : pino(options, destination)
}

type Plain = { type: string; message: string; code?: string; stack?: string; cause?: Plain }

const MAX_CAUSES = 5
// Classes of SQLSTATE whose messages quote what somebody typed: data exceptions.
const QUOTING_STATES = /^22/

// Of an error only what tells where and what: others hang values onto theirs (rows, parameters, recipients).
function plainError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error
  const { code, cause } = error as { code?: unknown; cause?: unknown }
  const isQuoting = typeof code === 'string' && QUOTING_STATES.test(code)
  const clean = (text: string) => withoutAddresses(isQuoting ? text.replace(/"[^"]*"/g, '"…"') : text)
  return {
    type: error.constructor.name, message: clean(error.message), ...(typeof code === 'string' && { code }), ...(error.stack !== undefined && { stack: clean(error.stack) }),
    ...(cause instanceof Error && depth < MAX_CAUSES && { cause: plainError(cause, depth + 1) as Plain }),
  }
}

function withoutAddresses(text: string): string {
  return text.replace(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+\.[^\s<>"'(),;:]+/g, '…@…')
}
