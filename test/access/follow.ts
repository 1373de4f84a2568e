// Makes everything happen that subscriptions tell of, and follows each as each person, from before it until after it.
import type { GraphQLSchema } from 'graphql'
import { succeeded } from '../support/deployed.ts'
import { until } from '../support/server.ts'
import { note, operation, type Outcomes } from './ask.ts'
import { PERSONS, type Person } from './entries.ts'
import { unknownId } from './probes.ts'
import { OWNER, RECORD, timedOut, type World } from './world.ts'

/** One subscription as everybody asks for it. `isLast` knows the event that is made after all others. */
export type Feed = { name: string; args: Record<string, unknown>; isLast: (event: Shown) => boolean; hides?: { at: string; type: string } }
type Shown = { __typename: string; [field: string]: unknown }

/** A cursor of now. */
export async function cursorNow({ admin }: World): Promise<string> {
  const followed = admin.follow('subscription { omniChannel { __typename ... on Event { cursor } } }')
  const [event] = await until(async () => {
    for (const status of [null, 'Online']) succeeded(await admin.mutate('setPresence', { status }))
    return followed.events
  }, (events) => events.length > 0)
  followed.stop()
  return event!.cursor!
}

/** Has everything happen that can be heard of, of which other mutations haven't made it happen, and one last thing for each subscription. */
export async function happen(world: World, runId: string): Promise<Feed[]> {
  const { admin } = world, reader = world.as('record reader')
  const [late, canceled, work] = [await world.offer('By_Quick_Queue'), await world.offer(), await world.work('By_User', RECORD)]
  const reassign = async (workItemId: string) => succeeded(await admin.mutate('reassignWorkItem', { workItemId, assignee: { user: OWNER } }))
  await reassign(canceled.item)
  await reassign(work.item)
  succeeded(await admin.mutate('cancelRun', { runId: work.run }))
  for (const names of [['pauseInterview', 'resumeInterview', 'pauseInterview'], ['pauseInterview', 'deleteInterview']]) {
    const { interview } = succeeded(await reader.mutate('startInterview', { flow: 'Two_Pages', recordId: RECORD }, 'interview { id }')) as unknown as { interview: { id: string } }
    for (const name of names) succeeded(await reader.mutate(name, { interviewId: interview.id }))
  }
  await timedOut(world, late.agentWork)
  for (const person of PERSONS) if (person !== 'nobody') succeeded(await world.as(person).mutate('setPresence', { status: null }))
  const last = { onRecord: (await world.work('By_User', RECORD)).item, inQueue: (await world.work('By_Queue', RECORD)).item }
  succeeded(await admin.mutate('suspendRun', { runId }))
  const itemOf = (event: Shown) => (event[`${event.__typename}_workItem`] as { id: string } | undefined)?.id
  return [
    { name: 'omniChannel', args: {}, isLast: (event) => event.__typename === 'PresenceChanged' && event['PresenceChanged_presence'] === null },
    { name: 'queueWork', args: { queue: 'Desk' }, isLast: (event) => itemOf(event) === last.inQueue, hides: { at: 'queue', type: 'apiName' } },
    { name: 'recordWork', args: { recordId: RECORD }, isLast: (event) => itemOf(event) === last.onRecord, hides: { at: 'recordId', type: 'recordId' } },
    { name: 'runProgress', args: { runId }, isLast: () => true, hides: { at: 'runId', type: 'OrchestrationRun' } },
  ]
}

/** Follows as one person, to the last event or until it is refused. */
export async function followAs(world: World, schema: GraphQLSchema, { name, args, isLast }: Feed, person: Person, after: string): Promise<{ outcome: string; answer: unknown; outcomes: Outcomes }> {
  const variables = { ...args, after }, source = operation(schema, 'subscription', name, Object.keys(variables))
  const outcomes: Outcomes = new Map()
  if (person === 'nobody') {
    const answer = await world.as(person).answer(source, variables)
    return { outcome: String(answer.errors?.[0]?.extensions?.['code']), answer, outcomes }
  }
  const followed = world.as(person).follow(source, variables)
  await until(() => Promise.resolve(followed), ({ events, error }) => error !== null || events.some((event) => isLast(event)))
  followed.stop()
  note(outcomes, [...followed.events])
  const [error] = (followed.error ?? []) as { extensions?: { code?: string } }[]
  return { outcome: error === undefined ? 'follows' : String(error.extensions?.code), answer: followed.error, outcomes }
}

/** The same feed of what doesn't exist. */
export function ofNothing(feed: Feed): Feed & { id: string; nothing: string } {
  const { at, type } = feed.hides!
  return { ...feed, id: String(feed.args[at]), nothing: unknownId(type), args: { ...feed.args, [at]: unknownId(type) } }
}
