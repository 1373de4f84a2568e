// What containers are made and started from, looked at where no engine runs them.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { execFileSync, spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readConfig } from '../src/config.ts'

const dockerfile = readFileSync('Dockerfile', 'utf8')

// rule P2
describe('the Dockerfile', () => {
  it('has nothing that a linter finds', () => {
    const linter = join(createRequire(import.meta.url).resolve('dockerfilelint/package.json'), '..', 'bin', 'dockerfilelint')
    const { totalIssues, files } = JSON.parse(execFileSync(process.execPath, [linter, '--output', 'json', 'Dockerfile'], { encoding: 'utf8' })) as { totalIssues: number; files: { issues: { title: string; content: string }[] }[] }
    expect(files.flatMap(({ issues }) => issues).map(({ title, content }) => `${title}: ${content}`)).toEqual([])
    expect(totalIssues).toBe(0)
  })

  it('copies and runs what is there, as nobody special', () => {
    for (const [, entry] of dockerfile.matchAll(/(src\/[\w/.-]+\.ts)/g)) expect(existsSync(entry!), entry).toBe(true)
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '))
    expect(last).toMatch(/^USER node$/m)
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } }
    const [, onWindows] = scripts.start.split(' || ')
    expect(scripts.start).toBe(`exec ${onWindows} || ${onWindows}`)
    const [, command] = /^CMD (.+)$/m.exec(last)!
    expect((JSON.parse(command!) as string[]).join(' ')).toBe(onWindows)
    expect(last.indexOf('USER node')).toBeLessThan(last.indexOf('CMD '))
    for (const path of readFileSync('.dockerignore', 'utf8').trim().split('\n')) expect(dockerfile).not.toMatch(new RegExp(`COPY ${path.replace('.', '\\.')}`))
  })
})

// What `npm ci` stops at on a clean clone: packages of other platforms, which are not installed here, count as well.
describe('the lock file', () => {
  type Locked = { dependencies?: Record<string, string>; optionalDependencies?: Record<string, string>; resolved?: string; integrity?: string }
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> }
  const findsFrom = (path: string, name: string): boolean => `${path}${path === '' ? '' : '/'}node_modules/${name}` in packages || (path !== '' && findsFrom(path.slice(0, Math.max(0, path.lastIndexOf('node_modules/') - 1)), name))

  it('has every package that another one needs, for every platform', () => {
    const missing = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) => Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => !findsFrom(path, name)).map((name) => `${name} for ${path}`))
    expect(missing).toEqual([])
  })

  it('names no address, and a checksum of each', () => {
    const rest = Object.entries(packages).filter(([path]) => path !== '')
    expect(rest.length).toBeGreaterThan(500)
    expect(rest.filter(([, { resolved, integrity }]) => resolved !== undefined || integrity === undefined).map(([path]) => path)).toEqual([])
  })
})

type Service = { image?: string; build?: string; environment?: Record<string, string>; depends_on?: Record<string, { condition: string }> | string[]; ports?: string[]; volumes?: string[]; networks?: string[]; healthcheck?: object; configs?: { source: string }[] }
type Compose = { services: Record<string, Service>; volumes: Record<string, unknown>; networks: Record<string, unknown>; configs: Record<string, { content: string }> }

// Orders are a matter of taste, and it takes quoted ports in a list on one line for ports without quotes.
const TASTE = ['service-keys-order', 'services-alphabetical-order', 'top-level-properties-order', 'require-quotes-in-ports']

