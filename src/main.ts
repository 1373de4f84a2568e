// The server's entry: reads the environment, starts everything, says where it is, and stops in order when told to.
import { ConfigError, readConfig, type Config } from './config.ts'
import { DEMO_USERS } from './demo/load-demo.ts'
import { createLog } from './log.ts'
import { startServerProcess, type ServerProcess } from './server-process.ts'
import { persistedListFaults } from './server/persisted-files.ts'
import { onStopSignals } from './stop-signals.ts'

const STOP_TIMEOUT_MS = 10_000

/** Words for people go to stderr; stdout has the log. */
function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

async function readConfigOrExit(): Promise<Config> {
  const { config, faults, persistedDocuments } = read()
  const all = [...faults, ...(await persistedListFaults(persistedDocuments))]
  if (config !== null && all.length === 0) return config
  say(`Not started. What is wrong with the environment:\n${all.map((fault) => `  - ${fault}`).join('\n')}`)
  process.exit(1)
}

// Of a process without the API nobody asks for documents, and the files may be elsewhere.
function read(): { config: Config | null; faults: readonly string[]; persistedDocuments: readonly string[] } {
  try {
    const config = readConfig()
    return { config, faults: [], persistedDocuments: config.roles.has('api') ? config.persistedDocuments : [] }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { config: null, faults: error.faults, persistedDocuments: error.persistedDocuments }
  }
}

// Where to go and as whom: all that somebody needs who has never seen it.
function welcome(url: string): string {
  const api = `\nInterlude is at ${url} (console; GraphQL and GraphiQL: ${url}/graphql). Ctrl-C stops it.\n`
  if (!config.isDemo) return api
  const users = DEMO_USERS.map(({ username, purpose }) => `  ${username.padEnd(10)} ${purpose}`).join('\n')
  const token = config.tokens.kind === 'jwks' ? '' : `\nA token for one of them, to be sent as "Authorization: Bearer …":\n  npm run --silent interlude -- token --user ${DEMO_USERS[0]!.username}\n`
  return `${api}\nThe demo's users:\n${users}\n${token}`
}

async function stopAndExit(running: Promise<ServerProcess>, status: number): Promise<never> {
  // Whoever asks twice, or waits too long, is not kept waiting: nothing is lost by it.
  setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref()
  await running.then((started) => started.stop(), () => {})
  process.exit(status)
}

const config = await readConfigOrExit()
const log = createLog(config.logLevel)
const running = startServerProcess(config, log)
let isStopping = false
onStopSignals(['SIGINT', 'SIGTERM'], (signal) => {
  isStopping = true
  log.info({ signal }, 'stopping')
  void stopAndExit(running, 0)
}, () => process.exit(1))
try {
  const { url, failed } = await running
  log.info({ url, roles: [...config.roles] }, 'started')
  if (url !== null) say(welcome(url))
  void failed.then((reason) => {
    if (isStopping) return
    say(reason)
    void stopAndExit(running, 1)
  })
} catch (error) {
  log.debug({ err: error }, 'not started')
  say(`Not started. ${(error as Error).message}`)
  process.exit(1)
}
