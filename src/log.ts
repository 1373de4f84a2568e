// The process's structured log: one JSON object a line on stdout, made once in main.ts and handed on.
import { pino, type DestinationStream, type Logger } from 'pino'
import type { Config } from './config.ts'

// Never logged, wherever in an object it stands: what would let a reader of the log act as somebody else.
const SECRETS = ['authorization', 'token', 'secret', 'password', '*.authorization', '*.token', '*.secret', '*.password', 'headers.authorization', 'req.headers.authorization']

/** Makes the log; `destination` is stdout unless given. */
export function createLog(level: Config['logLevel'], destination?: DestinationStream): Logger {
  const options = { level, base: { pid: process.pid }, redact: SECRETS, timestamp: () => `,"time":"${new Date().toISOString()}"` }
  return destination === undefined ? pino(options) : pino(options, destination)
}
