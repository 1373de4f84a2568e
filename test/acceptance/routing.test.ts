// Routing as agents and supervisors see it, over the network (rules O1, O3, O5, O8).
import { beforeAll, describe, expect, it } from 'vitest'
import { fresh, omni, type TestAgent } from '../support/omni.ts'
import { until, useServer } from '../support/server.ts'

const server = useServer()
const world = omni((username) => server.as(username))
beforeAll(() => world.setUp())

const { agent, queue, work, history, pending, saved, admin } = world
const items = async (name: string, count: number) => {
  const ids: string[] = []
  for (let n = 0; n < count; n++) ids.push(await work(name))
  return ids
}
/** Who got it, once somebody has. */
const holder = async (workItemId: string) => (await until(() => history(workItemId), (works) => ['ASSIGNED', 'OPENED'].includes(works.at(-1)?.status ?? ''))).at(-1)!.agent
const online = async (...agents: TestAgent[]) => {
  for (const one of agents) await one.be('Available')
}

// rule O1
describe('the order of work', () => {
  it('is by routing priority over all queues of an agent, then secondary priority, then age', async () => {
    const ann = await agent({ capacity: 1 })
    const [low, late, early] = [await queue([ann], { routingPriority: 5 }), await queue([ann], { routingPriority: 1 }), await queue([ann], { routingPriority: 1, secondaryRoutingPriority: 0 })]
    const [worst] = await items(low, 1)
    const [third, fourth] = await items(late, 2)
    const [first, second] = await items(early, 2)
    await ann.be('Available')
    for (const expected of [first, second, third, fourth, worst]) {
      const offer = await ann.offered(expected!)
      expect((await ann.held()).map(({ workItem }) => workItem.id)).toEqual([expected])
      await ann.accept(offer)
      expect(await ann.complete(expected!)).toMatchObject({ __typename: 'SubmitScreenSuccess', workItem: { status: 'COMPLETED' } })
    }
    expect((await ann.widget()).currentWorkload).toBe(0)
  })

  it('keeps the age of what was declined: the next agent gets it before younger work', async () => {
    const [ann, bob] = [await agent({ capacity: 1 }), await agent({ capacity: 1 })]
    const name = await queue([ann, bob])
    const [older, younger] = await items(name, 2)
    await ann.be('Available')
    await ann.decline(await ann.offered(older!))
    await ann.offered(younger!)
    const [waiting] = await pending(name)
    expect(waiting).toMatchObject({ workItem: { id: older }, attempts: 1 })
    await bob.be('Available')
    expect(await holder(older!)).toBe(bob.username)
  })

  it('lets work that needs more than anybody has free wait, without holding up what fits', async () => {
    const ann = await agent({ capacity: 2 })
    const [big, small] = [await queue([ann], { capacityWeight: 2, routingPriority: 0 }), await queue([ann], { capacityWeight: 1, routingPriority: 5 })]
    await ann.be('Available')
    const [one] = await items(small, 1)
    await ann.offered(one!)
    const [two] = await items(big, 1)
    const [three] = await items(small, 1)
    await ann.offered(three!)
    expect((await pending(big)).map(({ workItem }) => workItem.id)).toEqual([two])
  })
})

// rule O1
describe('the choice of an agent', () => {
  it('is by least work with LEAST_ACTIVE, and by most capacity left with MOST_AVAILABLE', async () => {
    for (const [routingModel, expected] of [['LEAST_ACTIVE', 'small'], ['MOST_AVAILABLE', 'large']] as const) {
      const [small, large] = [await agent({ capacity: 2 }), await agent({ capacity: 10 })]
      const [first, name] = [await queue([large]), await queue([small, large], { routingModel })]
      await online(small, large)
      await large.offered(await work(first))
      expect(await holder(await work(name))).toBe(expected === 'small' ? small.username : large.username)
    }
  })

  it('is the longest idle one when they are equal, so that work goes round', async () => {
    const agents = [await agent(), await agent(), await agent()]
    const name = await queue(agents)
    await online(...agents)
    const got: string[] = []
    for (const id of await items(name, 6)) got.push(await holder(id))
    expect(new Set(got.slice(0, 3)).size).toBe(3)
    expect(got.slice(3)).toEqual(got.slice(0, 3))
  })

  it('asks for skills at their level, and for fewer after dropSkillsAfterSeconds', async () => {
    const [beginner, master] = [await agent({ skills: ['spanish:1'] }), await agent({ skills: ['spanish:3', 'law'] })]
    const name = await queue([beginner, master], { skills: ['spanish:2'] })
    await online(beginner, master)
    expect(await holder(await work(name))).toBe(master.username)
    await master.be(null)
    const [waiting] = await items(name, 1)
    expect(await until(() => pending(name), (rows) => rows.some(({ workItem }) => workItem.id === waiting))).toBeDefined()
    expect((await pending(name)).find(({ workItem }) => workItem.id === waiting)!.waitingOn.join()).toContain(beginner.username)

    const novice = await agent({ skills: ['french'] })
    const dropping = await queue([novice], { skills: ['french', 'law:2'], dropSkillsAfterSeconds: 1 })
    await novice.be('Available')
    const [item] = await items(dropping, 1)
    expect(await novice.held()).toEqual([])
    await novice.offered(item!)
  })
})

