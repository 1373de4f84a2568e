// Which relations of listed work items a document asks for only in part, so that the list may read these parts along.
import { Kind, type FieldNode, type GraphQLResolveInfo, type SelectionNode, type SelectionSetNode } from 'graphql'
import { BRIEF_COLUMNS, columnsReadAlong, WHOLE, type ItemReading, type RelationName } from '../store/work-item-relations.ts'

// By field of WorkItem, and under it by the type that is asked (where it may be several).
const RELATIONS: Readonly<Record<string, { readonly [type: string]: RelationName }>> = {
  assignee: { User: 'assigneeUser', Group: 'assigneeGroup' }, run: { OrchestrationRun: 'run' }, stage: { StageRun: 'stage' }, step: { StepRun: 'step' }, interview: { FlowInterview: 'interview' },
}

// Fields of WorkItem that are shown of one column alone, with that; its number is shown in its name.
const BRIEF_FIELDS: ReadonlyMap<string, string> = new Map([['name', 'number'], ...BRIEF_COLUMNS.filter((column) => column !== 'number').map((column) => [column, column] as const)])

// Documents are parsed once and kept.
const known = new WeakMap<FieldNode, ItemReading>()

/** What is to be read of the connection of work items that is being resolved. */
export function itemsToRead({ fieldNodes, fragments }: GraphQLResolveInfo): ItemReading {
  const [field] = fieldNodes
  if (field === undefined || fieldNodes.length > 1) return WHOLE
  let reading = known.get(field)
  if (reading === undefined) known.set(field, reading = readingOf(field, fragments))
  return reading
}

function readingOf(connection: FieldNode, fragments: GraphQLResolveInfo['fragments']): ItemReading {
  const below = (fields: readonly FieldNode[]) => fields.flatMap((field) => fieldsOf(field.selectionSet, '', fragments))
  const named = (name: string) => ({ field }: { field: FieldNode }) => field.name.value === name
  const nodes = below(below([connection]).filter(named('edges')).map(({ field }) => field)).filter(named('node')).map(({ field }) => field)
  const asked = below(nodes)
  const relations: { [Relation in RelationName]?: readonly string[] } = {}
  const readAlong = new Set(['__typename'])
  for (const [name, byType] of Object.entries(RELATIONS)) {
    const parts = Object.entries(byType).map(([type, relation]) => ({ type, relation, parts: asked.filter(named(name)).flatMap(({ field }) => fieldsOf(field.selectionSet, type, fragments)) }))
    if (parts.every((one) => one.parts.length === 0) || !parts.every(({ type, relation, parts }) => parts.every((part) => isReadAlong(part, byType, relation, type)))) continue
    readAlong.add(name)
    for (const { type, relation, parts: ofType } of parts) relations[relation] = ofType.filter((part) => part.type === type).map(({ field }) => field.name.value)
  }
  const own = asked.map(({ field }) => field.name.value).filter((name) => !readAlong.has(name))
  return { relations, item: own.every((name) => BRIEF_FIELDS.has(name)) ? own.map((name) => BRIEF_FIELDS.get(name)!) : null }
}

type Part = { field: FieldNode; type: string }

function isReadAlong({ field, type: asked }: Part, byType: object, relation: RelationName, type: string): boolean {
  const name = field.name.value
  // What is asked of the other type is that one's to check.
  return name === 'id' || name === '__typename' || (asked !== type && asked in byType) || (asked === type && columnsReadAlong(relation).includes(name))
}

// All fields of a selection, with the type that they are asked of; conditions on variables don't count.
function fieldsOf(set: SelectionSetNode | undefined, type: string, fragments: GraphQLResolveInfo['fragments']): Part[] {
  return (set?.selections ?? []).flatMap((selection: SelectionNode): Part[] => {
    if (selection.kind === Kind.FIELD) return [{ field: selection, type }]
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value]
    return fragment === undefined ? [] : fieldsOf(fragment.selectionSet, fragment.typeCondition?.name.value ?? type, fragments)
  })
}
