// Presence as agents see it, over the network: chosen, lost with the last subscription, and what becomes of their work (rule O4).
import { beforeAll, describe, expect, it } from 'vitest'
import { fresh, omni, OMNI_CHANNEL, type TestAgent } from '../support/omni.ts'
import { until, useServer } from '../support/server.ts'

const server = useServer()
const world = omni((username) => server.as(username))
beforeAll(() => world.setUp())
const { agent, queue, work, history, saved, admin } = world

const presence = async (one: TestAgent) => (await one.widget()).presence?.apiName ?? null
/** Lets this much real time go by, in which something must not happen. */
const past = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

describe('an agent', () => {
  it('is offline until they choose a status, and chooses among their own', async () => {
    const ann = await agent()
    expect(await ann.run('{ omniChannel { presence { apiName } presenceSince configuration { capacity } availableStatuses { apiName } currentWorkload } }'))
      .toMatchObject({ omniChannel: { presence: null, configuration: { capacity: 5 }, availableStatuses: [{ apiName: 'Available' }, { apiName: 'Away' }, { apiName: 'Busy' }], currentWorkload: 0 } })
    await saved('saveUser', { username: ann.username, presenceStatuses: ['Busy'] })
    expect((await ann.run<{ omniChannel: { availableStatuses: object[] } }, object>('{ omniChannel { availableStatuses { apiName } } }')).omniChannel.availableStatuses).toEqual([{ apiName: 'Busy' }])
    expect(await ann.mutate('setPresence', { status: 'Available' })).toMatchObject({ __typename: expect.stringMatching(/ForbiddenError|ValidationError/) })
    expect(await ann.mutate('setPresence', { status: 'Nowhere' })).toMatchObject({ __typename: expect.stringMatching(/NotFoundError|ValidationError/) })
    expect(await ann.mutate('setPresence', { status: 'Busy' }, 'omniChannel { presence { apiName } }')).toMatchObject({ omniChannel: { presence: { apiName: 'Busy' } } })
  })

  it('stays online without any subscription', async () => {
    const ann = await agent({ disconnectGraceSeconds: 0 })
    await ann.be('Available')
    await past(1_500)
    expect(await presence(ann)).toBe('Available')
  })

  it.each([['logs out', null], ['chooses a status that is offline', 'Away']])('who %s loses what is not accepted, and keeps what is', async (_, status) => {
    const [ann, bob] = [await agent(), await agent()]
    const name = await queue([ann, bob])
    await ann.be('Available')
    const [accepted, offered] = [await work(name), await work(name)]
    await ann.accept(await ann.offered(accepted))
    await ann.offered(offered)
    await ann.be(status)
    await bob.be('Available')
    await bob.offered(offered)
    expect((await history(offered)).map((one) => one.status)).toEqual(['UNAVAILABLE', 'ASSIGNED'])
    expect((await ann.held()).map(({ status: now, workItem }) => [now, workItem.id])).toEqual([['OPENED', accepted]])
    expect((await ann.widget()).currentWorkload).toBe(1)
  })
})

// rule O5
it('workload and work of one answer agree, however often they change meanwhile', async () => {
  const ann = await agent({ capacity: 3 })
  const name = await queue([ann])
  for (let n = 0; n < 3; n++) await work(name)
  const sums: [number, number][] = []
  let isOver = false
  const looking = (async () => {
    while (!isOver) {
      const { currentWorkload, agentWork } = await ann.widget()
      sums.push([currentWorkload, agentWork.edges.filter(({ node }) => node.status === 'ASSIGNED' || node.status === 'OPENED').reduce((sum, { node }) => sum + node.capacityWeight, 0)])
    }
  })()
  for (let n = 0; n < 60; n++) await ann.be(n % 2 === 0 ? 'Available' : null)
  isOver = true
  await looking
  expect(new Set(sums.map(([workload]) => workload)).size).toBeGreaterThan(1)
  expect(sums.filter(([workload, sum]) => workload !== sum)).toEqual([])
})

