// Tells a database that can't answer just now (restarting, out of connections, too slow) from a query that is wrong: the
// first passes by itself, so that callers may be asked to try again.

// https://www.postgresql.org/docs/current/errcodes-appendix.html: ended by an administrator, crashed, starting up, a
// statement that took too long, a lock that was not had in time, no connection left, lost against others.
const SQL_STATES = new Set(['57P01', '57P02', '57P03', '57P05', '57014', '55P03', '53300', '53400', '40001', '40P01', '25006'])
const SYSTEM_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOENT'])
const PRISMA_CODES = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2034', 'P2037'])
const ADAPTER_KINDS = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections', 'TransactionWriteConflict', 'TlsConnectionError'])
// The driver's own errors have no code.
const DRIVER_WORDS = /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Client was passed a null|Cannot use a pool after calling end|Query read timeout)/

// A statement was prepared before a migration, and would have another result now. No code of its own.
const STALE_WORDS = /^cached plan must not change result type/

const MAX_CAUSES = 8

type Fault = { code?: unknown; message?: unknown; kind?: unknown; originalCode?: unknown; syscall?: unknown; cause?: unknown; meta?: { driverAdapterError?: unknown }; errors?: unknown }

/** Whether this error, or what caused it, says that the database does not answer just now. Whether a write took effect is then not known. */
export function isDatabaseOutage(error: unknown): boolean {
  let at = error as Fault | null | undefined
  for (let depth = 0; depth < MAX_CAUSES && at !== null && typeof at === 'object'; depth++) {
    if (saysOutage(at)) return true
    // Several addresses of one host, none of which answered.
    if (Array.isArray(at.errors) && at.errors.some((each) => saysOutage(each as Fault))) return true
    at = (at.meta?.driverAdapterError ?? at.cause) as Fault | null | undefined
  }
  return false
}

/** Whether a statement was refused since its table has changed after the connection had prepared it. Prepared anew, it works. */
export function isStaleStatement(error: unknown): boolean {
  const { code, message } = error as Fault
  return code === '0A000' && typeof message === 'string' && STALE_WORDS.test(message)
}

function saysOutage({ code, originalCode, kind, message, syscall }: Fault): boolean {
  for (const each of [code, originalCode]) {
    if (typeof each !== 'string') continue
    if (SQL_STATES.has(each) || /^08\d{3}$/.test(each) || PRISMA_CODES.has(each)) return true
    // ENOENT counts for sockets only, not for files.
    if (SYSTEM_CODES.has(each) && (each !== 'ENOENT' || syscall === 'connect')) return true
  }
  return (typeof kind === 'string' && ADAPTER_KINDS.has(kind)) || (typeof message === 'string' && (DRIVER_WORDS.test(message) || STALE_WORDS.test(message)))
}
