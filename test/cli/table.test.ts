// Tables as they come out on terminals of any width.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { layOut, textWidth, type Column } from '../../src/cli/table.ts'

type Row = { id: string; label: string; note: string | null }
const COLUMNS: readonly Column<Row>[] = [{ title: 'LABEL', text: (row) => row.label }, { title: 'NOTE', text: (row) => row.note }, { title: 'ID', text: (row) => row.id, isId: true }]
const print = (rows: Row[], width: number | null) => {
  const layout = layOut(COLUMNS, rows, width)
  return [layout.heading, ...rows.map(layout.line)].join('').split('\n').slice(0, -1)
}

it('is as wide as its texts where there is room', () => {
  expect(print([{ id: '1', label: 'one', note: null }, { id: '22', label: 'two 二', note: 'x' }], null)).toEqual(['LABEL   NOTE  ID', 'one     -     1', 'two 二  x     22'])
})

it('cuts the widest texts, and gives an id a line of its own rather than cutting it', () => {
  const id = 'x'.repeat(60)
  expect(print([{ id, label: 'a'.repeat(100), note: 'short' }], 80)).toEqual([`LABEL${' '.repeat(70)}NOTE`, `${'a'.repeat(72)}…  short`, `  ${id}`])
})

it('leaves out what would steer the terminal', () => {
  expect(print([{ id: '1', label: 'a\u001b[31mb\nc', note: '\u202eabc' }], null)[1]).toBe('a[31mb c  abc   1')
})

it('never writes a line wider than the terminal, but for ids', () => {
  fc.assert(fc.property(fc.array(fc.record({ id: fc.string({ maxLength: 9 }), label: fc.string({ unit: 'grapheme', maxLength: 200 }), note: fc.option(fc.string({ maxLength: 200 })) })), fc.integer({ min: 30, max: 300 }), (rows, width) => {
    for (const line of print(rows, width)) expect(textWidth(line)).toBeLessThanOrEqual(width)
  }))
})
