// What becomes of offers and of accepted work, over the network (rules O3, O5).
import { beforeAll, describe, expect, it } from 'vitest'
import { fresh, omni } from '../support/omni.ts'
import { until, useServer } from '../support/server.ts'

const server = useServer()
const world = omni((username) => server.as(username))
beforeAll(() => world.setUp())

const { agent, queue, work, items, history, holder, online, pending, saved, admin } = world

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

  // rule O3: an overflow that comes to a queue which overflows itself would never be taken.
  it('can\'t be sent in circles, whichever is saved last', async () => {
    const [a, b] = [fresh('Queue'), fresh('Queue')], [toA, toB] = [fresh('Config'), fresh('Config')]
    const queueOf = (apiName: string, routingConfiguration: string | null) => admin.mutate('saveGroup', { apiName, label: apiName, groupType: 'QUEUE', supportedObjects: ['OrchestrationWorkItem'], routingConfiguration }, undefined)
    for (const name of [a, b]) expect(await queueOf(name, null)).toMatchObject({ __typename: 'SaveGroupSuccess' })
    for (const [apiName, queue] of [[toA, a], [toB, b]]) expect(await admin.mutate('saveQueueRoutingConfig', { apiName, overflowAssignee: { queue } }, undefined)).toMatchObject({ __typename: 'SaveQueueRoutingConfigSuccess' })
    for (const config of [toA, toB]) expect(await queueOf(a, config)).toMatchObject({ __typename: 'ValidationError', issues: [{ path: ['input', 'routingConfiguration'], message: expect.stringContaining(toA) as string }] })
    // Without an overflow of its own the queue may route by it; one can't be given to it then.
    const plain = fresh('Config')
    expect(await admin.mutate('saveQueueRoutingConfig', { apiName: plain }, undefined)).toMatchObject({ __typename: 'SaveQueueRoutingConfigSuccess' })
    expect(await queueOf(a, plain)).toMatchObject({ __typename: 'SaveGroupSuccess' })
    const taker = await agent({})
    for (const overflowAssignee of [{ queue: b }, { user: taker.username }]) {
      expect(await admin.mutate('saveQueueRoutingConfig', { apiName: plain, overflowAssignee }, undefined)).toMatchObject({ __typename: 'ValidationError', issues: [{ path: ['input', 'overflowAssignee'], message: expect.stringContaining(toA) as string }] })
    }
  })

  it('goes on among its agents where the overflow assignee can take nothing', async () => {
    const [ann, taker] = [await agent(), await agent()]
    const name = await queue([ann], { overflowAssignee: { user: taker.username } })
    await saved('saveUser', { username: taker.username, isActive: false })
    for (const user of [taker.username, 'automated.process']) {
      expect(await admin.mutate('saveQueueRoutingConfig', { apiName: fresh('Config'), overflowAssignee: { user } }, undefined)).toMatchObject({ __typename: 'ValidationError' })
    }
    const item = await work(name)
    await ann.be('Available')
    await ann.decline(await ann.offered(item))
    await ann.be('Busy')
    expect((await pending(name))[0]!.waitingOn.join()).not.toContain('overflow')
    await ann.be('Available')
    await ann.offered(item)
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
