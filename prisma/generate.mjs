// Generates the Prisma client and the Pothos types when what they are made of has changed, and only then; a stamp beside
// them says what they were made of. Install scripts don't run here, so whoever imports the client calls this first.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const stampFile = join(here, 'generated', 'stamp')
const require = createRequire(import.meta.url)

/** A hash of the models and of the packages that generate from them. */
function stampOfInputs() {
  const models = readdirSync(join(here, 'models')).filter((name) => name.endsWith('.prisma'))
  const files = [join(here, 'schema.prisma'), ...models.sort().map((name) => join(here, 'models', name))]
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(here, '..', 'package.json'), 'utf8'))
  const hash = createHash('sha256').update(`${devDependencies.prisma} ${dependencies['@prisma/client']} ${dependencies['@pothos/plugin-prisma']}`)
  for (const file of files) hash.update('\0').update(readFileSync(file))
  return hash.digest('hex')
}

/** Makes sure that prisma/generated is there and up to date; throws with the generator's own words where it can't. */
export function generateClient() {
  const stamp = stampOfInputs()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  const binaries = join(require.resolve('prisma/build/index.js'), '..', '..', '..', '.bin')
  const run = spawnSync(process.execPath, [require.resolve('prisma/build/index.js'), 'generate'], {
    cwd: join(here, '..'),
    encoding: 'utf8',
    // The CLI looks for its generators on the path, as npm would have set it; CHECKPOINT_DISABLE keeps it from calling home.
    env: { ...process.env, PATH: `${binaries}${delimiter}${process.env.PATH ?? ''}`, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  })
  if (run.status !== 0) throw new Error(`prisma generate failed:\n${run.stdout}${run.stderr}`)
  mkdirSync(join(here, 'generated'), { recursive: true })
  writeFileSync(stampFile, stamp)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) generateClient()
