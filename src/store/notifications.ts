// Mails about work as rows: what writing them needs to know, in one query, and the writes of a command that makes them.
// Who gets what with which link is decided in core/notifications.
import type pg from 'pg'
import type { NotificationTemplate } from '../core/definition.ts'
import type { Json } from '../core/json.ts'
import type { LinkRecord } from '../core/links.ts'
import { hasRecipients, type Audience, type GroupAudience, type PersonAudience } from '../core/notifications/audience.ts'
import { mailFate, notificationFor, type MailSettings, type Notification } from '../core/notifications/notification.ts'
import type { NotificationReason } from '../core/notifications/texts.ts'
import type { WorkItem } from '../core/run.ts'
import { coalescedPerPool, distinct } from './coalesce.ts'
import { commit, type Job, type Write } from './commit.ts'

/** Whose audiences and which records are wanted. Ids may repeat. */
export type MailNeeds = { userIds: readonly string[]; groupIds: readonly string[]; recordIds: readonly string[] }

/**
 * What mails are decided on. Each id asked for is a key; null: there is no such row. `firstPages`: of each group how many mails
 * its first page has, and the last member of that page, where it has more members than MAILS_WRITTEN_AT_ONCE.
 */
export type MailFacts = {
  settings: MailSettings
  audiences: ReadonlyMap<string, Audience | null>
  firstPages: ReadonlyMap<string, { size: number; end: string | null }>
  records: ReadonlyMap<string, (LinkRecord & { name: string | null }) | null>
}

/** One assignment to be told of. `actorName`: who reassigned it, else null. `read` answers the template's merge fields. */
export type AssignmentMail = {
  workItem: Pick<WorkItem, 'id' | 'label' | 'description' | 'assignee' | 'assignment' | 'recordId' | 'dueAt'>
  reason: NotificationReason; template: NotificationTemplate | null; actorName: string | null; read(resource: string): Json; now: Date
}

/** What mails are about that belong together. */
export type AssignmentKey = { workItemId: string; assignment: number; reason: NotificationReason }

/** A mail about one pause of an interview: `assignment` is the version of it that was paused. */
export type PauseKey = { interviewGuid: string; assignment: number; reason: 'PAUSED' }

/** Loads all that the mails of one command need, in one query. */
export async function loadMailFacts(db: pg.Pool | pg.ClientBase, needs: MailNeeds): Promise<MailFacts> {
  const { settings, people, groups, records } = await findMailFacts(db, needs)
  const audiences = new Map<string, Audience | null>([...needs.userIds, ...needs.groupIds].map((id) => [id, null]))
  for (const audience of [...people, ...groups]) audiences.set(audience.id, audience)
  const known = new Map<string, (LinkRecord & { name: string | null }) | null>(needs.recordIds.map((id) => [id, null]))
  for (const record of records) known.set(record.recordId, record)
  const firstPages = new Map(groups.map(({ id, members, firstPageEnd: end }) => [id, { size: Math.min(members, MAILS_WRITTEN_AT_ONCE), end }]))
  return { settings, audiences, firstPages, records: known }
}

type FoundMailFacts = { settings: MailSettings; people: PersonAudience[]; groups: (GroupAudience & { members: number; firstPageEnd: string | null })[]; records: (LinkRecord & { name: string | null })[] }

const findMailFacts = coalescedPerPool(async (db, asks: readonly MailNeeds[]) => {
  const values = [asks.map((ask) => ask.userIds), asks.map((ask) => ask.groupIds), asks.map((ask) => ask.recordIds)].map(distinct)
  const { rows } = await db.query<FoundMailFacts>({ name: 'mail_facts', text: MAIL_FACTS, values })
  return rows[0]!
})

/** What telling of an assignment writes; `left`: to how many members of groups the same command may still write. */
export type NotificationChanges = { writes: Write[]; jobs: Job[]; left: number }

/**
 * The mails of one assignment, one row per person; they are handed over once all is committed (rules N1 to N4). Of a large
 * group these are the mails of its first page, and a job writes the others; a group whose first page is more than `room` is
 * left to the job wholly. A command must not take longer, nor hold up everybody's events, for the size of groups. Nothing where
 * nobody gets mail. Said twice, it writes once: rows and job are keyed by assignment, reason and person.
 * Throws where the assignee was not asked for in `facts`: a bug of the caller.
 */