// rules O1, O2
describe('capacity', () => {
  it('is taken by weight or by percentage, and never exceeded', async () => {
    const [ann, bob] = [await agent({ capacity: 5 }), await agent({ capacity: 5 })]
    const [weighed, percent] = [await queue([ann], { capacityWeight: 2.5 }), await queue([bob], { capacityPercentage: 40 })]
    await online(ann, bob)
    await items(weighed, 3)
    await items(percent, 3)
    await until(() => ann.widget(), ({ currentWorkload }) => currentWorkload === 5)
    await until(() => bob.widget(), ({ currentWorkload }) => currentWorkload === 4)
    expect((await ann.held()).map(({ capacityWeight }) => capacityWeight)).toEqual([2.5, 2.5])
    expect((await bob.held()).map(({ capacityWeight }) => capacityWeight)).toEqual([2, 2])
    expect((await pending(weighed)).filter(({ waitingOn }) => waitingOn.join().includes('capacity'))).toHaveLength(1)
    expect(await pending(percent)).toHaveLength(3)
  })

  it('is the default 5 units, 1 unit each, for an agent and a queue without configuration', async () => {
    const name = fresh('Plain'), username = fresh('plain')
    await saved('saveUser', { username, permissions: ['RUN_FLOWS'] })
    await saved('saveGroup', { apiName: name, groupType: 'QUEUE', users: [username], supportedObjects: ['OrchestrationWorkItem'] })
    const plain = world.agentNamed(username)
    await plain.be('Available')
    await items(name, 6)
    await until(() => plain.held(), (held) => held.length === 5)
    expect((await plain.widget())).toMatchObject({ configuredCapacity: 5, currentWorkload: 5 })
  })

  // rule O6a
  it('and everything counted is refused below zero, percentages over 100', async () => {
    for (const fault of [{ capacityWeight: -1 }, { capacityPercentage: -1 }, { capacityPercentage: 101 }, { pushTimeoutSeconds: -1 }, { dropSkillsAfterSeconds: -1 }]) {
      expect(await admin.mutate('saveQueueRoutingConfig', { apiName: 'Bad', ...fault })).toMatchObject({ __typename: 'ValidationError' })
    }
    for (const fault of [{ capacity: -1 }, { disconnectGraceSeconds: -1 }]) expect(await admin.mutate('savePresenceUserConfig', { apiName: 'Bad', ...fault })).toMatchObject({ __typename: 'ValidationError' })
  })
})

