// What one pass of the router needs, in one query: agents who are online, and the pending work that may be routed to them.
import type pg from 'pg'
import { revived, revivedOrNull, type AgentPresence, type PendingServiceRouting, type WorkItem } from './routing-rows.ts'

/** An agent who is online. */
export type OnlineAgent = {
  presence: AgentPresence
  username: string
  isBusy: boolean
  capacity: number
  isAutoAccept: boolean
  skills: string[]
  /** Queues that they are a member of, nested groups included; in a pass those with work to route. */
  queueIds: string[]
}

/** Who takes what nobody of a queue takes. */
export type OverflowAssignee = { kind: 'user' | 'group' | 'queue'; name: string }

/** Pending work that nobody is offered, with its work item. */
export type RoutablePending = { pending: PendingServiceRouting; workItem: WorkItem; overflow: OverflowAssignee | null }

/** Where a page of pending work ended. */
export type PassCursor = Pick<PendingServiceRouting, 'routingPriority' | 'secondaryPriority' | 'queuedAt' | 'id'>

/**
 * One page of a pass, in routing order. LIKELY leaves out what no free capacity of its queue can hold and doesn't overflow, as
 * somebody online who hasn't declined it could take it some time (by the skills that its queue asks for now), and queues with no room for work as their configuration weighs it now, so that a long backlog behind full agents costs
 * nothing; ALL leaves out nothing.
 */
export type PassPage = { scope: 'LIKELY' | 'ALL'; after: PassCursor | null; limit: number }

// SQL: what is told of an agent who is online (row p of AgentPresence), where `queueIds` are the queues that they are a member
// of; and the rows it is told of, found one by one from the presence. Shared by the pass and by supervisors’ reasons.
const onlineAgent = (queueIds: string) => `p AS "presence", u."username", s."isBusy", c."capacity", c."isAutoAccept", u."skills", c."capacity" - p."workload" AS "room", ${queueIds} AS "queueIds"`
const BESIDE_PRESENCE = `
  CROSS JOIN LATERAL (SELECT * FROM "ServicePresenceStatus" s WHERE s."id" = p."statusId" AND s."isOnline" LIMIT 1) s
  CROSS JOIN LATERAL (SELECT * FROM "User" u WHERE u."id" = p."userId" AND u."isActive" LIMIT 1) u
  CROSS JOIN LATERAL (SELECT * FROM "PresenceUserConfig" c WHERE c."id" = COALESCE(u."presenceUserConfigId", 'default') LIMIT 1) c`

// SQL: row p of PendingServiceRouting is the router's to offer. In the words of the index PendingServiceRouting_waiting_idx,
// which holds these rows alone: work that is offered already costs a pass nothing.
const IS_WAITING = `p."offeredAgentWorkId" IS NULL AND p."routingModel" <> 'EXTERNAL_ROUTING'`

// SQL: the units or percentage of row `cost` fit into the most that any free member of a queue, row `free`, has left; work without
// weight fits anybody. A little generous: the core decides.
const fitsRoom = (cost: string, free: string) => `CASE WHEN ${cost}."capacityWeight" IS NOT NULL THEN ${cost}."capacityWeight" <= ${free}."room" + 0.000001 OR (${cost}."capacityWeight" < 0.000001 AND ${free}."room" IS NOT NULL)
  WHEN ${cost}."capacityPercentage" IS NOT NULL THEN ${cost}."capacityPercentage" <= ${free}."percent" + 0.0001 OR (${cost}."capacityPercentage" = 0 AND ${free}."room" IS NOT NULL) ELSE ${free}."room" >= 0.999999 END`

// SQL: the agent, row `member`, could hold the units or percentage of row `cost` if they held nothing else.
const couldHold = (cost: string, member: string) => `CASE WHEN ${cost}."capacityWeight" IS NOT NULL THEN ${cost}."capacityWeight" <= ${member}."capacity" WHEN ${cost}."capacityPercentage" IS NOT NULL THEN TRUE ELSE 1 <= ${member}."capacity" END`

