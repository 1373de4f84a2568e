// Which relations of listed work items a document asks for only in part, so that the list may read these parts along.
import { Kind, type FieldNode, type GraphQLResolveInfo, type SelectionNode, type SelectionSetNode } from 'graphql'
import { columnsReadAlong, type RelationName } from '../store/work-item-relations.ts'

// By field of WorkItem, and under it by the type that is asked (where it may be several).
const RELATIONS: Readonly<Record<string, { readonly [type: string]: RelationName }>> = {
  assignee: { User: 'assigneeUser', Group: 'assigneeGroup' }, run: { OrchestrationRun: 'run' }, stage: { StageRun: 'stage' }, step: { StepRun: 'step' }, interview: { FlowInterview: 'interview' },
}

// Documents are parsed once and kept.
const known = new WeakMap<FieldNode, readonly RelationName[]>()

/** The relations to read along with the connection of work items that is being resolved. */
export function relationsToRead({ fieldNodes, fragments }: GraphQLResolveInfo): readonly RelationName[] {
  const [field] = fieldNodes
  if (field === undefined || fieldNodes.length > 1) return []
  let relations = known.get(field)
  if (relations === undefined) known.set(field, relations = relationsOf(field, fragments))
  return relations
}

function relationsOf(connection: FieldNode, fragments: GraphQLResolveInfo['fragments']): RelationName[] {
  const below = (fields: readonly FieldNode[]) => fields.flatMap((field) => fieldsOf(field.selectionSet, '', fragments))
  const named = (name: string) => ({ field }: { field: FieldNode }) => field.name.value === name
  const nodes = below(below([connection]).filter(named('edges')).map(({ field }) => field)).filter(named('node')).map(({ field }) => field)
  const asked = below(nodes)
  return Object.entries(RELATIONS).flatMap(([name, byType]) => {
    const fields = asked.filter(named(name)).map(({ field }) => field)
    const isInPart = Object.entries(byType).every(([type, relation]) => fields.every((field) => fieldsOf(field.selectionSet, type, fragments).every((part) => isReadAlong(part, byType, relation, type))))
    return fields.length > 0 && isInPart ? Object.values(byType) : []
  })
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
