// What a person at a terminal is asked and shown.
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { changeMany, type BulkChange } from '../../src/cli/bulk.ts'
import { processTerminal } from '../../src/cli/terminal.ts'
import { atTerminal } from '../support/terminal.ts'

const bulk = (count: number, changed: string[], total: number | null = null): BulkChange => ({
  words: { ask: 'Delete', doing: 'Deleting', done: 'Deleted' }, noun: ['interview', 'interviews'], total, isDryRun: false,
  targets: (async function* () { for (let at = 0; at < count; at++) yield { id: `i${at}` } })(),
  change: async (ids) => {
    changed.push(...ids)
    return ids.map((id) => ({ id, ok: true, error: null }))
  },
})

describe('at a terminal', () => {
  it('asks how many before it changes them, and shows how far it is', async () => {
    const changed: string[] = []
    const { session, said, printed } = atTerminal('y\n')
    await changeMany(session, bulk(250, changed))
    expect(said()).toContain('Delete 250 interviews? [y/N] ')
    expect(said()).toContain('Deleting 250')
    expect(printed()).toContain('Deleted 250 interviews.\n')
    expect(changed).toHaveLength(250)
  })

  it('changes nothing unless the answer is yes', async () => {
    const changed: string[] = []
    const { session, said } = atTerminal('\n')
    await expect(changeMany(session, bulk(3_000, changed))).rejects.toThrow('Nothing was changed.')
    expect(said()).toContain('Delete 1,000 interviews or more? [y/N] ')
    expect(changed).toEqual([])
  })

  it('does not ask about one that was named', async () => {
    const changed: string[] = []
    const { session, said } = atTerminal('')
    await changeMany(session, bulk(1, changed, 1))
    expect(said()).not.toContain('?')
    expect(changed).toEqual(['i0'])
  })
})

it('waits for whoever reads slowly, and keeps nothing for what has been read', async () => {
  const stdout = new PassThrough({ highWaterMark: 4 })
  const terminal = processTerminal({ stdin: new PassThrough(), stdout, stderr: new PassThrough() } as unknown as NodeJS.Process)
  const listeners = () => stdout.eventNames().reduce((sum, name) => sum + stdout.listenerCount(name), 0)
  const before = listeners()
  for (let line = 0; line < 20; line++) {
    let isTaken = false
    const written = terminal.write(`line ${line}\n`).then(() => { isTaken = true })
    await new Promise(setImmediate)
    expect(isTaken).toBe(false)
    expect(String(stdout.read())).toBe(`line ${line}\n`)
    await written
  }
  expect(listeners()).toBe(before)
})
