// A process with an embedded database, for tests that kill it: says { url, pid } in a line once it runs, ends on SIGTERM.
import { startEmbeddedPostgres } from '../../src/embedded-postgres/start.ts'

try {
  const postgres = await startEmbeddedPostgres(process.argv[2]!, { isDurable: process.argv[3] !== 'fast' })
  process.once('SIGTERM', () => void postgres.stop().then(() => process.exit(0)))
  setInterval(() => {}, 60_000)
  console.log(JSON.stringify({ url: postgres.url, pid: postgres.pid }))
} catch (error) {
  console.error((error as Error).message)
  process.exit(1)
}
