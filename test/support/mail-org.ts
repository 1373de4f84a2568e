// People, sites and groups for tests of mail: rows as they stand after their commands.
import type pg from 'pg'
import type { UserType } from '../../src/core/viewer.ts'
import { commit } from '../../src/store/commit.ts'
import { loadMailFacts, notificationChanges } from '../../src/store/notifications.ts'

/** Adds a person whose name, username and id are one; everybody is active and verified unless told otherwise. */
export async function addPerson(pool: pg.Pool, id: string, more: { userType?: UserType; isActive?: boolean; emailVerified?: boolean; sites?: string[] } = {}): Promise<string> {
  await pool.query('INSERT INTO "User" ("id", "username", "name", "email", "userType", "isActive", "emailVerified") VALUES ($1, $1, $1, $2, $3, $4, $5)',
    [id, `${id}@example.com`, more.userType ?? 'INTERNAL', more.isActive ?? true, more.emailVerified ?? true])
  for (const site of more.sites ?? []) await pool.query('INSERT INTO "UserSite" ("userId", "siteId") VALUES ($1, $2)', [id, site])
  return id
}

/** Adds a site created in that year; its pages are under https://<id>.example.com. */
export async function addSite(pool: pg.Pool, id: string, year: number, more: { isLive?: boolean; recordPages?: string[] } = {}): Promise<string> {
  await pool.query('INSERT INTO "Site" ("id", "apiName", "label", "baseUrl", "isLive", "recordPages", "createdDate") VALUES ($1, $1, $1, $2, $3, $4, $5)',
    [id, `https://${id}.example.com`, more.isLive ?? true, more.recordPages ?? [], `${year}-01-01T00:00:00Z`])
  return id
}

/** Adds a group whose label, API name and id are one, with everybody who is in it, however deep. */
export async function addGroup(pool: pg.Pool, id: string, members: readonly string[], groupType: 'REGULAR' | 'QUEUE' = 'QUEUE'): Promise<string> {
  await pool.query('INSERT INTO "Group" ("id", "apiName", "label", "groupType") VALUES ($1, $1, $1, $2)', [id, groupType])
  await pool.query('INSERT INTO "GroupClosure" ("userId", "groupId") SELECT m, $1 FROM unnest($2::text[]) m', [id, members])
  return id
}

/** Sets the org's switches; by default mail may go out from work@example.com. */
export async function setMailSettings(pool: pg.Pool, more: { stop?: boolean; from?: string; domains?: string[] } = {}): Promise<void> {
  await pool.query('UPDATE "ProcessAutomationSettings" SET "stopSendingWorkItemEmails" = $1, "emailFrom" = $2, "verifiedEmailDomains" = $3, "orgBaseUrl" = \'https://org.example.com\'',
    [more.stop ?? false, more.from ?? 'Work <work@example.com>', more.domains ?? ['example.com']])
}

/** Writes the mails about a first assignment of the work item `id`, without the run that it would be of. */
export async function assignByMail(db: pg.Pool | pg.ClientBase, id: string, assignee: { user: string } | { queue: string }, now = new Date()): Promise<void> {
  const [kind, who] = 'user' in assignee ? ['user' as const, assignee.user] : ['queue' as const, assignee.queue]
  const facts = await loadMailFacts(db, { userIds: kind === 'user' ? [who] : [], groupIds: kind === 'queue' ? [who] : [], recordIds: [] })
  const workItem = { id, label: 'Check', description: null, assignee: { kind, id: who, name: who }, assignment: 1, recordId: null, dueAt: null }
  await commit(db, { ...notificationChanges(facts, { workItem, reason: 'ASSIGNED', template: null, actorName: null, read: () => null, now }), events: [] })
}
