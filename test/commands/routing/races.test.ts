import { describe, expect, it } from 'vitest'
import { saveGroup } from '../../../src/commands/group/save-group.ts'
import { acceptAgentWork } from '../../../src/commands/routing/accept-agent-work.ts'
import { closeAgentWork } from '../../../src/commands/routing/close-agent-work.ts'
import { declineAgentWork, expireOffer } from '../../../src/commands/routing/decline-agent-work.ts'
import { routePendingWork } from '../../../src/commands/routing/route-pending-work.ts'
import { setPresence } from '../../../src/commands/routing/set-presence.ts'
import { saveUser } from '../../../src/commands/user/save-user.ts'
import type { Viewer } from '../../../src/core/viewer.ts'
import { sumOfWork } from '../../../src/core/routing/capacity.ts'
import { AgentWorkNotPendingError, PromisedError } from '../../../src/errors.ts'
import { useDatabase } from '../../support/database.ts'
import { holdCommit } from '../../support/held-commits.ts'
import { routingWorld } from '../../support/routing-world.ts'

const db = useDatabase({ max: 20 })
const world = routingWorld(db)

/** Throws unless everything about agent work is as it must be at every moment (rules O2, O5). */
async function requireInvariants(): Promise<void> {
  const { pool } = world.shell
  const { rows: agents } = await pool.query<{ userId: string; workload: number; capacity: number; weights: number[] }>(`SELECT p."userId", p."workload", c."capacity",
    ARRAY(SELECT a."capacityWeight" FROM "AgentWork" a WHERE a."agentId" = p."userId" AND a."status" IN ('ASSIGNED', 'OPENED')) AS "weights"
    FROM "AgentPresence" p JOIN "User" u ON u."id" = p."userId" JOIN "PresenceUserConfig" c ON c."id" = u."presenceUserConfigId"`)
  for (const { workload, capacity, weights } of agents) {
    expect(workload).toBe(sumOfWork(weights))
    expect(workload).toBeLessThanOrEqual(capacity)
  }
  const { rows: wrong } = await pool.query(`SELECT w."id", w."agentId", a."status", a."agentId" AS "liveAgent", p."offeredToId", p."id" AS "pending" FROM "WorkItem" w
    LEFT JOIN "AgentWork" a ON a."workItemId" = w."id" AND a."status" IN ('ASSIGNED', 'OPENED') LEFT JOIN "PendingServiceRouting" p ON p."workItemId" = w."id"
    WHERE NOT CASE
      WHEN w."status" = 'COMPLETED' THEN a."id" IS NULL AND p."id" IS NULL AND w."agentId" IS NULL
      WHEN a."status" = 'OPENED' THEN p."id" IS NULL AND w."agentId" = a."agentId"
      WHEN a."status" = 'ASSIGNED' THEN p."offeredAgentWorkId" = a."id" AND p."offeredToId" = a."agentId" AND w."agentId" IS NULL
      ELSE p."id" IS NOT NULL AND p."offeredAgentWorkId" IS NULL AND p."offeredToId" IS NULL AND w."agentId" IS NULL END`)
  expect(wrong).toEqual([])
}

async function team(size: number, queue: string, capacity: number): Promise<Viewer[]> {
  const agents: Viewer[] = []
  for (let i = 0; i < size; i++) {
    const agent = await world.agent({ queues: [queue], capacity })
    await setPresence(world.shell, agent, await world.status())
    agents.push(agent)
  }
  return agents
}

