// Ctrl-C while the command line changes things: what is under way is done and told, and nothing further begun. // rule P4
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { startInterlude, type CallOptions } from '../support/command-line.ts'
import type { Program } from '../support/child-process.ts'
import { startProxy } from '../support/http-proxy.ts'
import { until, useServer, type Answer } from '../support/server.ts'

type Outcome = { id: string; ok: boolean; error: string | null }

// Each call is a process of its own.
vi.setConfig({ testTimeout: 60_000 })
const server = useServer()
const admin = server.as('admin')

beforeAll(async () => {
  await admin.mutate('updateProcessAutomationSettings', { letUsersPauseFlows: true })
  await admin.mutate('saveFlow', { apiName: 'Ask', label: 'Ask', flowType: 'SCREEN', start: 'Page', elements: [{ screen: { apiName: 'Page', label: 'Page', allowPause: true, fields: [] } }] })
  await admin.mutate('activateFlow', { apiName: 'Ask' })
  const steps = [{ apiName: 'Approve', label: 'Approve', stepType: 'INTERACTIVE', action: { flow: 'Ask' }, assignee: { user: 'admin' } }]
  await admin.mutate('saveOrchestration', { apiName: 'Approval', label: 'Approval', orchestrationType: 'AUTOLAUNCHED', stages: [{ apiName: 'Only', label: 'Only', steps }] })
  await admin.mutate('activateOrchestration', { apiName: 'Approval' })
})

const heard = (program: Program) => until(async () => program.stderr(), (said) => said.includes('Stopping'))

/**
 * Starts a command in front of which the mutation `name` is held up when it comes for the `number`th time: then it is
 * interrupted, and goes on when it has heard that.
 */
async function interruptAt(name: string, number: number, args: readonly string[], options: CallOptions = {}): Promise<Program & { stop(): void }> {
  let count = 0
  let release = (_: Program) => {}
  const started = new Promise<Program>((resolve) => { release = resolve })
  let isHeard: Promise<unknown> = Promise.resolve()
  const { url, stop } = await startProxy(server, async (body) => {
    if (!body.includes(`mutation ${name}`)) return true
    const program = await started
    if (++count === number) {
      program.child.kill('SIGINT')
      isHeard = heard(program)
    }
    if (count >= number) await isHeard
    return true
  })
  const program = await startInterlude(server, args, { ...options, url })
  release(program)
  return { ...program, stop }
}

const outcomesIn = (program: Program) => program.stdout().split('\n').slice(0, -1).map((line) => JSON.parse(line) as Outcome)