// rules O1, A4
describe('assignAgentWork', () => {
  const assign = (caller: { mutate: TestAgent['mutate'] }, workItemId: string, to: string) => caller.mutate('assignAgentWork', { workItemId, agent: to }, 'agentWork { id status agent { username } capacityWeight }')

  it('is the only way for work of a queue with EXTERNAL_ROUTING', async () => {
    const [ann, bob] = [await agent({ capacity: 1 }), await agent({ capacity: 1, isAutoAccept: true })]
    const name = await queue([ann, bob], { routingModel: 'EXTERNAL_ROUTING' })
    await online(ann, bob)
    const [one, two] = await items(name, 2)
    expect((await pending(name)).every(({ waitingOn }) => waitingOn.join().includes('external'))).toBe(true)
    expect(await assign(admin, one!, ann.username)).toMatchObject({ __typename: 'AssignAgentWorkSuccess', agentWork: { status: 'ASSIGNED', agent: { username: ann.username }, capacityWeight: 1 } })
    expect(await ann.held()).toHaveLength(1)
    expect(await assign(admin, two!, ann.username)).toMatchObject({ __typename: 'CapacityExceededError' })
    expect(await assign(admin, two!, bob.username)).toMatchObject({ __typename: 'AssignAgentWorkSuccess', agentWork: { status: 'OPENED' } })
    expect(await assign(admin, two!, ann.username)).toMatchObject({ __typename: 'ConflictError' })
    await ann.decline((await ann.held())[0]!)
    expect((await ann.widget()).currentWorkload).toBe(0)
    expect((await pending(name)).map(({ workItem }) => workItem.id)).toEqual([one])
  })

  it('takes SUPERVISE_OMNI_CHANNEL, a member of the queue, and one who is online', async () => {
    const [ann, outsider, supervisor] = [await agent(), await agent(), await agent({ permissions: ['SUPERVISE_OMNI_CHANNEL'] })]
    const name = await queue([ann], { routingModel: 'EXTERNAL_ROUTING' })
    await online(outsider)
    const [item] = await items(name, 1)
    expect(await assign(ann, item!, ann.username)).toMatchObject({ __typename: 'ForbiddenError' })
    expect(await assign(supervisor, item!, outsider.username)).toMatchObject({ __typename: 'ValidationError' })
    expect(await assign(supervisor, item!, 'nobody')).toMatchObject({ __typename: expect.stringMatching(/ValidationError|NotFoundError/) })
    expect(await assign(supervisor, item!, ann.username)).toMatchObject({ __typename: 'ConflictError' })
    await ann.be('Available')
    expect(await assign(supervisor, item!, ann.username)).toMatchObject({ __typename: 'AssignAgentWorkSuccess' })
  })

  it('moves an offer from one agent to another, whose capacities follow', async () => {
    const [ann, bob] = [await agent(), await agent()]
    const name = await queue([ann, bob])
    await ann.be('Available')
    const [item] = await items(name, 1)
    await ann.offered(item!)
    await bob.be('Available')
    expect(await assign(admin, item!, bob.username)).toMatchObject({ __typename: 'AssignAgentWorkSuccess' })
    expect([(await ann.widget()).currentWorkload, (await bob.widget()).currentWorkload]).toEqual([0, 1])
    expect((await history(item!)).map(({ status }) => status)).toEqual(['CANCELED', 'ASSIGNED'])
  })
})

