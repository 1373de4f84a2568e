// PostGraphile on a database of ours, as a peer: made from the tables alone, with the relations that the tables don't
// declare said in comments. It is no dependency: it is installed beside, once, into the machine's temporary folder.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import type pg from 'pg'
import { NODE_FLAGS } from './server-command.ts'

const VERSION = '5.1.5'
const FOLDER = join(tmpdir(), `interlude-bench-postgraphile-${VERSION}`)

// It asks for Node 22 for this alone.
const SERVER = `
Promise.withResolvers ??= function () { let resolve, reject; const promise = new this((one, other) => { resolve = one; reject = other }); return { promise, resolve, reject } }
const { createServer } = await import('node:http')
const { postgraphile } = await import('postgraphile')
const { PostGraphileAmberPreset } = await import('postgraphile/presets/amber')
const { makePgService } = await import('postgraphile/adaptors/pg')
const { grafserv } = await import('postgraphile/grafserv/node')
const service = makePgService({ connectionString: process.env.DATABASE_URL, schemas: ['public'], poolConfig: { max: 16 } })
const made = postgraphile({ extends: [PostGraphileAmberPreset], pgServices: [service], grafserv: { graphiql: false, watch: false } })
const server = createServer()
await made.createServ(grafserv).addTo(server)
await made.getSchema()
server.listen(0, '127.0.0.1', () => console.log('listening on ' + server.address().port))
`

const COMMENTS = [
  ['WorkItem', ['("assigneeUserId") references "User" ("id")|@fieldName assigneeUser', '("assigneeGroupId") references "Group" ("id")|@fieldName assigneeGroup', '("stepId") references "StepRun" ("id")|@fieldName step',
    '("stageId") references "StageRun" ("id")|@fieldName stage', '("runId") references "OrchestrationRun" ("id")|@fieldName run']],
  ['FlowInterview', ['("workItemId") references "WorkItem" ("id")|@foreignFieldName interviews']],
] as const

/** A record's 20 work items as it is asked for them, with the variables `id` (of the record) and `user`. */
export const POSTGRAPHILE_QUERY = `query Items($id: String!, $user: String!) { allWorkItems(condition: { recordId: $id }, orderBy: [CREATED_DATE_DESC, ROW_ID_DESC], first: 20) { edges { node { id label status createdDate
  assigneeUser { id username } assigneeGroup { id apiName } step { id apiName status } stage { id apiName status } run { id status label } interviews(condition: { ownerId: $user }, first: 1) { edges { node { guid status } } } } } } }`

/** Starts it; null where it can't be installed or doesn't start, which is told. */
export async function startPostGraphile(url: string, pool: pg.Pool): Promise<{ url: string; stop(): Promise<void> } | null> {
  try {
    if (!existsSync(join(FOLDER, 'node_modules'))) await install()
  } catch (error) {
    process.stderr.write(`PostGraphile ${VERSION} could not be installed, and is left out: ${(error as Error).message}\n`)
    return null
  }
  for (const [table, keys] of COMMENTS) await pool.query(`COMMENT ON TABLE "${table}" IS E'${keys.map((key) => `@foreignKey ${key}`).join('\\n')}'`)
  const child = spawn(process.execPath, [...NODE_FLAGS, 'server.mjs'], { cwd: FOLDER, stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, DATABASE_URL: url, NODE_ENV: 'production', GRAPHILE_ENV: 'production' } })
  const stop = async () => {
    const ended = once(child, 'exit')
    if (child.exitCode === null && child.kill()) await ended
  }
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /^listening on (\d+)$/.exec(line)?.[1]
    if (port === undefined) continue
    child.stdout.resume()
    return { url: `http://127.0.0.1:${port}/graphql`, stop }
  }
  process.stderr.write(`PostGraphile ${VERSION} did not start, and is left out.\n`)
  return null
}

async function install(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(join(FOLDER, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  writeFileSync(join(FOLDER, 'server.mjs'), SERVER)
  await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', `postgraphile@${VERSION}`, 'grafserv'], { cwd: FOLDER })
}