// SQL: name and level of a skill, as core/routing/skills.ts reads them.
const skillName = (text: string) => `btrim(regexp_replace(btrim(${text}), ':[0-9]+([.][0-9]+)?$', ''))`
const skillLevel = (text: string) => `COALESCE(substring(btrim(${text}) from ':([0-9]+(?:[.][0-9]+)?)$')::float8, 0)`

// SQL: the overflow queue of routing configuration `c` has an overflow assignee itself. Such an overflow is not followed, or
// work could go round in circles.
const OVERFLOWS_FURTHER = `EXISTS (SELECT 1 FROM "QueueRoutingConfig" oc WHERE oc."id" = (SELECT og."routingConfigurationId" FROM "Group" og WHERE og."id" = c."overflowGroupId") AND (oc."overflowUserId" IS NOT NULL OR oc."overflowGroupId" IS NOT NULL) OFFSET 0)`

// SQL: the overflow user of routing configuration `c` can take work. Who was deactivated is as good as none.
const OVERFLOW_USER_IS_THERE = `EXISTS (SELECT 1 FROM "User" ou WHERE ou."id" = c."overflowUserId" AND ou."isActive" OFFSET 0)`

// SQL: the routing order of pending work, rows p of a page.
const ORDER = ['routingPriority', 'secondaryPriority', 'queuedAt', 'id'].map((column) => `(p."pending")."${column}"`).join(', ')

// With so many members or fewer in the queues that have work, those online are looked for among the members; with more, the
// members among those online.
const FEW_MEMBERS = 500

