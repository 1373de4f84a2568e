// What hangs on the work items of a list, read along with them in one statement: of each only what lists are mostly asked
// for. Whatever else is asked of one is read by its loader, as everywhere.
import { Prisma, type FlowInterview, type Group, type OrchestrationRun, type StageRun, type StepRun, type User, type WorkItem } from '../../prisma/generated/client/client.ts'
import type { Viewer } from '../core/viewer.ts'
import { prepared, type Db, type Sql } from './query.ts'

// Columns of each that are read along, and how it is joined to the work item `w`. Who may read the item may read all but the
// interview, which is the viewer's own.
const RELATIONS = {
  assigneeUser: { alias: 'ru', columns: ['id', 'username', 'name'], join: () => Prisma.sql`LEFT JOIN "User" ru ON ru."id" = w."assigneeUserId"` },
  assigneeGroup: { alias: 'rg', columns: ['id', 'apiName', 'label', 'groupType'], join: () => Prisma.sql`LEFT JOIN "Group" rg ON rg."id" = w."assigneeGroupId"` },
  run: { alias: 'rr', columns: ['id', 'status', 'label'], join: () => Prisma.sql`LEFT JOIN "OrchestrationRun" rr ON rr."id" = w."runId"` },
  stage: { alias: 'rs', columns: ['id', 'apiName', 'label', 'status'], join: () => Prisma.sql`LEFT JOIN "StageRun" rs ON rs."id" = w."stageId"` },
  step: { alias: 'rp', columns: ['id', 'apiName', 'label', 'status', 'stepType'], join: () => Prisma.sql`LEFT JOIN "StepRun" rp ON rp."id" = w."stepId"` },
  interview: {
    alias: 'ri', columns: ['guid', 'status', 'label', 'currentElement'],
    join: (viewer: Viewer) => Prisma.sql`LEFT JOIN "FlowInterview" ri ON ri."workItemId" = w."id" AND ri."ownerId" = ${viewer.id} AND ri."status" IN ('STARTED', 'PAUSED')`,
  },
} as const

/** What can be read along with work items. */
export type RelationName = keyof typeof RELATIONS

/** What was read along with a work item: absent where it was not, null where there is none. */
export type Relations = {
  assigneeUser?: Pick<User, 'id' | 'username' | 'name'> | null
  assigneeGroup?: Pick<Group, 'id' | 'apiName' | 'label' | 'groupType'> | null
  run?: Pick<OrchestrationRun, 'id' | 'status' | 'label'>
  stage?: Pick<StageRun, 'id' | 'apiName' | 'label' | 'status'>
  step?: Pick<StepRun, 'id' | 'apiName' | 'label' | 'status' | 'stepType'>
  interview?: Pick<FlowInterview, 'guid' | 'status' | 'label' | 'currentElement'> | null
}

/** A work item with what was read along. */
export type RelatedWorkItem = WorkItem & { relations?: Relations }

/** Columns of a relation that are read along. */
export function columnsReadAlong(relation: RelationName): readonly string[] {
  return RELATIONS[relation].columns
}

// Of the item itself all that is shown of it in lists; what it was started with is the flow's.
const ITEM = [
  'id', 'number', 'runId', 'stageId', 'stepId', 'orchestrationId', 'label', 'description', 'status', 'closedReason', 'isActionable', 'assigneeUserId', 'assigneeGroupId', 'ownerUserId', 'ownerGroupId',
  'recordId', 'flowId', 'createdDate', 'assignedAt', 'completedAt', 'completedById', 'dueAt', 'isOverdue', 'agentId',
] as const satisfies readonly (keyof WorkItem)[]

type Reader = { relation: RelationName; names: readonly string[] }

// Few sets of relations are asked for.
const texts = new Map<string, { columns: Sql; readers: readonly Reader[] }>()

function textOf(relations: readonly RelationName[]): { columns: Sql; readers: readonly Reader[] } {
  const key = relations.join()
  let text = texts.get(key)
  if (text === undefined) {
    const columns = [...ITEM.map((name) => `w."${name}"`), ...relations.flatMap((relation) => RELATIONS[relation].columns.map((name) => `${RELATIONS[relation].alias}."${name}"`))]
    texts.set(key, text = { columns: Prisma.raw(columns.join(', ')), readers: relations.map((relation) => ({ relation, names: RELATIONS[relation].columns })) })
  }
  return text
}

/** How work items `w` are read with these relations: what is selected, what is joined to them, and what makes rows of it. */
export type RelatedReading = { columns: Sql; joins: Sql; read: (db: Db, sql: Sql) => Promise<RelatedWorkItem[]> }

/** Makes the reading of work items for a viewer. */
export function workItemsWith(viewer: Viewer, relations: readonly RelationName[]): RelatedReading {
  const { columns, readers } = textOf(relations)
  const joins = relations.map((relation) => RELATIONS[relation].join(viewer))
  return {
    columns,
    joins: joins.length === 0 ? Prisma.empty : Prisma.join(joins, ' '),
    // As lists of values: columns of different tables have the same names.
    read: async (db, sql) => {
      const { rows } = await db.query<unknown[]>({ ...prepared(sql.text), text: sql.text, values: sql.values, rowMode: 'array' })
      return rows.map((values) => itemOf(values, readers))
    },
  }
}

function itemOf(values: readonly unknown[], readers: readonly Reader[]): RelatedWorkItem {
  const item = objectOf(ITEM, values, 0)
  const relations: Record<string, unknown> = {}
  let at = ITEM.length
  for (const { relation, names } of readers) {
    relations[relation] = values[at] === null ? null : objectOf(names, values, at)
    at += names.length
  }
  item['relations'] = relations
  return item as RelatedWorkItem
}

function objectOf(names: readonly string[], values: readonly unknown[], from: number): Record<string, unknown> {
  const object: Record<string, unknown> = {}
  for (let at = 0; at < names.length; at++) object[names[at]!] = values[from + at]
  return object
}
