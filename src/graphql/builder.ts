// The schema builder: plugins, scalars and defaults. Types lie in types/, one noun a file; schema.ts puts them together.
import SchemaBuilder from '@pothos/core'
import ComplexityPlugin from '@pothos/plugin-complexity'
import ErrorsPlugin from '@pothos/plugin-errors'
import PrismaPlugin from '@pothos/plugin-prisma'
import RelayPlugin from '@pothos/plugin-relay'
import { getDatamodel } from '../../prisma/generated/pothos.ts'
import type PrismaTypes from '../../prisma/generated/pothos.ts'
import type { Json } from '../core/json.ts'
import type { Context } from './context.ts'
import { COST_RULES } from './operation-cost.ts'
import { parseDateTime, parseJson, parseJsonLiteral, printDateTime } from './scalars.ts'

/** What every `id` says of itself. */
export const ID_DESCRIPTION = 'Global id: opaque, and accepted by `node`.'

export const builder = new SchemaBuilder<{
  Context: Context
  PrismaTypes: PrismaTypes
  DefaultFieldNullability: false
  DefaultEdgesNullability: { list: false; items: false }
  DefaultNodeNullability: false
  Scalars: {
    ID: { Input: string; Output: string }
    DateTime: { Input: Date; Output: Date | string }
    JSON: { Input: Json; Output: unknown }
  }
}>({
  plugins: [ErrorsPlugin, ComplexityPlugin, RelayPlugin, PrismaPlugin],
  defaultFieldNullability: false,
  prisma: { client: (context) => context.shell.prisma, dmmf: getDatamodel(), exposeDescriptions: true },
  relay: {
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    nodeTypeOptions: { description: 'Anything that has a global id and can be read again by it.' },
    idFieldOptions: { description: ID_DESCRIPTION },
    pageInfoTypeOptions: { description: 'Where a page stands in its list.' },
    hasNextPageFieldOptions: { description: 'Whether more rows follow this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether this page began after a cursor.' },
    startCursorFieldOptions: { description: 'Cursor of the first row; null on an empty page.' },
    endCursorFieldOptions: { description: 'Cursor of the last row: `after` for the next page. Null on an empty page.' },
    edgesFieldOptions: { nullable: { list: false, items: false }, complexity: { field: 0, multiplier: 1 }, description: 'The rows of this page, in order.' },
    nodeFieldOptions: { nullable: false, description: 'The row itself.' },
    cursorFieldOptions: { description: 'Where this row stands in its list: opaque; give it as `after`.' },
    pageInfoFieldOptions: { description: 'Whether there is more, and from where.' },
  },
  complexity: COST_RULES,
})

builder.scalarType('DateTime', {
  description: 'A time in RFC 3339, in UTC with milliseconds, e.g. "2026-03-01T09:30:00.000Z". Input may carry any offset.',
  serialize: printDateTime,
  parseValue: parseDateTime,
})

builder.scalarType('JSON', {
  description: 'Any JSON value.',
  serialize: (value) => value,
  parseValue: parseJson,
  parseLiteral: parseJsonLiteral,
})

builder.queryType({ description: 'What can be read. Everything is seen as the caller may see it: the rest is absent from lists, and null by id. What was saved before a request is in its answer; of what changes meanwhile, one field of an answer may show more than another: a run\'s steps, say, of a moment after its status.' })
builder.mutationType({ description: 'What can be changed. Each mutation takes one input and answers a union of its success and its typed errors.' })
