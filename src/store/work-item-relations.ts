// What hangs on the work items of a list, read along with them in one statement: of each only what lists are mostly asked
// for. Whatever else is asked of one is read by its loader, as everywhere.
import { Prisma, type FlowInterview, type Group, type OrchestrationRun, type StageRun, type StepRun, type User, type WorkItem } from '../../prisma/generated/client/client.ts'
import { prepared, type Db, type Sql } from './query.ts'
import type { Seer } from './visibility.ts'

// What can be read along of each, beside its key, and how it is joined to the work item `w`. Who may read the item may read
// all but the interview, which is the viewer's own.
const RELATIONS = {
  // A user is told from a group by having a username.
  assigneeUser: { alias: 'ru', key: ['id', 'username'], columns: ['id', 'username', 'name'], join: () => Prisma.sql`LEFT JOIN "User" ru ON ru."id" = w."assigneeUserId"` },
  assigneeGroup: { alias: 'rg', key: ['id'], columns: ['id', 'apiName', 'label', 'groupType'], join: () => Prisma.sql`LEFT JOIN "Group" rg ON rg."id" = w."assigneeGroupId"` },
  run: { alias: 'rr', key: ['id'], columns: ['id', 'status', 'label'], join: () => Prisma.sql`LEFT JOIN "OrchestrationRun" rr ON rr."id" = w."runId"` },
  stage: { alias: 'rs', key: ['id'], columns: ['id', 'apiName', 'label', 'status'], join: () => Prisma.sql`LEFT JOIN "StageRun" rs ON rs."id" = w."stageId"` },
  step: { alias: 'rp', key: ['id'], columns: ['id', 'apiName', 'label', 'status', 'stepType'], join: () => Prisma.sql`LEFT JOIN "StepRun" rp ON rp."id" = w."stepId"` },
  interview: {
    alias: 'ri', key: ['guid'], columns: ['guid', 'status', 'label', 'currentElement'],
    join: (viewer: Pick<Seer, 'id'>) => Prisma.sql`LEFT JOIN "FlowInterview" ri ON ri."workItemId" = w."id" AND ri."ownerId" = ${viewer.id} AND ri."status" IN ('STARTED', 'PAUSED')`,
  },
} as const

/** What can be read along with work items. */
export type RelationName = keyof typeof RELATIONS

/** What was read along with a work item: absent where it was not, null where there is none. Of each only what was to be read. */
export type Relations = {
  assigneeUser?: Partial<Pick<User, 'id' | 'username' | 'name'>> | null
  assigneeGroup?: Partial<Pick<Group, 'id' | 'apiName' | 'label' | 'groupType'>> | null
  run?: Partial<Pick<OrchestrationRun, 'id' | 'status' | 'label'>>
  stage?: Partial<Pick<StageRun, 'id' | 'apiName' | 'label' | 'status'>>
  step?: Partial<Pick<StepRun, 'id' | 'apiName' | 'label' | 'status' | 'stepType'>>
  interview?: Partial<Pick<FlowInterview, 'guid' | 'status' | 'label' | 'currentElement'>> | null
}

/** A work item with what was read along. */
export type RelatedWorkItem = WorkItem & { relations?: Relations }

/** Columns of a relation that can be read along. */
export function columnsReadAlong(relation: RelationName): readonly string[] {
  return RELATIONS[relation].columns
}

// Of the item itself all that is shown of it in lists; what it was started with is the flow's.
const ITEM = [
  'id', 'number', 'runId', 'stageId', 'stepId', 'orchestrationId', 'label', 'description', 'status', 'closedReason', 'isActionable', 'assigneeUserId', 'assigneeGroupId', 'ownerUserId', 'ownerGroupId',
  'recordId', 'flowId', 'createdDate', 'assignedAt', 'completedAt', 'completedById', 'dueAt', 'isOverdue', 'agentId',
] as const satisfies readonly (keyof WorkItem)[]

// What lists without more are made of, and what a place in a list takes.
const BRIEFLY = ['id', 'number', 'label', 'status', 'isActionable', 'createdDate'] as const satisfies readonly (typeof ITEM)[number][]
const PLACE = ['id', 'createdDate'] as const satisfies readonly (typeof BRIEFLY)[number][]

/** Columns of the item itself of which any may be read alone. */
export const BRIEF_COLUMNS: readonly string[] = BRIEFLY

/**
 * What is to be read of listed work items: columns of the relations that are read along, and of the item itself those of
 * BRIEF_COLUMNS, or null: all that lists show. Keys, and what an item's place in the list takes, are read anyway.
 */
export type ItemReading = { item: readonly string[] | null; relations: { readonly [Relation in RelationName]?: readonly string[] } }

/** Items whole, and nothing along with them. */
export const WHOLE: ItemReading = { item: null, relations: {} }

type Reader = { relation: RelationName; names: readonly string[] }
type Text = { key: string; columns: Sql; item: readonly string[]; readers: readonly Reader[] }

// Each column takes its time, from the database to the answer, so that what is read is what is asked for; but each set of
// columns is another statement to prepare. An org's front ends have some ten of them. What comes beyond is read with all
// columns of its relations, of which there are few sets.
const MAX_EXACT = 40
const texts = new Map<string, Text>()
let exactTexts = 0

// A reading is kept with its document.
const textsOfReadings = new WeakMap<ItemReading, Text>()

function textOf(reading: ItemReading): Text {
  let text = textsOfReadings.get(reading)
  if (text === undefined) textsOfReadings.set(reading, text = findText(reading))
  return text
}

function findText(reading: ItemReading): Text {
  const exact = partsOf(reading, ({ key, columns }, asked) => columns.filter((name) => asked.includes(name) || (key as readonly string[]).includes(name)))
  if (!texts.has(exact.key) && exactTexts++ >= MAX_EXACT) return shared(partsOf({ ...reading, item: reading.item === null ? null : BRIEFLY }, ({ columns }) => columns))
  return shared(exact)
}

function shared(text: Text): Text {
  const known = texts.get(text.key)
  if (known === undefined) texts.set(text.key, text)
  return known ?? text
}

function partsOf({ item: asked, relations }: ItemReading, columnsOf: (relation: (typeof RELATIONS)[RelationName], asked: readonly string[]) => readonly string[]): Text {
  const item = asked === null ? ITEM : BRIEFLY.filter((name) => asked.includes(name) || (PLACE as readonly string[]).includes(name))
  const readers = (Object.keys(RELATIONS) as RelationName[]).flatMap((relation): Reader[] => (relations[relation] === undefined ? [] : [{ relation, names: columnsOf(RELATIONS[relation], relations[relation]) }]))
  const columns = [...item.map((name) => `w."${name}"`), ...readers.flatMap(({ relation, names }) => names.map((name) => `${RELATIONS[relation].alias}."${name}"`))].join(', ')
  return { key: columns, columns: Prisma.raw(columns), item, readers }
}

/** Readings of one key are read by statements of one text. */
export function readingKey(reading: ItemReading): string {
  return textOf(reading).key
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
  const joins = readers.map(({ relation }) => RELATIONS[relation].join(viewer))
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
