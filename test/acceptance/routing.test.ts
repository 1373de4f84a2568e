// Who is offered which work, over the network: order, choice, capacity, and what supervisors see of it (rules O1, O8).
import { beforeAll, describe, expect, it } from 'vitest'
import { fresh, omni, type TestAgent } from '../support/omni.ts'
import { until, useServer } from '../support/server.ts'

const server = useServer()
const world = omni((username) => server.as(username))
beforeAll(() => world.setUp())

const { agent, queue, work, items, history, holder, online, pending, saved, admin } = world

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

  it('is who has been online longest when neither ever had work', async () => {
    const [ann, bob] = [await agent(), await agent()]
    const name = await queue([ann, bob])
    await bob.be('Available')
    await ann.be('Available')
    await bob.offered((await items(name, 1))[0]!)
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
  it('and everything counted is refused below zero, percentages over 100, units beyond what can be counted exactly', async () => {
    for (const fault of [{ capacityWeight: 1e10 }, { capacityWeight: -1 }, { capacityPercentage: -1 }, { capacityPercentage: 101 }, { pushTimeoutSeconds: -1 }, { dropSkillsAfterSeconds: -1 }]) {
      expect(await admin.mutate('saveQueueRoutingConfig', { apiName: 'Bad', ...fault })).toMatchObject({ __typename: 'ValidationError' })
    }
    for (const fault of [{ capacity: 1e10 }, { capacity: -1 }, { disconnectGraceSeconds: -1 }]) expect(await admin.mutate('savePresenceUserConfig', { apiName: 'Bad', ...fault })).toMatchObject({ __typename: 'ValidationError' })
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
