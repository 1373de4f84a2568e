// What browsers are given (src/web), bundled and compressed: made once, and again when a source or a package's version has
// changed; kept beside the server's own bundle.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** One file for browsers, in every encoding that it is kept in. */
export type WebFile = { identity: Buffer; gzip: Buffer; br: Buffer }

/** All files by name, each with a hash of its contents in it; which of them begin what; and the stamp of the sources that they are made of. */
export type WebBundle = { stamp: string; files: ReadonlyMap<string, WebFile>; entries: { components: string; console: string; page: string } }

const root = fileURLToPath(new URL('../../', import.meta.url))
const cache = join(root, '.cache')
const KEPT_BUNDLES = 5
const BROWSERS = ['chrome123', 'firefox121', 'safari17.5']

/** Reads the bundle; makes it first where there is none of these sources. Throws when they can't be bundled. */
export async function loadWebBundle(): Promise<WebBundle> {
  const stamp = await stampOfSources()
  const folder = join(cache, `web-${stamp}`)
  if (!existsSync(folder)) await bundle(folder)
  const names = (await readdir(folder)).filter((name) => !/\.(gz|br)$/.test(name))
  const files = new Map(await Promise.all(names.map(async (name): Promise<[string, WebFile]> => {
    const [identity, zipped, br] = await Promise.all(['', '.gz', '.br'].map((suffix) => readFile(join(folder, name + suffix))))
    return [name, { identity: identity!, gzip: zipped!, br: br! }]
  })))
  const entry = (pattern: RegExp) => names.find((name) => pattern.test(name))!
  return { stamp, files, entries: { components: entry(/^interlude-\w+\.js$/), console: entry(/^console-\w+\.js$/), page: entry(/^page-\w+\.css$/) } }
}

/** A hash over what the bundle is made of: sources by size and time of change, packages by their versions. */
export async function stampOfSources(): Promise<string> {
  const hash = createHash('sha256')
  for (const file of ['package-lock.json', 'src/server/web-bundle.ts']) hash.update(await readFile(join(root, file)))
  for (const folder of ['src/web', 'src/core']) {
    for (const name of (await readdir(join(root, folder), { recursive: true })).sort()) {
      if (!/\.(ts|css)$/.test(name)) continue
      const { size, mtimeMs } = await stat(join(root, folder, name))
      hash.update(`${folder}/${name} ${size} ${mtimeMs}\n`)
    }
  }
  return hash.digest('hex').slice(0, 16)
}

// Made beside and moved into place whole: another process may be at the same, or be killed in the middle.
async function bundle(folder: string): Promise<void> {
  const { build } = await import('esbuild')
  const unfinished = `${folder}.${process.pid}`
  await build({
    absWorkingDir: root, outdir: unfinished,
    entryPoints: { interlude: 'src/web/interlude.ts', console: 'src/web/console/console.ts', page: 'src/web/console/page.css' },
    entryNames: '[name]-[hash]', chunkNames: 'chunk-[hash]', bundle: true, splitting: true, format: 'esm', target: BROWSERS,
    minify: true, sourcemap: true, sourcesContent: false, legalComments: 'linked', logLevel: 'silent', tsconfigRaw: { compilerOptions: { useDefineForClassFields: true } },
  })
  for (const name of await readdir(unfinished)) await compress(join(unfinished, name))
  try {
    await rename(unfinished, folder)
  } catch (error) {
    await rm(unfinished, { recursive: true })
    if (!existsSync(folder)) throw error
  }
  await removeOldBundles()
}

async function compress(path: string): Promise<void> {
  const contents = await readFile(path)
  await writeFile(`${path}.gz`, await promisify(gzip)(contents, { level: 9 }))
  await writeFile(`${path}.br`, await promisify(brotliCompress)(contents, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: contents.length } }))
}

async function removeOldBundles(): Promise<void> {
  await mkdir(cache, { recursive: true })
  const bundles = (await readdir(cache)).filter((name) => /^web-\w+$/.test(name))
  const ages = await Promise.all(bundles.map(async (name) => ({ path: join(cache, name), at: (await stat(join(cache, name))).mtimeMs })))
  for (const { path } of ages.sort((a, b) => b.at - a.at).slice(KEPT_BUNDLES)) await rm(path, { recursive: true, force: true })
}