// rule O3
describe('an offer', () => {
  it('declined goes to the next agent at once, and never back to the first while others are left', async () => {
    const [ann, bob] = [await agent(), await agent()]
    const name = await queue([ann, bob])
    await online(ann, bob)
    const [item] = await items(name, 1)
    const first = await holder(item!) === ann.username ? ann : bob
    const second = first === ann ? bob : ann
    expect(await first.decline(await first.offered(item!), 'Lunch')).toMatchObject({ __typename: 'DeclineAgentWorkSuccess', agentWork: { status: 'DECLINED', declineReason: 'Lunch' } })
    expect((await first.widget()).currentWorkload).toBe(0)
    await second.offered(item!)
    expect((await history(item!)).map(({ status, agent: who }) => [status, who])).toEqual([['DECLINED', first.username], ['ASSIGNED', second.username]])
  })

  it('is declined only with a reason where the configuration asks for one, and not at all where declining is off', async () => {
    const [strict, never] = [await agent({ isDeclineReasonEnabled: true }), await agent({ isDeclineEnabled: false })]
    const [one, two] = [await queue([strict]), await queue([never])]
    await online(strict, never)
    const offer = await strict.offered(await work(one))
    expect(await strict.decline(offer)).toMatchObject({ __typename: 'ValidationError' })
    expect(await strict.decline(offer, '   ')).toMatchObject({ __typename: 'ValidationError' })
    expect((await strict.held())[0]).toMatchObject({ status: 'ASSIGNED' })
    expect(await strict.decline(offer, 'Not my field')).toMatchObject({ agentWork: { status: 'DECLINED', declineReason: 'Not my field' } })
    expect(await never.decline(await never.offered(await work(two)), 'x')).toMatchObject({ __typename: expect.stringMatching(/ForbiddenError|ValidationError|ConflictError/) })
    expect((await never.held())[0]).toMatchObject({ status: 'ASSIGNED' })
  })

  it('changes presence when declined or timed out, where so configured', async () => {
    const [ann, bob] = [await agent({ statusOnDecline: 'Busy' }), await agent({ statusOnPushTimeout: 'Away' })]
    const [one, two] = [await queue([ann]), await queue([bob], { pushTimeoutSeconds: 1 })]
    await online(ann, bob)
    await ann.decline(await ann.offered(await work(one)))
    expect((await ann.widget()).presence).toEqual({ apiName: 'Busy' })
    const item = await work(two)
    await bob.offered(item)
    await until(() => bob.widget(), ({ presence }) => presence?.apiName !== 'Available')
    expect(await history(item)).toMatchObject([{ status: 'DECLINED_ON_PUSH_TIMEOUT' }])
    expect((await bob.widget()).currentWorkload).toBe(0)
  })

  it('that nobody answers goes to the next agent when its time is over', async () => {
    const [ann, bob] = [await agent(), await agent()]
    const name = await queue([ann, bob], { pushTimeoutSeconds: 1 })
    await ann.be('Available')
    const item = await work(name)
    const offer = await ann.offered(item)
    await bob.be('Available')
    await bob.offered(item)
    expect((await history(item)).map(({ status, agent: who }) => [status, who])).toEqual([['DECLINED_ON_PUSH_TIMEOUT', ann.username], ['ASSIGNED', bob.username]])
    expect(await ann.accept(offer)).toMatchObject({ __typename: 'AgentWorkNotPendingError' })
    expect((await bob.held())[0]!.pushTimeoutAt).not.toBeNull()
  })

  it('opens by itself with auto-accept, and is no longer pending', async () => {
    const ann = await agent({ isAutoAccept: true })
    const name = await queue([ann], { pushTimeoutSeconds: 1 })
    await ann.be('Available')
    const item = await work(name)
    expect(await ann.offered(item)).toMatchObject({ status: 'OPENED', acceptedAt: expect.any(String) })
    expect(await pending(name)).toEqual([])
  })

  it('stays pending, saying to whom it is offered, until it is accepted', async () => {
    const ann = await agent()
    const name = await queue([ann])
    await ann.be('Available')
    const item = await work(name)
    const offer = await ann.offered(item)
    expect((await pending(name))[0]!.waitingOn.join()).toContain(ann.username)
    expect(await ann.accept(offer)).toMatchObject({ agentWork: { status: 'OPENED' } })
    expect(await pending(name)).toEqual([])
    expect(await ann.accept(offer)).toMatchObject({ __typename: 'AgentWorkNotPendingError' })
    expect(await ann.decline(offer)).toMatchObject({ __typename: 'AgentWorkNotPendingError' })
  })

  it('is answered only by whom it was made to', async () => {
    const [ann, bob] = [await agent(), await agent()]
    const name = await queue([ann, bob])
    await ann.be('Available')
    const offer = await ann.offered(await work(name))
    for (const answer of [await bob.accept(offer), await bob.decline(offer), await bob.close(offer)]) expect(answer.__typename).toMatch(/ForbiddenError|NotFoundError/)
    expect((await ann.held())[0]).toMatchObject({ status: 'ASSIGNED' })
  })

  it('is made again to the only one who declined it, after a pause', async () => {
    const ann = await agent()
    const name = await queue([ann])
    await ann.be('Available')
    const item = await work(name)
    await ann.decline(await ann.offered(item))
    await ann.offered(item)
    expect((await history(item)).map(({ status }) => status)).toEqual(['DECLINED', 'ASSIGNED'])
  })

  it.each(['user', 'group', 'queue'] as const)('goes to the overflow assignee, a %s, when nobody is left', async (kind) => {
    const [ann, taker] = [await agent(), await agent()]
    const group = fresh('Group')
    if (kind === 'group') await saved('saveGroup', { apiName: group, users: [taker.username] })
    const name = kind === 'user' ? taker.username : kind === 'group' ? group : await queue([taker])
    const own = await queue([ann], { overflowAssignee: { [kind]: name } })
    await online(ann, taker)
    const item = await work(own)
    await ann.decline(await ann.offered(item))
    const assignee = async () => (await admin.run<{ node: { assignee: { username?: string; apiName?: string } } }, object>('query ($id: ID!) { node(id: $id) { ... on WorkItem { assignee { ... on User { username } ... on Group { apiName } } } } }', { id: item })).node.assignee
    await until(assignee, ({ username, apiName }) => (username ?? apiName) === name)
    if (kind === 'queue') await taker.offered(item)
    expect(await pending(own)).toEqual([])
  })
})

