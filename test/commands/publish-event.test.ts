// What an outside system may say that a step's flow has answered: its output variables by their types (I10), and more; what is
// of another type is refused before anything has changed.
import { beforeAll, describe, expect, it } from 'vitest'
import { cancelRun, publishEvent, type PublishEventInput } from '../../src/commands/run/control-run.ts'
import type { FlowDefinition } from '../../src/core/definition.ts'
import type { Viewer } from '../../src/core/viewer.ts'
import { ConflictError, ForbiddenError, NotFoundError, RunNotInProgressError, ValidationError } from '../../src/errors.ts'
import { commandWorld, type CommandWorld } from '../support/command-world.ts'
import { useDatabase } from '../support/database.ts'
import { ask, stage, wait, work } from '../support/orchestrations.ts'

const db = useDatabase()
const ASKS: FlowDefinition = {
  apiName: 'Asks', label: 'Asks', flowType: 'AUTOLAUNCHED', start: 'Set', elements: [{ assignment: { apiName: 'Set', label: 'Set', assignments: [] } }],
  variables: [{ apiName: 'n', dataType: 'NUMBER', isOutput: true }, { apiName: 'at', dataType: 'DATE_TIME', isOutput: true }, { apiName: 'own', dataType: 'NUMBER' }],
}
let world: CommandWorld
beforeAll(async () => {
  world = await commandWorld(db)
  await world.deployFlow(ASKS)
  await world.deployFlow({ ...ASKS, apiName: 'Takes', label: 'Takes', variables: [{ apiName: 'level', dataType: 'NUMBER', isInput: true }] })
  await world.deploy('Asking', [
    stage('First', [wait('Outside', { action: { flow: 'Asks' } }), ask('Person'), wait('Later', { start: { afterStep: 'Person' } })], { completion: { requirements: { requirements: [{ resource: 'Outside.Status', operator: 'EQUALS', value: 'COMPLETED' }] } } }),
    stage('Second', [work('Inside', { action: { flow: 'Takes', inputs: [{ name: 'level', resource: 'Outside.Outputs.n' }] } })]),
  ])
})

let count = 0
const begun = () => world.start('Asking', `publish-${++count}`)
const publish = async (runId: string, input: Partial<PublishEventInput>, viewer = world.admin) =>
  publishEvent(world.shell, viewer, { runId, stepId: `${runId}.s1.t1`, stepStatus: 'COMPLETED', ...input })
const refusal = (answer: Promise<unknown>): Promise<unknown> => answer.then(() => 'taken', (error: unknown) => error)
const pathsOf = (error: unknown) => (error instanceof ValidationError ? error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) : error)

describe('the outputs of an event', () => {
  it.each(['COMPLETED', 'ERROR'] as const)('of other types than the step\'s flow has are refused all at once, and nothing has changed; as %s', async (stepStatus) => {
    const runId = await begun()
    const before = await world.run(runId)
    const error = await refusal(publish(runId, { stepStatus, outputs: { n: 'not a number', at: 'soon', more: 1 }, clientMutationKey: runId }))
    expect(pathsOf(error)).toEqual(['input.outputs.n: must be a number', expect.stringContaining('input.outputs.at: ')])
    expect(await world.run(runId)).toEqual(before)
    // The key of what was refused is free for the right ones.
    await publish(runId, { outputs: { n: 3, at: '2031-05-09T10:30:00+02:00', more: 'x' }, clientMutationKey: runId })
    expect(await world.step(runId, 'Outside')).toMatchObject({ status: 'COMPLETED', outputs: { n: 3, at: '2031-05-09T08:30:00.000Z', more: 'x' } })
    expect(await world.step(runId, 'Inside')).toMatchObject({ status: 'COMPLETED', inputs: { level: 3 } })
  })

  it('are those of the version that the step runs, not of the active one', async () => {
    const runId = await begun()
    await world.deployFlow({ ...ASKS, variables: [{ apiName: 'n', dataType: 'STRING', isOutput: true }] })
    try {
      expect(pathsOf(await refusal(publish(runId, { outputs: { n: 'new' } })))).toEqual(['input.outputs.n: must be a number'])
      await publish(runId, { outputs: { n: null } })
      expect((await world.step(runId, 'Outside')).outputs).toEqual({ n: null, at: null })
    } finally {
      await world.deployFlow(ASKS)
    }
  })

  it('are no matter where the event is refused anyway', async () => { // rules A2, R3b
    const runId = await begun()
    const outputs = { n: 'nope' }
    const nobody: Viewer = { ...world.ben, permissions: new Set() }, reader: Viewer = { ...nobody, permissions: new Set(['VIEW_ALL_DATA']) }
    expect(await refusal(publish(runId, { outputs }, nobody))).toBeInstanceOf(NotFoundError)
    expect(await refusal(publish(runId, { outputs }, reader))).toBeInstanceOf(ForbiddenError)
    expect(await refusal(publish('nothing', { outputs }))).toBeInstanceOf(NotFoundError)
    expect(await refusal(publish(runId, { outputs, stepId: 'nothing' }))).toBeInstanceOf(NotFoundError)
    // An interactive step, one that has not started, and one whose stage's turn has not come: it has no version of its flow yet.
    for (const step of ['s1.t2', 's1.t3', 's2.t1']) expect(await refusal(publish(runId, { outputs, stepId: `${runId}.${step}` }))).toBeInstanceOf(ConflictError)
    expect(await refusal(publish(runId, { outputs, stepId: null, stepStatus: null }))).toBeInstanceOf(ValidationError)
    await cancelRun(world.shell, world.admin, runId, null)
    expect(await refusal(publish(runId, { outputs }))).toBeInstanceOf(RunNotInProgressError)
  })
})