// "able": members of queues with an overflow who have the skills, or will have them as fewer are asked for.
// Nobody is looked at but members of queues that have work to route: most changes are about one queue of many, and after most
// passes nothing waits. The queues are found by leaping through the index from each to the next, however long they are.
// Per queue the order of the index is then walked and left after a page; the pages of the queues are merged.
const PASS = `
WITH RECURSIVE found AS (
  (SELECT p."queueId" FROM "PendingServiceRouting" p WHERE ${IS_WAITING} ORDER BY p."queueId" LIMIT 1)
  UNION ALL
  SELECT (SELECT p."queueId" FROM "PendingServiceRouting" p WHERE ${IS_WAITING} AND p."queueId" > f."queueId" ORDER BY p."queueId" LIMIT 1) FROM found f WHERE f."queueId" IS NOT NULL
),
waiting AS MATERIALIZED (SELECT g."id" FROM found f CROSS JOIN LATERAL (SELECT * FROM "Group" g WHERE g."id" = f."queueId" AND g."groupType" = 'QUEUE' LIMIT 1) g),
few AS MATERIALIZED (SELECT count(*) <= ${FEW_MEMBERS} AS "isFew" FROM (SELECT 1 FROM waiting w JOIN "GroupClosure" gc ON gc."groupId" = w."id" LIMIT ${FEW_MEMBERS + 1}) m),
membership AS (
  SELECT gc."userId", gc."groupId" FROM waiting w JOIN "GroupClosure" gc ON gc."groupId" = w."id" WHERE (SELECT "isFew" FROM few)
  UNION ALL
  SELECT p."userId", gc."groupId" FROM "AgentPresence" p CROSS JOIN LATERAL (SELECT * FROM "GroupClosure" gc WHERE gc."userId" = p."userId" OFFSET 0) gc
  WHERE p."statusId" IS NOT NULL AND NOT (SELECT "isFew" FROM few) AND (gc."groupId" IN (SELECT w."id" FROM waiting w)) IS TRUE
),
agents AS MATERIALIZED (
  SELECT ${onlineAgent('m."queueIds"')}
  FROM (SELECT "userId", array_agg("groupId" ORDER BY "groupId") AS "queueIds" FROM membership GROUP BY "userId") m
  CROSS JOIN LATERAL (SELECT * FROM "AgentPresence" p WHERE p."userId" = m."userId" LIMIT 1) p ${BESIDE_PRESENCE}
),
members AS MATERIALIZED (SELECT (a."presence")."userId", q."queueId", a."room", a."capacity", a."skills", NOT a."isBusy" AS "isFree" FROM agents a CROSS JOIN LATERAL unnest(a."queueIds") q("queueId")),
overflows AS (SELECT c."id", c."capacityWeight", c."capacityPercentage", c."skills", c."dropSkillsAfterSeconds", CASE WHEN ${OVERFLOW_USER_IS_THERE} THEN c."overflowUserId" END AS "overflowUserId", CASE WHEN ${OVERFLOWS_FURTHER} THEN NULL ELSE c."overflowGroupId" END AS "overflowGroupId" FROM "QueueRoutingConfig" c),
queues AS MATERIALIZED (
  SELECT g."id", c."overflowUserId", c."overflowGroupId", (c."overflowUserId" IS NOT NULL OR c."overflowGroupId" IS NOT NULL) AS "hasOverflow", m."room", m."percent", c."skills", c."dropSkillsAfterSeconds"
  FROM waiting w JOIN "Group" g ON g."id" = w."id"
  LEFT JOIN overflows c ON c."id" = g."routingConfigurationId"
  LEFT JOIN (SELECT "queueId", max("room") AS "room", max(CASE WHEN "capacity" > 0 THEN "room" / "capacity" * 100 ELSE 100 END) AS "percent" FROM members WHERE "isFree" GROUP BY "queueId") m ON m."queueId" = g."id"
  WHERE ($1 = 'ALL' OR ${fitsRoom('c', 'm')} OR c."overflowUserId" IS NOT NULL OR c."overflowGroupId" IS NOT NULL)
),
able AS MATERIALIZED (
  SELECT m."queueId", m."userId", m."capacity" FROM queues q JOIN members m ON m."queueId" = q."id"
  WHERE q."hasOverflow" AND (q."dropSkillsAfterSeconds" IS NOT NULL OR NOT EXISTS (SELECT 1 FROM unnest(q."skills") s("skill")
    WHERE NOT EXISTS (SELECT 1 FROM unnest(m."skills") h("skill") WHERE ${skillName('h."skill"')} = ${skillName('s."skill"')} AND ${skillLevel('h."skill"')} >= ${skillLevel('s."skill"')})))
),
page AS (
  SELECT p."pending", q."overflowUserId", q."overflowGroupId"
  FROM queues q CROSS JOIN LATERAL (
    SELECT p AS "pending" FROM "PendingServiceRouting" p
    WHERE p."queueId" = q."id" AND ${IS_WAITING}
      AND ($2::int IS NULL OR (p."routingPriority" >= $2 AND (p."routingPriority", COALESCE(p."secondaryPriority", 2147483647), p."queuedAt", p."id") > ($2::int, COALESCE($3::int, 2147483647), $4::timestamptz, $5::text)))
      AND ($1 = 'ALL'
        OR ${fitsRoom('p', 'q')}
        OR (q."hasOverflow" AND NOT EXISTS (SELECT 1 FROM able m WHERE m."queueId" = q."id" AND m."userId" <> ALL (p."declinedBy") AND ${couldHold('p', 'm')})))
    ORDER BY p."routingPriority", p."secondaryPriority", p."queuedAt", p."id" LIMIT $6
  ) p
  ORDER BY ${ORDER} LIMIT $6
)
SELECT
  COALESCE((SELECT json_agg(row_to_json(a)) FROM agents a WHERE a."queueIds" && ARRAY(SELECT (p."pending")."queueId" FROM page p)), '[]') AS "agents",
  COALESCE((SELECT json_agg(json_build_object('pending', p."pending", 'workItem', w, 'overflow', CASE
      WHEN p."overflowUserId" IS NOT NULL THEN (SELECT json_build_object('kind', 'user', 'name', u."username") FROM "User" u WHERE u."id" = p."overflowUserId")
      WHEN p."overflowGroupId" IS NOT NULL THEN (SELECT json_build_object('kind', CASE WHEN g."groupType" = 'QUEUE' THEN 'queue' ELSE 'group' END, 'name', g."apiName") FROM "Group" g WHERE g."id" = p."overflowGroupId") END)
    ORDER BY ${ORDER}) FROM page p JOIN "WorkItem" w ON w."id" = (p."pending")."workItemId"), '[]') AS "pending",
  (SELECT count(*) FROM page)::int AS "found"`