// rules O3, O8
describe('a busy agent', () => {
  it('keeps their offers and gets none', async () => {
    const ann = await agent()
    const name = await queue([ann])
    await ann.be('Available')
    const [one] = await items(name, 1)
    await ann.offered(one!)
    await ann.be('Busy')
    const [two] = await items(name, 1)
    await until(() => pending(name), (rows) => rows.some(({ waitingOn }) => waitingOn.join().includes('Busy')))
    expect((await ann.held()).map(({ workItem }) => workItem.id)).toEqual([one])
    expect(await ann.accept((await ann.held())[0]!)).toMatchObject({ agentWork: { status: 'OPENED' } })
    await ann.be('Available')
    await ann.offered(two!)
  })
})

// rule O5
describe('the end of work', () => {
  it('by completing closes the agent work and frees capacity for the next', async () => {
    const ann = await agent({ capacity: 1 })
    const name = await queue([ann])
    await ann.be('Available')
    const [one, two] = await items(name, 2)
    await ann.accept(await ann.offered(one!))
    await ann.complete(one!)
    await ann.offered(two!)
    expect(await history(one!)).toMatchObject([{ status: 'CLOSED' }])
    expect((await ann.widget()).currentWorkload).toBe(1)
  })

  it('by closing gives an open item back with its age, to others first', async () => {
    const [ann, bob] = [await agent({ capacity: 1 }), await agent({ capacity: 1 })]
    const name = await queue([ann, bob])
    await ann.be('Available')
    const [older, younger] = await items(name, 2)
    const offer = await ann.offered(older!)
    expect(await ann.close(offer)).toMatchObject({ __typename: 'ConflictError' })
    await ann.accept(offer)
    expect(await ann.close(offer)).toMatchObject({ __typename: 'CloseAgentWorkSuccess', agentWork: { status: 'CLOSED' } })
    await ann.offered(younger!)
    expect((await pending(name))[0]).toMatchObject({ workItem: { id: older } })
    await bob.be('Available')
    await bob.offered(older!)
    expect(await ann.close(offer)).toMatchObject({ __typename: 'ConflictError' })
  })

  it('by reassigning transfers what is accepted, cancels what is only offered, and frees capacity', async () => {
    const [ann, bob] = [await agent(), await agent()]
    const [name, other] = [await queue([ann]), await queue([bob])]
    await online(ann, bob)
    const [accepted, offered] = await items(name, 2)
    await ann.accept(await ann.offered(accepted!))
    await ann.offered(offered!)
    for (const id of [accepted!, offered!]) expect(await admin.mutate('reassignWorkItem', { workItemId: id, assignee: { queue: other } })).toMatchObject({ __typename: 'ReassignWorkItemSuccess' })
    expect((await ann.widget()).currentWorkload).toBe(0)
    await bob.offered(accepted!)
    await bob.offered(offered!)
    expect((await history(accepted!)).map(({ status }) => status)).toEqual(['TRANSFERRED', 'ASSIGNED'])
    expect((await history(offered!))[0]!.status).toMatch(/CANCELED|TRANSFERRED/)
  })

  it('by canceling the run cancels it, accepted or not, and takes it from the queue', async () => {
    const ann = await agent({ capacity: 2 })
    const name = await queue([ann])
    await ann.be('Available')
    const all = await items(name, 3)
    await ann.accept(await ann.offered(all[0]!))
    await ann.offered(all[1]!)
    for (const id of all) {
      const { node } = await admin.run<{ node: { run: { id: string } } }, object>('query ($id: ID!) { node(id: $id) { ... on WorkItem { run { id } } } }', { id })
      expect(await admin.mutate('cancelRun', { runId: node.run.id })).toMatchObject({ __typename: 'CancelRunSuccess' })
    }
    expect((await ann.widget()).currentWorkload).toBe(0)
    expect((await Promise.all(all.map(history))).flat().map(({ status }) => status)).toEqual(['CANCELED', 'CANCELED', ...((await history(all[2]!)).length > 0 ? ['CANCELED'] : [])])
    expect(await pending(name)).toEqual([])
  })
})