/** What is wrong with a compose file of this text, rule by rule. */
function lintCompose(text: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'interlude-compose-'))
  try {
    writeFileSync(join(folder, 'compose.yaml'), text)
    const linter = join(createRequire(import.meta.url).resolve('dclint/package.json'), '..', 'bin', 'dclint.cjs')
    const { stdout } = spawnSync(process.execPath, [linter, join(folder, 'compose.yaml'), '--formatter', 'json', '--disable-rule', ...TASTE], { encoding: 'utf8' })
    return (JSON.parse(stdout) as { messages: { rule: string; message: string; line: number }[] }[]).flatMap(({ messages }) => messages).map(({ rule, message, line }) => `${rule} in line ${line}: ${message}`)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('the compose file', () => {
  const text = readFileSync('compose.yaml', 'utf8')
  const compose = parse(text, { merge: true }) as Compose
  const { services } = compose
  const ours = Object.entries(services).filter(([, { build }]) => build !== undefined)

  it('has nothing that a linter finds, the format\'s schema included', () => {
    expect(lintCompose(text)).toEqual([])
    expect(lintCompose(text.replace('    image: redis', '    imagee: redis')).join()).toContain('invalid-schema')
    expect(lintCompose(text.replace(':8025:8025"', ':4000:8025"')).join()).toContain('no-duplicate-exported-ports')
  })

  it('has two API nodes, a worker, Postgres, Redis, a proxy and a mail catcher', () => {
    expect(Object.keys(services).sort()).toEqual(['api-1', 'api-2', 'mail', 'postgres', 'proxy', 'redis', 'worker'])
    expect(ours.map(([name, { environment }]) => [name, environment!['ROLES']])).toEqual([['api-1', 'api'], ['api-2', 'api'], ['worker', 'worker']])
  })

  it('sets each process up in a way that it starts with', () => {
    const given: Record<string, string> = { POSTGRES_PASSWORD: 'secret', AUTH_JWT_SECRET: 'x'.repeat(32) }
    const defaults = Object.fromEntries([...dockerfile.matchAll(/(\w+)=(\S+)/g)].filter(([, name]) => /^(NODE_ENV|HOST|PORT|DEMO|DATA_DIR)$/.test(name!)).map(([, name, value]) => [name!, value!]))
    for (const [name, { environment }] of ours) {
      const filledIn = Object.fromEntries(Object.entries(environment!).map(([key, value]) => [key, value.replace(/\$\{(\w+)(?::[-?]([^}]*))?\}/g, (_, variable: string, fallback = '') => given[variable] ?? (fallback as string))]))
      const config = readConfig({ ...defaults, ...filledIn })
      expect(config, name).toMatchObject({ host: '0.0.0.0', isProduction: true, isDemo: false, databaseUrl: 'postgresql://interlude:secret@postgres:5432/interlude', redisUrl: 'redis://redis:6379', smtpUrl: 'smtp://mail:1025' })
    }
  })

  it('names nothing that isn\'t there, and pins what it takes from others', () => {
    for (const [name, service] of Object.entries(services)) {
      const needs = Array.isArray(service.depends_on) ? service.depends_on : Object.keys(service.depends_on ?? {})
      for (const other of needs) expect(services, `${name} needs ${other}`).toHaveProperty(other)
      for (const [other, { condition }] of Array.isArray(service.depends_on) ? [] : Object.entries(service.depends_on ?? {})) if (condition === 'service_healthy') expect(services[other]!.healthcheck, other).toBeDefined()
      for (const network of service.networks ?? []) expect(compose.networks).toHaveProperty(network)
      for (const volume of service.volumes ?? []) expect(compose.volumes).toHaveProperty(volume.split(':')[0]!)
      for (const { source } of service.configs ?? []) expect(compose.configs).toHaveProperty(source)
      if (service.build === undefined) expect(service.image, name).toMatch(/:[\w.-]*\d[\w.-]*$/)
      // Nothing is reached from other machines unless somebody opens it.
      for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/)
    }
    for (const upstream of compose.configs['proxy']!.content.match(/api-\d(?=:4000)/g)!) expect(services).toHaveProperty(upstream)
  })

  it('holds no secret', () => {
    expect(text).not.toMatch(/(PASSWORD|SECRET): (?!\$\{)/)
  })
})