/** Loads one page of a pass. `isFull`: there may be more after it. */
export async function loadPass(pool: pg.Pool, page: PassPage): Promise<{ agents: OnlineAgent[]; pending: RoutablePending[]; isFull: boolean }> {
  const { scope, after, limit } = page
  const { rows } = await pool.query<{ agents: OnlineAgent[]; pending: RoutablePending[]; found: number }>({
    name: 'routing_pass', text: PASS,
    values: [scope, after?.routingPriority ?? null, after?.secondaryPriority ?? null, after?.queuedAt ?? null, after?.id ?? null, limit],
  })
  const { agents, pending, found } = rows[0]!
  return {
    agents: agents.map(revivedAgent),
    pending: pending.map((row) => ({ ...row, pending: revived(row.pending), workItem: revived(row.workItem) })),
    isFull: found === limit,
  }
}

/** Pending work as supervisors ask about it: to whom it is offered, and whether its queue overflows. */
export type PendingToExplain = { pending: PendingServiceRouting; offer: { assignedAt: Date; pushTimeoutAt: Date | null } | null; hasOverflow: boolean }

const EXPLAINED = `
SELECT
  COALESCE((SELECT json_agg(json_build_object('pending', to_json(p), 'hasOverflow', COALESCE(${OVERFLOW_USER_IS_THERE} OR (c."overflowGroupId" IS NOT NULL AND NOT ${OVERFLOWS_FURTHER}), FALSE),
      'offer', (SELECT json_build_object('assignedAt', a."assignedAt", 'pushTimeoutAt', a."pushTimeoutAt") FROM "AgentWork" a WHERE a."id" = p."offeredAgentWorkId")))
    FROM "PendingServiceRouting" p JOIN "Group" g ON g."id" = p."queueId" LEFT JOIN "QueueRoutingConfig" c ON c."id" = g."routingConfigurationId" WHERE p."id" = ANY($1)), '[]') AS "pending",
  COALESCE((SELECT json_agg(to_json(o)) FROM (
    SELECT ${onlineAgent(`ARRAY(SELECT gc."groupId" FROM "GroupClosure" gc WHERE gc."userId" = p."userId" AND EXISTS (SELECT 1 FROM "Group" g WHERE g."id" = gc."groupId" AND g."groupType" = 'QUEUE' OFFSET 0) ORDER BY 1)`)}
    FROM "AgentPresence" p ${BESIDE_PRESENCE}
    WHERE p."statusId" IS NOT NULL AND EXISTS (
      SELECT 1 FROM "PendingServiceRouting" w LEFT JOIN "GroupClosure" m ON m."groupId" = w."queueId" AND m."userId" = p."userId"
      WHERE w."id" = ANY($1) AND (m."userId" IS NOT NULL OR w."offeredToId" = p."userId"))) o), '[]') AS "agents"`

/** Pending work by id, and everybody online who could take it: what reasons are made of (O8). */
export async function loadPendingToExplain(pool: pg.Pool, ids: readonly string[]): Promise<{ pending: PendingToExplain[]; agents: OnlineAgent[] }> {
  const { rows } = await pool.query<{ pending: PendingToExplain[]; agents: OnlineAgent[] }>({ name: 'explain_pending', text: EXPLAINED, values: [ids] })
  const { pending, agents } = rows[0]!
  return { pending: pending.map((row) => ({ ...row, pending: revived(row.pending), offer: revivedOrNull(row.offer) })), agents: agents.map(revivedAgent) }
}

function revivedAgent(agent: OnlineAgent): OnlineAgent {
  return { ...agent, presence: revived(agent.presence) }
}