// rule O2
describe('at the very same moment', () => {
  it('twenty passes offer every item once and fill nobody beyond capacity', async () => {
    const queue = await world.queue({ capacityWeight: 0.7 })
    const agents = await team(4, queue, 2)
    const items = await Promise.all(Array.from({ length: 14 }, () => world.work(queue)))
    await Promise.all(Array.from({ length: 20 }, () => routePendingWork(world.shell)))
    await requireInvariants()
    const works = (await Promise.all(items.map((item) => world.agentWorks(item)))).flat()
    expect(works).toHaveLength(agents.length * 2)
    expect(new Set(works.map(({ workItemId }) => workItemId)).size).toBe(works.length)
  })

  it('an offer is accepted, declined, timed out and completed: one of these wins, and all is consistent', async () => {
    const queue = await world.queue({ pushTimeoutSeconds: 1 })
    const [agent] = await team(1, queue, 10)
    const items = await Promise.all(Array.from({ length: 8 }, () => world.work(queue)))
    await routePendingWork(world.shell)
    const answers = items.flatMap((item) => [
      async () => acceptAgentWork(world.shell, agent!, (await world.live(item))!.id),
      async () => declineAgentWork(world.shell, agent!, (await world.live(item))!.id, null),
      async () => expireOffer(world.shell, (await world.live(item))!.id),
      async () => world.complete(item),
    ])
    const outcomes = await Promise.allSettled(answers.map((answer) => answer()))
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toSatisfy((reason) => reason instanceof AgentWorkNotPendingError || reason instanceof TypeError)
    await requireInvariants()
    for (const item of items) {
      const works = await world.agentWorks(item)
      expect(works).toHaveLength(1)
      expect(await world.workItem(item)).toMatchObject({ status: 'COMPLETED' })
    }
  })

  it('agents, passes and completions mix without ever breaking a promise, and everything is done in the end', async () => {
    const queue = await world.queue({ capacityWeight: 1 })
    const agents = await team(3, queue, 2)
    const items = await Promise.all(Array.from({ length: 20 }, () => world.work(queue)))
    const finish = async (item: string, at: number) => {
      const agent = agents.find(({ id }) => id === offers.get(item)?.agentId)
      const offer = offers.get(item)
      if (agent === undefined || offer === undefined) return
      if (at % 5 === 1) return void await declineAgentWork(world.shell, agent, offer.id, null)
      await acceptAgentWork(world.shell, agent, offer.id)
      if (at % 5 === 2) return void await closeAgentWork(world.shell, agent, offer.id)
      await world.complete(item)
    }
    const offers = new Map<string, { id: string; agentId: string }>()
    for (let round = 0; round < 60; round++) {
      await Promise.all([routePendingWork(world.shell), routePendingWork(world.shell)])
      await requireInvariants()
      offers.clear()
      for (const item of items) {
        const live = await world.live(item)
        if (live?.status === 'ASSIGNED') offers.set(item, live)
      }
      const outcomes = await Promise.allSettled([...items.map((item, at) => finish(item, at + round)), routePendingWork(world.shell), routePendingWork(world.shell)])
      for (const outcome of outcomes) if (outcome.status === 'rejected' && !(outcome.reason instanceof PromisedError)) throw outcome.reason
      await requireInvariants()
      world.pass(6)
      if ((await Promise.all(items.map((item) => world.workItem(item)))).every(({ status }) => status === 'COMPLETED')) break
    }
    expect((await Promise.all(items.map((item) => world.workItem(item)))).map(({ status }) => status)).toEqual(items.map(() => 'COMPLETED'))
  })
})

// rules O1, A2
describe('an offer that is decided on', () => {
  const admin: Viewer = { id: 'admin', username: 'admin', name: 'Admin', userType: 'INTERNAL', permissions: new Set(['MANAGE_USERS']) }

  it.each([
    ['leaves the queue', (agent: Viewer, queue: string) => saveGroup(world.shell, admin, { apiName: queue, users: [] })],
    ['leaves a group inside of it', (agent: Viewer, queue: string) => saveGroup(world.shell, admin, { apiName: `${queue}_inner`, users: [] })],
    ['is deactivated', (agent: Viewer) => saveUser(world.shell, admin, { username: agent.username, isActive: false })],
  ])('is not made to an agent who %s before it is saved', async (how, leave) => {
    const queue = await world.queue()
    const agent = await world.agent({ queues: [] })
    const isInner = how.includes('inside')
    if (isInner) await saveGroup(world.shell, admin, { apiName: `${queue}_inner`, users: [agent.username] })
    await saveGroup(world.shell, admin, { apiName: queue, ...(isInner ? { groups: [`${queue}_inner`] } : { users: [agent.username] }) })
    await setPresence(world.shell, agent, await world.status())
    const item = await world.work(queue)
    const { shell, decided, release } = holdCommit(db)
    const pass = routePendingWork(shell)
    await decided
    await leave(agent, queue)
    release()
    expect(await pass).toMatchObject({ offers: 0 })
    expect(await world.live(item)).toBeNull()
    expect(await world.pending(item)).toMatchObject({ offeredToId: null })
  })

  it('can\'t be accepted by who has left its queue, and whose offer nobody has come to take back', async () => {
    const queue = await world.queue()
    const agent = await world.agent({ queues: [queue] })
    await setPresence(world.shell, agent, await world.status())
    const item = await world.work(queue)
    await routePendingWork(world.shell)
    await db.pool.query('DELETE FROM "GroupClosure" WHERE "groupId" = $1', [queue])
    await expect(acceptAgentWork(world.shell, agent, (await world.live(item))!.id)).rejects.toThrow(AgentWorkNotPendingError)
    expect(await world.workItem(item)).toMatchObject({ agentId: null })
  })
})
