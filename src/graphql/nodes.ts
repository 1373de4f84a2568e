// How a type becomes a Node: its id, and the loader by which `node` and `nodes` find it. Loaders apply visibility, so an id
// that was guessed or seen elsewhere opens nothing (A2).
import { builder } from './builder.ts'
import type { Context } from './context.ts'

type NodeLoader = (id: string, context: Context) => Promise<object | null>

const loaders = new Map<string, NodeLoader>()

/** Makes the type a Node: `idOf` gives the row's own id, `load` reads it again as the viewer may see it. */
export function asNode<Row extends object>(ref: { name: string; $inferType: Row }, node: { idOf: (row: Row) => string; load: (id: string, context: Context) => Promise<Row | null> }): void {
  loaders.set(ref.name, node.load)
  builder.nodeRef(ref as never, { id: { resolve: node.idOf as never } })
}

/** The row with this id and the name of its type; null where the type is no Node, or the viewer sees no such row. */
export async function loadNode(type: string, id: string, context: Context): Promise<object | null> {
  const row = await loaders.get(type)?.(id, context)
  return row == null ? null : { ...row, __typename: type }
}
