// Routing while people, queues and their settings change under it, over the network (rules O1, O5).
import { beforeAll, describe, expect, it } from 'vitest'
import { fresh, omni } from '../support/omni.ts'
import { until, useServer } from '../support/server.ts'

const server = useServer()
const world = omni((username) => server.as(username))
beforeAll(() => world.setUp())

const { agent, queue, items, pending, saved } = world

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

  it('give a lowered capacity no new work, and a raised one more, and tell the agent of either', async () => {
    const ann = await agent({ capacity: 2 })
    const name = await queue([ann])
    const { following } = await ann.connect()
    const told = (capacity: number, workload: number) => following.next(({ __typename, configuredCapacity, currentWorkload }) => __typename === 'WorkloadChanged' && configuredCapacity === capacity && currentWorkload === workload)
    await items(name, 3)
    await until(() => ann.held(), (held) => held.length === 2)
    await saved('savePresenceUserConfig', { apiName: `For_${ann.username}`, capacity: 3 })
    await until(() => ann.held(), (held) => held.length === 3)
    await told(3, 3)
    await saved('savePresenceUserConfig', { apiName: `For_${ann.username}`, capacity: 1 })
    await told(1, 3)
    await saved('saveUser', { username: ann.username, presenceUserConfig: null })
    await told(5, 3)
  })
})
