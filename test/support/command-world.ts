// People, flows and orchestrations for tests of commands, made by commands.
import { submitScreen } from '../../src/commands/interview/answer-screen.ts'
import { activateFlow } from '../../src/commands/flow/activate-flow.ts'
import { saveFlow } from '../../src/commands/flow/save-flow.ts'
import { loadViewer } from '../../src/commands/load-viewer.ts'
import { activateOrchestration } from '../../src/commands/orchestration/activate-orchestration.ts'
import { saveOrchestration } from '../../src/commands/orchestration/save-orchestration.ts'
import { upsertRecord } from '../../src/commands/record/upsert-record.ts'
import { startOrchestration } from '../../src/commands/run/start-orchestration.ts'
import type { Shell } from '../../src/commands/shell.ts'
import { openWorkItem } from '../../src/commands/work-item/open-work-item.ts'
import type { FlowDefinition, OrchestrationDefinition } from '../../src/core/definition.ts'
import type { JsonObject } from '../../src/core/json.ts'
import type { Run, StepRun } from '../../src/core/run.ts'
import type { Permission, Viewer } from '../../src/core/viewer.ts'
import { loadRuns } from '../../src/store/run-aggregate.ts'
import type { TestDatabase } from './database.ts'
import { FLOWS, orchestration } from './orchestrations.ts'
import { testShell, type TestShell } from './shell.ts'

const EVERYTHING: Permission[] = ['MANAGE_FLOW', 'RUN_FLOWS', 'MANAGE_ORCHESTRATION_RUNS', 'REASSIGN_WORK_ITEMS', 'VIEW_ALL_DATA', 'CUSTOMIZE_APPLICATION']

export type CommandWorld = Awaited<ReturnType<typeof commandWorld>>

/** The world: admin, ada and ben, who may do everything, and the flows of orchestrations.ts, active. `actions` are what flows can have done. */
export async function commandWorld(db: TestDatabase, actions: Shell['actions'] = {}) {
  const shell: TestShell = testShell(db, { actions })
  const person = async (username: string): Promise<Viewer> => {
    await db.prisma.user.create({ data: { id: username, username, name: username, email: `${username}@localhost`, permissions: EVERYTHING, skills: [], presenceStatuses: [] } })
    return (await loadViewer(db.pool, username))!
  }
  const [admin, ada, ben] = [await person('admin'), await person('ada'), await person('ben')]
  const deployFlow = async (flow: FlowDefinition): Promise<void> => {
    await saveFlow(shell, admin, flow)
    await activateFlow(shell, admin, flow.apiName, null)
  }
  for (const flow of FLOWS.filter((one) => one.apiName !== 'Broken')) await deployFlow(flow)
  await db.prisma.group.create({ data: { id: 'clerks', apiName: 'Clerks', label: 'Clerks', groupType: 'REGULAR' } })
  await db.prisma.groupClosure.createMany({ data: [ada, ben].map(({ id: userId }) => ({ userId, groupId: 'clerks' })) })
  const change = async (recordId: string, fields: JsonObject, by: Shell = shell, key: string | null = null) =>
    upsertRecord(by, admin, { recordId, objectApiName: 'Case', fields, clientMutationKey: key })
  return {
    shell, admin, ada, ben, change,
    /** Saves and activates a flow. */
    deployFlow,

    /** Saves and activates an orchestration of these stages. */
    async deploy(apiName: string, stages: OrchestrationDefinition['stages'], rest: Partial<OrchestrationDefinition> = {}): Promise<void> {
      await saveOrchestration(shell, admin, orchestration(stages, { apiName, ...rest }))
      await activateOrchestration(shell, admin, apiName, null)
    },

    /** Makes a record with Status New, and starts a run on it. */
    async start(apiName: string, recordId: string): Promise<string> {
      await change(recordId, { Status: 'New', Level: 1 })
      return (await startOrchestration(shell, admin, { apiName, recordId })).runId
    },

    async run(runId: string): Promise<Run> {
      return (await loadRuns(db.pool, shell.definitions, [runId]))[0]!.run
    },

    /** The run's step of this name. */
    async step(runId: string, apiName: string): Promise<StepRun> {
      return (await this.run(runId)).stages.flatMap((stage) => stage.steps).find((step) => step.apiName === apiName)!
    },

    /** Opens the step's work item as `viewer`; answers what finishes it. */
    async opened(runId: string, step: string, viewer: Viewer): Promise<(by?: Shell) => Promise<unknown>> {
      const { guid } = await openWorkItem(shell, viewer, (await this.step(runId, step)).workItemId!)
      return (by = shell) => submitScreen(by, viewer, { guid, revision: 1, values: {} })
    },

    /** Milestones of a run, with how often each was reached. */
    async milestones(runId: string): Promise<Record<string, number>> {
      const { rows } = await db.pool.query<{ milestone: string; count: number }>('SELECT "milestone", count(*)::int AS "count" FROM "RunHistoryEvent" WHERE "runId" = $1 GROUP BY 1', [runId])
      return Object.fromEntries(rows.map(({ milestone, count }) => [milestone, count]))
    },
  }
}