export function notificationChanges(facts: MailFacts, mail: AssignmentMail, room: number = MAILS_WRITTEN_AT_ONCE): NotificationChanges {
  const { workItem, reason, now } = mail
  const audience = facts.audiences.get(workItem.assignee.id)
  if (audience === undefined) throw new Error(`the audience of ${workItem.assignee.kind} ${workItem.assignee.id} was not loaded`)
  if (audience === null || !hasRecipients(audience)) return { writes: [], jobs: [], left: room }
  const record = workItem.recordId === null ? null : facts.records.get(workItem.recordId) ?? { recordId: workItem.recordId, objectApiName: null, name: null }
  const notification = notificationFor({
    audience, reason, work: { label: workItem.label, description: workItem.description, dueAt: workItem.dueAt, record },
    template: mail.template, actorName: mail.actorName, orgBaseUrl: facts.settings.orgBaseUrl, read: mail.read,
  })
  const key: AssignmentKey = { workItemId: workItem.id, assignment: workItem.assignment, reason }
  if (audience.kind === 'person') return { writes: [personWrite(audience, key, notification, facts.settings, now)], jobs: [], left: room }
  const mails = groupMails(audience, key, notification, facts.settings, now)
  const { size, end } = facts.firstPages.get(audience.id)!
  if (size > room) return { writes: [], jobs: [writeMailsJob({ ...mails, after: BEFORE_ALL })], left: room }
  return { writes: [groupWrite({ ...mails, after: BEFORE_ALL, upTo: end })], jobs: end === null ? [] : [writeMailsJob({ ...mails, after: end })], left: room - size }
}

// Every id comes after it.
const BEFORE_ALL = ''

/** Most mails to members of groups that are written at once: by a command, whatever it tells of, and by each job. */
export const MAILS_WRITTEN_AT_ONCE = 500

/** The job that writes the mails of a large group's next page; its payload is GroupMails. */
export const WRITE_MAILS = 'write-mails'

/** The mails of one assignment to the members of a group that come after `after`, the id of a user. */
export type GroupMails = ReturnType<typeof groupMails> & { after: string }

/** Writes the mails to the next members, and leaves the others to another job. Whoever joins meanwhile may get one, too. Safe to run twice: each person's is written once. */
export async function writeMails(pool: pg.Pool, mails: GroupMails): Promise<void> {
  const { rows } = await pool.query<{ upTo: string | null }>({ name: 'mail_page_end', text: `SELECT ${pageEndSql('$1', '$2')} AS "upTo"`, values: [mails.groupId, mails.after] })
  const { upTo } = rows[0]!
  await commit(pool, { writes: [groupWrite({ ...mails, upTo })], events: [], jobs: upTo === null ? [] : [writeMailsJob({ ...mails, after: upTo })] })
}

function writeMailsJob(mails: GroupMails): Job {
  return { task: WRITE_MAILS, payload: mails, key: `${WRITE_MAILS}:${mails.workItemId}:${mails.assignment}:${mails.reason}`, isBulk: true }
}

// Ids say what they are about, so that a mail written twice is one mail, with one Message-ID.
function idPrefix(key: AssignmentKey): string {
  return `${key.workItemId}.${key.reason.toLowerCase()}${key.assignment}.`
}

function personWrite(person: PersonAudience, key: AssignmentKey, { kind, content }: Notification, settings: MailSettings, now: Date): Write {
  const { subject, text, html, linkUrl, linkValid } = content[person.userType === 'SITE_VISITOR' ? 'SITE_VISITOR' : 'INTERNAL']
  const row = {
    id: `${idPrefix(key)}${person.id}`, ...key, recipientId: person.id, kind, ...mailFate(settings, person.emailVerified),
    subject, body: text, html, linkUrl, linkValid, createdDate: now,
  }
  return { kind: 'insert', table: 'EmailNotification', rows: [row], ifAbsent: true }
}

function groupMails(group: GroupAudience, key: AssignmentKey, { kind, content }: Notification, settings: MailSettings, now: Date) {
  const { INTERNAL: internal, SITE_VISITOR: visitor } = content
  return {
    ...key, groupId: group.id, idPrefix: idPrefix(key), kind, createdDate: now.toISOString(), subject: internal.subject, linkUrl: internal.linkUrl,
    internalText: internal.text, internalHtml: internal.html, internalLinkValid: internal.linkValid,
    visitorText: visitor.text, visitorHtml: visitor.html, visitorLinkValid: visitor.linkValid,
    verified: mailFate(settings, true), unverified: mailFate(settings, false),
  }
}

// `upTo` is the last member who gets one; null: there is no last.
function groupWrite(mails: GroupMails & { upTo: string | null }): Write {
  return mails.upTo === null
    ? { kind: 'statement', name: 'EmailNotification', text: (argument) => groupSql(argument, ''), rows: [mails] }
    : { kind: 'statement', name: 'EmailNotification of a page', text: (argument) => groupSql(argument, 'AND gc."userId" <= a."upTo"'), rows: [mails] }
}

// A member who can get mail, looked up by id: groups of eight and of a hundred thousand share one plan, which must not read
// all users for the small ones (OFFSET keeps the planner from doing so).
const MEMBER = `CROSS JOIN LATERAL (SELECT * FROM "User" x WHERE x."id" = gc."userId" AND x."isActive" AND x."userType" <> 'AUTOMATED_PROCESS' OFFSET 0) u`

// The last member of the page that comes after a member; null where that page is the last one.
const pageEndSql = (groupId: string, after: string) => `(SELECT x."userId" FROM (
    SELECT gc."userId" FROM "GroupClosure" gc WHERE gc."groupId" = ${groupId} AND gc."userId" > ${after} ORDER BY gc."userId" OFFSET ${MAILS_WRITTEN_AT_ONCE - 1} LIMIT 1
  ) x WHERE EXISTS (SELECT 1 FROM "GroupClosure" y WHERE y."groupId" = ${groupId} AND y."userId" > x."userId"))`

