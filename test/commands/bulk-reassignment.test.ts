// Many items given to a large group at once: the command writes a page of mails and no more, and jobs the others.
import { Logger, runOnce } from 'graphile-worker'
import { beforeAll, expect, test } from 'vitest'
import { startOrchestration } from '../../src/commands/run/start-orchestration.ts'
import { reassignWorkItem, reassignWorkItems } from '../../src/commands/work-item/reassign-work-item.ts'
import { writeMailsTask } from '../../src/jobs/tasks/write-mails.ts'
import { MAILS_WRITTEN_AT_ONCE, WRITE_MAILS } from '../../src/store/notifications.ts'
import { commandWorld, type CommandWorld } from '../support/command-world.ts'
import { useDatabase } from '../support/database.ts'
import { addGroup, setMailSettings } from '../support/mail-org.ts'
import { ask, stage } from '../support/orchestrations.ts'

const db = useDatabase()
// Two such groups fit into a page, a third doesn't.
const MEMBERS = MAILS_WRITTEN_AT_ONCE * 0.4
const PEOPLE = Array.from({ length: MEMBERS }, (_, at) => `p${String(at).padStart(3, '0')}`)
let world: CommandWorld
beforeAll(async () => {
  world = await commandWorld(db)
  await setMailSettings(db.pool)
  await db.pool.query(`INSERT INTO "User" ("id", "username", "name", "email", "userType", "isActive", "emailVerified") SELECT i, i, i, i || '@example.com', 'INTERNAL', true, true FROM unnest($1::text[]) i`, [PEOPLE])
  await addGroup(db.pool, 'many', PEOPLE, 'REGULAR')
  await addGroup(db.pool, 'few', PEOPLE.slice(0, 3), 'REGULAR')
  await world.deploy('Ask', [stage('First', [ask('One', { assignee: { user: 'ada' } })])])
})

const items = async (count: number) => {
  const runs = await Promise.all(Array.from({ length: count }, () => startOrchestration(world.shell, world.admin, { apiName: 'Ask' })))
  return runs.map(({ runId }) => `${runId}.w1`)
}
const written = async (workItemIds: readonly string[]) => {
  const mails = await db.prisma.emailNotification.groupBy({ by: ['workItemId'], where: { workItemId: { in: [...workItemIds] }, assignment: 2 }, _count: true })
  return workItemIds.map((id) => mails.find(({ workItemId }) => workItemId === id)?._count ?? 0)
}
const work = () => runOnce({ pgPool: db.pool, taskList: { [WRITE_MAILS]: writeMailsTask(db.pool) }, noHandleSignals: true, logger: new Logger(() => () => {}) })

// rules W10, N1
test('each member gets one mail of each item, whether the command or a job has written it', async () => {
  const given = await items(5)
  expect((await reassignWorkItems(world.shell, world.admin, given, { group: 'many' })).map(({ error }) => error)).toEqual(given.map(() => null))
  expect(await written(given)).toEqual([MEMBERS, MEMBERS, 0, 0, 0])
  await work()
  expect(await written(given)).toEqual(given.map(() => MEMBERS))
  const [first, last] = await Promise.all([given[0]!, given[4]!].map((workItemId) => db.prisma.emailNotification.findMany({ where: { workItemId, assignment: 2 }, orderBy: { id: 'asc' } })))
  const ofItem = (mails: typeof first, id: string) => mails!.map(({ id: mail, workItemId, nextAttemptAt, ...rest }) => ({ ...rest, mail: mail.replace(id, '') }))
  expect(ofItem(last, given[4]!)).toEqual(ofItem(first, given[0]!))
})

// rule N1
test('one item, and several to a small group, are told of by the command', async () => {
  const [one, ...some] = await items(5)
  await reassignWorkItem(world.shell, world.admin, one!, { group: 'many' })
  await reassignWorkItems(world.shell, world.admin, some, { group: 'few' })
  expect([await written([one!]), await written(some)]).toEqual([[MEMBERS], some.map(() => 3)])
})
