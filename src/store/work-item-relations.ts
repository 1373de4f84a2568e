// What hangs on the work items of a list, read along with them in one statement: of each only what lists are mostly asked
// for. Whatever else is asked of one is read by its loader, as everywhere.
import { Prisma, type FlowInterview, type Group, type OrchestrationRun, type StageRun, type StepRun, type User, type WorkItem } from '../../prisma/generated/client/client.ts'
import { prepared, type Db, type Sql } from './query.ts'
import type { Seer } from './visibility.ts'

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
    join: (viewer: Pick<Seer, 'id'>) => Prisma.sql`LEFT JOIN "FlowInterview" ri ON ri."workItemId" = w."id" AND ri."ownerId" = ${viewer.id} AND ri."status" IN ('STARTED', 'PAUSED')`,
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

// What lists without more are made of; each column takes its time, from the database to the rows.
const BRIEFLY = ['id', 'number', 'label', 'status', 'isActionable', 'createdDate'] as const satisfies readonly (typeof ITEM)[number][]

/** Columns of the item itself that are there also when it is read briefly. */
export const BRIEF_COLUMNS: readonly string[] = BRIEFLY

/** What is read of listed work items: what is read along, and whether BRIEF_COLUMNS of the item itself are enough. */
export type ItemReading = { relations: readonly RelationName[]; isBrief: boolean }

/** Items whole, and nothing along with them. */
export const WHOLE: ItemReading = { relations: [], isBrief: false }

type Reader = { relation: RelationName; names: readonly string[] }
type Text = { columns: Sql; item: readonly string[]; readers: readonly Reader[] }

// Few sets of relations are asked for.
const texts = new Map<string, Text>()

function textOf({ relations, isBrief }: ItemReading): Text {
  const key = readingKey({ relations, isBrief })
  let text = texts.get(key)
  if (text === undefined) {
    const item = isBrief ? BRIEFLY : ITEM
    const columns = [...item.map((name) => `w."${name}"`), ...relations.flatMap((relation) => RELATIONS[relation].columns.map((name) => `${RELATIONS[relation].alias}."${name}"`))]
    texts.set(key, text = { columns: Prisma.raw(columns.join(', ')), item, readers: relations.map((relation) => ({ relation, names: RELATIONS[relation].columns })) })
  }
  return text
}

/** Readings of one key are read by statements of one text. */
export function readingKey({ relations, isBrief }: ItemReading): string {
  return `${isBrief ? 'brief' : 'whole'} ${relations.join()}`
}

/** How work items `w` are read: what is selected, what is joined to them, and what makes rows of it. */
export type RelatedReading = {
  columns: Sql; joins: Sql
  read: (db: Db, sql: Sql) => Promise<RelatedWorkItem[]>
  /** As `read`, of rows that begin with what they belong to and their place in it, from 1 (null: nothing is there): items by the former, in order. */
  readPlaced: (db: Db, sql: Sql) => Promise<Map<unknown, RelatedWorkItem[]>>
}

/** Makes the reading of work items for a viewer. */
export function workItemsWith(viewer: Pick<Seer, 'id'>, reading: ItemReading): RelatedReading {
  const { columns, item, readers } = textOf(reading)
  const joins = reading.relations.map((relation) => RELATIONS[relation].join(viewer))
  // As lists of values: columns of different tables have the same names.
  const valuesOf = async (db: Db, sql: Sql) => (await db.query<unknown[]>({ ...prepared(sql.text), text: sql.text, values: sql.values, rowMode: 'array' })).rows
  return {
    columns,
    joins: joins.length === 0 ? Prisma.empty : Prisma.join(joins, ' '),
    read: async (db, sql) => (await valuesOf(db, sql)).map((values) => itemOf(item, readers, values, 0)),
    readPlaced: async (db, sql) => {
      const lists = new Map<unknown, RelatedWorkItem[]>()
      for (const values of await valuesOf(db, sql)) {
        const [key, place] = values as [unknown, number | null]
        let list = lists.get(key)
        if (list === undefined) lists.set(key, list = [])
        if (place !== null) list[place - 1] = itemOf(item, readers, values, 2)
      }
      return lists
    },
  }
}

function itemOf(names: readonly string[], readers: readonly Reader[], values: readonly unknown[], from: number): RelatedWorkItem {
  const item = objectOf(names, values, from)
  const relations: Record<string, unknown> = {}
  let at = from + names.length
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