// One row per member, made where the members are.
const groupSql = (argument: string, bound: string) => `INSERT INTO "EmailNotification" ("id", "workItemId", "assignment", "reason", "recipientId", "kind", "status", "failure",
    "subject", "body", "html", "linkUrl", "linkValid", "createdDate")
  SELECT a."idPrefix" || u."id", a."workItemId", a."assignment", a."reason", u."id", a."kind"::"EmailKind", f."status"::"EmailStatus", f."failure",
    a."subject", CASE WHEN v."is" THEN a."visitorText" ELSE a."internalText" END, CASE WHEN v."is" THEN a."visitorHtml" ELSE a."internalHtml" END,
    a."linkUrl", CASE WHEN v."is" THEN a."visitorLinkValid" ELSE a."internalLinkValid" END, a."createdDate"
  FROM jsonb_to_recordset(${argument}) AS a("groupId" text, "idPrefix" text, "workItemId" text, "assignment" int, "reason" text, "kind" text, "subject" text, "linkUrl" text,
    "internalText" text, "internalHtml" text, "internalLinkValid" boolean, "visitorText" text, "visitorHtml" text, "visitorLinkValid" boolean,
    "createdDate" timestamptz, "verified" jsonb, "unverified" jsonb, "after" text, "upTo" text)
  JOIN "GroupClosure" gc ON gc."groupId" = a."groupId" AND gc."userId" > a."after" ${bound}
  ${MEMBER}
  CROSS JOIN LATERAL (SELECT u."userType" = 'SITE_VISITOR' AS "is") v
  CROSS JOIN LATERAL jsonb_to_record(CASE WHEN u."emailVerified" THEN a."verified" ELSE a."unverified" END) AS f("status" text, "failure" text)
  ON CONFLICT DO NOTHING RETURNING 1`

const SITE = `json_build_object('id', s."id", 'baseUrl', s."baseUrl", 'isLive', s."isLive", 'recordPages', coalesce(s."recordPages", '{}'), 'createdDate', s."createdDate")`

// Common sites are only looked for where all members are visitors: each member's memberships of live sites are counted once.
const MAIL_FACTS = `
WITH mix AS (
  SELECT gc."groupId", count(*) FILTER (WHERE u."userType" = 'INTERNAL') AS internal, count(*) FILTER (WHERE u."userType" = 'SITE_VISITOR') AS visitors
  FROM "GroupClosure" gc ${MEMBER}
  WHERE gc."groupId" = ANY($2::text[]) GROUP BY gc."groupId"
), common AS (
  SELECT gc."groupId", ${SITE} AS site
  FROM mix m JOIN "GroupClosure" gc ON gc."groupId" = m."groupId"
  ${MEMBER}
  CROSS JOIN LATERAL (SELECT * FROM "UserSite" x WHERE x."userId" = u."id" OFFSET 0) us JOIN "Site" s ON s."id" = us."siteId" AND s."isLive"
  WHERE m.internal = 0
  GROUP BY gc."groupId", s."id" HAVING count(*) = (SELECT m2.visitors FROM mix m2 WHERE m2."groupId" = gc."groupId")
)
SELECT
  (SELECT json_build_object('stopSendingWorkItemEmails', "stopSendingWorkItemEmails", 'orgBaseUrl', "orgBaseUrl", 'emailFrom', "emailFrom", 'verifiedEmailDomains', coalesce("verifiedEmailDomains", '{}'))
    FROM "ProcessAutomationSettings" WHERE "id" = 1) AS settings,
  (SELECT coalesce(json_agg(json_build_object('kind', 'person', 'id', u."id", 'name', u."name", 'userType', u."userType", 'isActive', u."isActive", 'emailVerified', u."emailVerified",
      'sites', CASE WHEN u."userType" = 'SITE_VISITOR' THEN (SELECT coalesce(json_agg(${SITE}), '[]') FROM "UserSite" us JOIN "Site" s ON s."id" = us."siteId" WHERE us."userId" = u."id") ELSE '[]' END)), '[]')
    FROM "User" u WHERE u."id" = ANY($1::text[])) AS people,
  (SELECT coalesce(json_agg(json_build_object('kind', 'group', 'id', g."id", 'label', g."label", 'isQueue', g."groupType" = 'QUEUE',
      'members', coalesce(m.internal + m.visitors, 0), 'firstPageEnd', ${pageEndSql('g."id"', "''")}, 'hasInternal', coalesce(m.internal, 0) > 0, 'hasVisitors', coalesce(m.visitors, 0) > 0,
      'commonSites', (SELECT coalesce(json_agg(c.site), '[]') FROM common c WHERE c."groupId" = g."id"))), '[]')
    FROM "Group" g LEFT JOIN mix m ON m."groupId" = g."id" WHERE g."id" = ANY($2::text[])) AS groups,
  (SELECT coalesce(json_agg(json_build_object('recordId', r."recordId", 'objectApiName', r."objectApiName", 'name', r."name")), '[]')
    FROM "Record" r WHERE r."recordId" = ANY($3::text[])) AS records`
