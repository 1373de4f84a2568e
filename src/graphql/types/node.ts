// Reading anything again by its global id.
import { builder } from '../builder.ts'
import { decodeGlobalId } from '../global-id.ts'
import { badUserInput, MAX_PAGE } from '../connections.ts'
import { loadNode } from '../nodes.ts'
import type { Context } from '../context.ts'

const Node = builder.nodeInterfaceRef()

builder.queryField('node', (t) => t.field({
  type: Node, nullable: true,
  description: 'What has this global id; null where there is no such thing, or none that the caller may see.',
  args: { id: t.arg.id({ required: true, description: 'A global id.' }) },
  resolve: (_, { id }, context) => nodeOf(id, context),
}))

builder.queryField('nodes', (t) => t.field({
  type: [Node], nullable: { list: false, items: true },
  description: `As \`node\`, for up to ${MAX_PAGE} ids, in the order asked.`,
  args: { ids: t.arg.idList({ required: true, description: `Global ids, at most ${MAX_PAGE}.` }) },
  complexity: ({ ids }) => ({ field: 1, multiplier: Math.max(ids.length, 1) }),
  resolve: (_, { ids }, context) => {
    if (ids.length > MAX_PAGE) throw badUserInput(`${ids.length} ids were given; at most ${MAX_PAGE} are allowed.`)
    return Promise.all(ids.map((id) => nodeOf(id, context)))
  },
}))

async function nodeOf(globalId: string, context: Context): Promise<object | null> {
  const decoded = decodeGlobalId(globalId)
  return decoded === null ? null : loadNode(decoded.type, decoded.id, context)
}
