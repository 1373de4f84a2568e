// How a type becomes a Node: its id, and the loader by which `node` and `nodes` find it. Loaders apply visibility, so an id
// that was guessed or seen elsewhere opens nothing (A2).
import { encodeBase64, type ObjectRef } from '@pothos/core'
import { builder, ID_DESCRIPTION } from './builder.ts'
import type { Context } from './context.ts'

type NodeLoader = (id: string, context: Context) => Promise<object | null>

const loaders = new Map<string, NodeLoader>()

/** Makes the type a Node: `idOf` gives the row's own id, `load` reads it again as the viewer may see it. */
export function asNode<Row extends object>(ref: { name: string; $inferType: Row }, node: { idOf: (row: Row) => string; load: (id: string, context: Context) => Promise<Row | null> }): void {
  loaders.set(ref.name, node.load)
  const type = ref as ObjectRef<typeof builder.$inferSchemaTypes, Row>
  type.addInterfaces([builder.nodeInterfaceRef()] as never)
  // Not by Pothos' own field, which answers with a promise: on a page of things with ids a promise for each costs more than all the rest.
  // Nor by the core's globalId, which gives the same but is made for any machine, and takes seven times as long.
  builder.objectField(type as never, 'id', (t) => t.id({ description: ID_DESCRIPTION, resolve: ((row: Row) => inBase64(`${ref.name}:${node.idOf(row)}`)) as never }))
}

// Pages are full of ids. `btoa` takes a third of the time of a buffer, but has its own idea of letters beyond ASCII.
function inBase64(text: string): string {
  return ASCII.test(text) ? btoa(text) : encodeBase64(text)
}
const ASCII = /^[\x20-\x7e]*$/

/** The row with this id and the name of its type; null where the type is no Node, or the viewer sees no such row. */
export async function loadNode(type: string, id: string, context: Context): Promise<object | null> {
  const row = await loaders.get(type)?.(id, context)
  return row == null ? null : { ...row, __typename: type }
}