// rules O1, O3, O8
describe('changes of people and queues', () => {
  it('take offers from a deactivated agent, and their accepted work back to the queue', async () => {
    const [ann, bob] = [await agent(), await agent()]
    const name = await queue([ann, bob])
    await ann.be('Available')
    const [accepted, offered] = await items(name, 2)
    await ann.accept(await ann.offered(accepted!))
    await ann.offered(offered!)
    await saved('saveUser', { username: ann.username, isActive: false })
    await bob.be('Available')
    await bob.offered(offered!)
    await bob.offered(accepted!)
    await saved('saveUser', { username: ann.username, isActive: true })
    expect(await ann.widget()).toMatchObject({ presence: null, currentWorkload: 0 })
  })

  it('take offers from one who leaves the queue, also by way of a nested group', async () => {
    const [ann, bob] = [await agent(), await agent()]
    const team = fresh('Team')
    await saved('saveGroup', { apiName: team, users: [ann.username] })
    const name = await queue([bob])
    await saved('saveGroup', { apiName: name, groups: [team] })
    await ann.be('Available')
    const [item] = await items(name, 1)
    await ann.offered(item!)
    await saved('saveGroup', { apiName: team, users: [] })
    expect(await ann.held()).toEqual([])
    expect((await ann.widget()).currentWorkload).toBe(0)
    await bob.be('Available')
    await bob.offered(item!)
  })

  it('make waiting open work pending when a queue becomes routable, at its age, and take it off when it no longer is', async () => {
    const ann = await agent({ capacity: 1 })
    const name = fresh('Later')
    await saved('saveGroup', { apiName: name, groupType: 'QUEUE', users: [ann.username] })
    await ann.be('Available')
    const [one, two] = await items(name, 2)
    expect(await pending(name)).toEqual([])
    await saved('saveGroup', { apiName: name, supportedObjects: ['OrchestrationWorkItem'] })
    await ann.offered(one!)
    expect((await pending(name)).map(({ workItem }) => workItem.id)).toEqual([one, two])
    await saved('saveGroup', { apiName: name, supportedObjects: [] })
    expect(await pending(name)).toEqual([])
    expect(await ann.held()).toEqual([])
    expect(await ann.complete(one!)).toMatchObject({ __typename: 'SubmitScreenSuccess' })
  })

  it('route waiting work by the configuration as it is now', async () => {
    const ann = await agent({ capacity: 5 })
    const name = await queue([ann], { capacityWeight: 10 })
    await ann.be('Available')
    const [item] = await items(name, 1)
    expect((await pending(name))[0]!.waitingOn.join()).toContain('5')
    await saved('saveQueueRoutingConfig', { apiName: `For_${name}`, capacityWeight: 2 })
    expect(await ann.offered(item!)).toMatchObject({ capacityWeight: 2 })
  })

  it('give a lowered capacity no new work, and a raised one more', async () => {
    const ann = await agent({ capacity: 2 })
    const name = await queue([ann])
    await ann.be('Available')
    await items(name, 3)
    await until(() => ann.held(), (held) => held.length === 2)
    await saved('savePresenceUserConfig', { apiName: `For_${ann.username}`, capacity: 3 })
    await until(() => ann.held(), (held) => held.length === 3)
  })
})

// rules O8, A4
describe('pendingServiceRoutings', () => {
  it('says why each waits, to supervisors only', async () => {
    const [ann, supervisor] = [await agent(), await agent({ permissions: ['SUPERVISE_OMNI_CHANNEL'] })]
    const name = await queue([ann])
    await work(name)
    const [row] = await pending(name)
    expect(row!.waitingOn.join()).toMatch(/online/i)
    const LIST = `{ pendingServiceRoutings(queue: "${name}") { edges { node { waitingOn workItem { id label } queue { apiName } } } } }`
    expect(await supervisor.run(LIST)).toMatchObject({ pendingServiceRoutings: { edges: [{ node: { workItem: { label: 'Do it' }, queue: { apiName: name } } }] } })
    expect(await ann.run(LIST)).toMatchObject({ pendingServiceRoutings: { edges: [] } })
  })
})