describe('the last omniChannel subscription', () => {
  it('gone means offline after the grace, and offers go to others', async () => {
    const [ann, bob] = [await agent({ disconnectGraceSeconds: 1 }), await agent()]
    const name = await queue([ann, bob])
    const { following } = await ann.connect()
    const item = await work(name)
    await ann.offered(item)
    await bob.be('Available')
    following.stop()
    expect(await presence(ann)).toBe('Available')
    await bob.offered(item)
    expect(await presence(ann)).toBeNull()
    expect((await history(item)).map(({ status, agent: who }) => [status, who])).toEqual([['UNAVAILABLE', ann.username], ['ASSIGNED', bob.username]])
    const cursor = following.events.at(-1)!.cursor
    const again = ann.follow(OMNI_CHANNEL, { after: cursor })
    expect(await again.next(({ __typename }) => __typename === 'PresenceChanged')).toMatchObject({ presence: null })
    expect(again.events.map(({ __typename }) => __typename)).toContain('WorkCanceled')
  })

  it('replaced within the grace is a reload and no logout', async () => {
    const ann = await agent({ disconnectGraceSeconds: 3 })
    const { following: first, start } = await ann.connect()
    first.stop()
    const second = ann.follow(OMNI_CHANNEL, { after: start })
    await past(5_000)
    expect(await presence(ann)).toBe('Available')
    expect(second.events).toEqual([])
    expect(second.error).toBeNull()
  })

  it('is not gone while another is there', async () => {
    const ann = await agent({ disconnectGraceSeconds: 0 })
    const { following: first } = await ann.connect()
    const { following: second } = await ann.connect()
    first.stop()
    await past(1_500)
    expect(await presence(ann)).toBe('Available')
    second.stop()
    await until(() => presence(ann), (status) => status === null)
  })
})

describe('a deactivated agent', () => {
  it('is offline at once, and their subscription ends', async () => {
    const ann = await agent()
    const { following } = await ann.connect()
    await saved('saveUser', { username: ann.username, isActive: false })
    await until(async () => JSON.stringify(following.error), (error) => error.includes('UNAUTHENTICATED'))
    await saved('saveUser', { username: ann.username, isActive: true })
    expect(await presence(ann)).toBeNull()
  })
})

// rule O5
describe('workload', () => {
  it('is the sum of the weights of open work at every moment, and so say the events', async () => {
    const ann = await agent({ capacity: 10 })
    const [light, heavy] = [await queue([ann], { capacityWeight: 0.1 }), await queue([ann], { capacityWeight: 0.2 })]
    const { following } = await ann.connect()
    const sum = async () => {
      const [{ currentWorkload }, held] = [await ann.widget(), await ann.held()]
      expect(currentWorkload).toBeCloseTo(held.reduce((total, { capacityWeight }) => total + capacityWeight, 0), 9)
      return currentWorkload
    }
    const [one, two, three] = [await work(light), await work(heavy), await work(light)]
    for (const item of [one, two, three]) await ann.offered(item)
    expect(await sum()).toBe(0.4)
    await ann.accept(await ann.offered(one))
    expect(await sum()).toBe(0.4)
    await ann.complete(one)
    expect(await sum()).toBe(0.3)
    await admin.mutate('reassignWorkItem', { workItemId: two, assignee: { user: ann.username } })
    expect(await sum()).toBe(0.1)
    await ann.decline(await ann.offered(three))
    await following.next(({ __typename, currentWorkload }) => __typename === 'WorkloadChanged' && currentWorkload === 0)
    const told = following.events.filter(({ __typename }) => __typename === 'WorkloadChanged').map(({ currentWorkload }) => currentWorkload)
    expect(told.slice(-4)).toEqual([0.4, 0.3, 0.1, 0])
  })
})

// rule O4
it('a queue that nobody is online in keeps its work until somebody comes', async () => {
  const ann = await agent()
  const name = await queue([ann])
  const item = await work(name)
  expect(await history(item)).toEqual([])
  const plain = fresh('Regular')
  await saved('saveGroup', { apiName: plain, users: [ann.username] })
  await ann.be('Available')
  await ann.offered(item)
})