describe('a bulk change', () => {
  const MANY = 6000

  async function onDatabase<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    const db = new pg.Client({ connectionString: server.databaseUrl })
    await db.connect()
    try {
      return (await db.query<Row>(text, values)).rows
    } finally {
      await db.end()
    }
  }
  const left = async () => (await onDatabase<{ count: number }>('SELECT count(*)::int AS "count" FROM "FlowInterview"'))[0]!.count
  async function manyPaused(): Promise<void> {
    await onDatabase('DELETE FROM "FlowInterview"')
    const { interview } = await admin.mutate('startInterview', { flow: 'Ask' }, 'interview { guid }') as Answer & { interview: { guid: string } }
    await admin.mutate('pauseInterview', { interviewId: interview.guid })
    await onDatabase(`INSERT INTO "FlowInterview" SELECT (jsonb_populate_record(i, jsonb_build_object('guid', gen_random_uuid(), 'createdDate', i."createdDate" + n * interval '1 millisecond'))).*
      FROM "FlowInterview" i, generate_series(2, ${MANY}) n`)
  }

  it.each(['--jsonl', '--json'])('begins no further piece, tells all that it did with %s, and says how to go on', async (format) => {
    await manyPaused()
    const program = await interruptAt('DeleteInterviews', 2, ['interviews', 'delete', '--flow', 'Ask', '--yes', format])
    const status = await program.ended
    program.stop()
    const told = format === '--json' ? JSON.parse(program.stdout()) as Outcome[] : outcomesIn(program)
    expect(told.every(({ ok }) => ok)).toBe(true)
    expect(told).toHaveLength(MANY - (await left()))
    expect([2000, 3000, 4000]).toContain(told.length)
    expect([status, program.stderr()]).toEqual([130, `Stopping, once what is under way is done. Ctrl-C again ends at once.\nStopped: ${told.length.toLocaleString('en')} interviews deleted before that; run it again to go on with the rest.\n`])
  })

  it('ends at once when it is asked again, however long what is under way takes', async () => {
    await manyPaused()
    let begin = () => {}
    const begun = new Promise<void>((resolve) => { begin = resolve })
    const { url, stop } = await startProxy(server, async (body) => {
      if (!body.includes('mutation DeleteInterviews')) return true
      begin()
      return new Promise<boolean>(() => {})
    })
    const program = await startInterlude(server, ['interviews', 'delete', '--flow', 'Ask', '--yes', '--jsonl'], { url })
    await begun
    const { child } = program
    await until(async () => {
      child.kill('SIGINT')
      return [child.exitCode, child.signalCode]
    }, ([status, signal]) => status !== null || signal !== null)
    expect([await program.ended, program.stdout(), program.stderr()]).toEqual([130, '', expect.stringMatching(/^Stopping/)])
    stop()
    expect(await left()).toBe(MANY)
  })

  it('of runs waits for a few, not for a thousand', async () => {
    const runs = await Promise.all(Array.from({ length: 60 }, async () => (await admin.mutate('startOrchestration', { apiName: 'Approval' }, 'run { id }') as Answer & { run: { id: string } }).run.id))
    const program = await interruptAt('CancelRun', 5, ['runs', 'cancel', '-', '--yes', '--jsonl'], { input: runs.join('\n') })
    expect(await program.ended).toBe(130)
    program.stop()
    const told = outcomesIn(program)
    expect(told).toEqual(runs.slice(0, told.length).map((id) => ({ id, ok: true, error: null })))
    expect(told.length).toBeLessThan(40)
    const canceled = await onDatabase<{ count: number }>(`SELECT count(*)::int AS "count" FROM "OrchestrationRun" WHERE "status" = 'CANCELED'`)
    expect(canceled[0]!.count).toBe(told.length)
  })

  it('does not wait for more ids to come in', async () => {
    const unknown = Array.from({ length: 4000 }, (_, at) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`)
    const program = await startInterlude(server, ['interviews', 'delete', '-', '--yes', '--jsonl'], { input: `${unknown.join('\n')}\n`, isInputOpen: true })
    await program.line((line) => line.includes('no such interview'))
    program.child.kill('SIGINT')
    expect(await program.ended).toBe(130)
    expect(outcomesIn(program).map(({ id }) => id)).toEqual(unknown)
    expect(program.stderr()).toMatch(/Stopped: 0 interviews deleted before that; run it again to go on with the rest\.\n$/)
  })
})

it('deploy finishes the definition that is under way, and says how far it came', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'interlude-interrupted-'))
  for (const apiName of ['One', 'Two', 'Three']) {
    writeFileSync(join(folder, `${apiName}.flow.json`), JSON.stringify({ apiName, label: apiName, flowType: 'SCREEN', start: 'Page', elements: [{ screen: { apiName: 'Page', label: 'Page', fields: [] } }] }))
  }
  const program = await interruptAt('SaveFlow', 2, ['deploy', folder, '--json'])
  const status = await program.ended
  program.stop()
  rmSync(folder, { recursive: true })
  expect([status, program.stderr()]).toEqual([130, expect.stringMatching(/Stopped after 2 of 3 definitions; run it again to go on with the rest\.\n$/)])
  expect((JSON.parse(program.stdout()) as { ok: boolean; versionNumber: number | null; error: string | null }[]).map(({ ok, versionNumber, error }) => [ok, versionNumber, error]))
    .toEqual([[true, 1, null], [true, 1, null], [false, null, 'left alone, as it was stopped before']])
})
