// A pass leaves out what it takes for hopeless, so that a long backlog costs nothing (rule O7: nobody waits for the next look at all
// of it). What it leaves out must be nothing that the core would do anything about: held against passes over everything.
import fc from 'fast-check'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { agentOf, pendingWorkOf } from '../../../src/commands/routing/route-pending-work.ts'
import { route } from '../../../src/core/routing/route.ts'
import { loadPass, type PassPage } from '../../../src/store/routing-pass.ts'
import { useDatabase } from '../../support/database.ts'

const db = useDatabase()
const NOW = new Date('2026-03-01T09:00:00.000Z')
const before = (seconds: number) => new Date(NOW.getTime() - seconds * 1_000)

beforeAll(async () => {
  await db.pool.query(`INSERT INTO "ServicePresenceStatus" ("id", "apiName", "label", "isBusy") VALUES ('free', 'Free', 'Free', false), ('busy', 'Busy', 'Busy', true)`)
  await db.prisma.user.create({ data: { id: 'overflow', username: 'overflow', name: 'o', email: 'o@localhost', permissions: [], skills: [], presenceStatuses: [] } })
})
beforeEach(() => db.pool.query('TRUNCATE "PendingServiceRouting", "WorkItem", "AgentPresence"'))

const agent = fc.record({
  capacity: fc.constantFrom(0, 0.5, 1, 2, 5), workload: fc.constantFrom(0, 0.5, 1, 3), isBusy: fc.boolean(), queues: fc.subarray(['q0', 'q1']),
  skills: fc.subarray(['one', 'two:2', 'two : 5']), isNew: fc.boolean(),
})
const queue = fc.record({
  cost: fc.constantFrom({}, { capacityWeight: 0 }, { capacityWeight: 1 }, { capacityWeight: 3 }, { capacityPercentage: 0 }, { capacityPercentage: 30 }, { capacityPercentage: 100 }),
  skills: fc.constantFrom([], [], ['one'], ['two:3'], ['one', 'two']), dropSkillsAfterSeconds: fc.constantFrom(null, null, 0, 60), overflowUserId: fc.constantFrom(null, 'overflow'),
})
const work = fc.record({ queue: fc.nat(1), waited: fc.constantFrom(1, 90, 500), declinedBy: fc.subarray(['a0', 'a1', 'a2']), priority: fc.nat(2) })

type Made<Of> = Of extends fc.Arbitrary<infer Value> ? Value : never
type World = { agents: Made<typeof agent>[]; queues: Made<typeof queue>[]; works: Made<typeof work>[] }

async function make({ agents, queues, works }: World): Promise<void> {
  await db.pool.query(`TRUNCATE "PendingServiceRouting", "WorkItem", "AgentPresence", "GroupClosure"; DELETE FROM "Group"; DELETE FROM "QueueRoutingConfig"; DELETE FROM "User" WHERE "id" LIKE 'a_'; DELETE FROM "PresenceUserConfig" WHERE "id" <> 'default'`)
  const configurations = queues.map(({ cost, ...rest }, at) => ({ id: `c${at}`, apiName: `C${at}`, capacityWeight: null, capacityPercentage: null, ...cost, ...rest, skills: [...rest.skills] }))
  await db.prisma.queueRoutingConfig.createMany({ data: configurations })
  await db.prisma.group.createMany({ data: queues.map((_, at) => ({ id: `q${at}`, apiName: `Q${at}`, label: 'Q', groupType: 'QUEUE', supportedObjects: ['OrchestrationWorkItem'], routingConfigurationId: `c${at}` })) })
  await db.prisma.presenceUserConfig.createMany({ data: agents.map(({ capacity }, at) => ({ id: `p${at}`, apiName: `P${at}`, capacity })) })
  await db.prisma.user.createMany({ data: agents.map(({ skills }, at) => ({ id: `a${at}`, username: `a${at}`, name: 'a', email: `a${at}@localhost`, permissions: [], skills, presenceStatuses: [], presenceUserConfigId: `p${at}` })) })
  await db.prisma.groupClosure.createMany({ data: agents.flatMap(({ queues: own }, at) => own.map((groupId) => ({ groupId, userId: `a${at}` }))) })
  await db.prisma.agentPresence.createMany({ data: agents.map(({ workload, isBusy, isNew }, at) => ({ userId: `a${at}`, statusId: isBusy ? 'busy' : 'free', since: before(isNew ? 10 : 400), onlineSince: before(isNew ? 10 : 400), workload })) })
  await db.prisma.workItem.createMany({ data: works.map(({ queue: of }, at) => ({
    id: `w${at}`, runId: 'r', stageId: 's', stepId: 't', orchestrationId: 'o', label: 'W', status: 'ASSIGNED', isActionable: true, assigneeGroupId: `q${of}`, ownerGroupId: `q${of}`, flowId: 'f', flowVersionId: 'v', inputs: {}, assignment: 1, createdDate: NOW, assignedAt: NOW,
  })) })
  await db.prisma.pendingServiceRouting.createMany({ data: works.map(({ queue: of, waited, declinedBy, priority }, at) => {
    const { capacityWeight, capacityPercentage, skills, dropSkillsAfterSeconds } = configurations[of]!
    return { id: `m${at}`, workItemId: `w${at}`, queueId: `q${of}`, routingModel: 'LEAST_ACTIVE' as const, routingPriority: priority, capacityWeight, capacityPercentage, skills, dropSkillsAfterSeconds, pushTimeoutSeconds: 0, queuedAt: before(waited), declinedBy, lastDeclinedAt: declinedBy.length === 0 ? null : before(20) }
  }) })
}

async function decided(scope: PassPage['scope']) {
  const { agents, pending } = await loadPass(db.pool, { scope, after: null, limit: 100 })
  const { offers, overflowing } = route(pending.map((row) => pendingWorkOf(row.pending, row.overflow !== null)), agents.map(agentOf), NOW.toISOString())
  return { offers: offers.map(({ pendingId, agentId, units }) => ({ pendingId, agentId, units })), overflowing }
}

// rules O1, O3
it('decides all that a pass over everything decides', async () => {
  const world = fc.record({ agents: fc.array(agent, { minLength: 1, maxLength: 3 }), queues: fc.tuple(queue, queue), works: fc.array(work, { minLength: 1, maxLength: 5 }) })
  let did = 0
  await fc.assert(fc.asyncProperty(world, async (one) => {
    await make(one)
    const all = await decided('ALL')
    expect(await decided('LIKELY')).toEqual(all)
    did += all.offers.length + all.overflowing.length
  }), { numRuns: 200 })
  expect(did).toBeGreaterThan(100)
}, 120_000)
