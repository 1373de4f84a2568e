// Mutations whose interview somebody deletes between the commit and the answer: no bug, and told as what it is (rule I6).
import { beforeAll, expect, it } from 'vitest'
import { pauseInterview } from '../../src/commands/interview/answer-screen.ts'
import { deleteInterview } from '../../src/commands/interview/delete-interview.ts'
import { openWorkItem } from '../../src/commands/work-item/open-work-item.ts'
import { globalId } from '../../src/core/global-id.ts'
import { commandWorld, type CommandWorld } from '../support/command-world.ts'
import { useDatabase } from '../support/database.ts'
import { mutate } from '../support/graphql.ts'
import { followCommit } from '../support/held-commits.ts'
import { ask, stage } from '../support/orchestrations.ts'

const db = useDatabase({ max: 20 })
let world: CommandWorld
beforeAll(async () => {
  world = await commandWorld(db)
  await world.deployFlow({ apiName: 'Pages', label: 'Pages', flowType: 'SCREEN', start: 'One', elements: [
    { screen: { apiName: 'One', label: 'One', fields: [], allowPause: true, next: 'Two' } }, { screen: { apiName: 'Two', label: 'Two', fields: [], allowPause: true } },
  ] })
  await world.deploy('Paged', [stage('First', [ask('One', { action: { flow: 'Pages' } })])])
  await db.prisma.processAutomationSettings.update({ where: { id: 1 }, data: { letUsersPauseFlows: true } })
})

const pause = (guid: string) => pauseInterview(world.shell, world.ada, { guid })

it.each([
  ['openWorkItem', async (guid: string) => { await pause(guid) }, () => ({})],
  ['submitScreen', async () => {}, (guid: string) => ({ interviewId: guid, revision: 1, values: {} })],
  ['pauseInterview', async () => {}, (guid: string) => ({ interviewId: guid })],
  ['resumeInterview', async (guid: string) => { await pause(guid) }, (guid: string) => ({ interviewId: guid })],
  ['startInterview', async () => {}, () => ({ flow: 'Pages' })],
] as const)('%s', async (mutation, prepare, inputOf) => {
  const run = await world.start('Paged', `paged-${mutation}`)
  const workItemId = `${run}.w1`
  const { guid } = await openWorkItem(world.shell, world.ada, workItemId)
  await prepare(guid)
  const shell = followCommit(db, async () => {
    for (const { guid: open } of await db.prisma.flowInterview.findMany({ where: { ownerId: 'ada' } })) await deleteInterview(world.shell, world.admin, open)
  })
  const input = mutation === 'openWorkItem' ? { workItemId: globalId('WorkItem', workItemId) } : inputOf(guid)
  expect(await mutate(shell, world.ada, mutation, input, 'interview { guid status screen { apiName } }')).toMatchObject(mutation === 'submitScreen'
    ? { __typename: 'SubmitScreenSuccess', interview: { screen: { apiName: 'Two' } } }
    : { __typename: 'NotFoundError', code: 'NOT_FOUND' })
})
