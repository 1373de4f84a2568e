// This request's DataLoaders: rows by id, many asked for at once, each read once, each only as the viewer may see it.
// A subscription's context outlives its events: `clearLoaders` before each, so that it never shows what was read before.
import DataLoader from 'dataloader'
import { showScreens } from '../commands/interview/show-screens.ts'
import { explainPending } from '../commands/routing/explain-pending.ts'
import { explainWaits } from '../commands/run/explain-waits.ts'
import type { Shell } from '../commands/shell.ts'
import type { Viewer } from '../core/viewer.ts'
import * as agentWork from '../store/agent-work.ts'
import { loadAgents } from '../store/agents.ts'
import * as definitions from '../store/definition-rows.ts'
import { loadVisibleEmails } from '../store/emails.ts'
import { loadVisibleHistoryEvents } from '../store/history.ts'
import * as interviews from '../store/interviews.ts'
import * as people from '../store/people.ts'
import { inOrder } from '../store/query.ts'
import { loadVisibleRecords } from '../store/records.ts'
import * as routingSettings from '../store/routing-settings.ts'
import * as runs from '../store/runs.ts'
import { loadSettings } from '../store/settings.ts'
import * as workItems from '../store/work-items.ts'

/** Reads rows for ids, in their order. */
type Batch<Row> = (ids: readonly string[]) => Promise<Row[]>

// Ids of one look-up; more are read in several.
const MAX_BATCH = 1000

/** A loader over a batch function; add one for each kind of row, in `createLoaders`. */
export function loader<Row>(batch: Batch<Row>): DataLoader<string, Row> {
  return new DataLoader<string, Row>((ids) => batch(ids), { maxBatchSize: MAX_BATCH })
}

/** Loaders of one request. Those by id answer null for what doesn't exist or isn't the viewer's to see. */
export type Loaders = ReturnType<typeof makeLoaders>

const FORGET = Symbol('forget')

/** Makes the loaders of one request, for what `viewer` may see. They cost next to nothing until one is asked. */
export function createLoaders(shell: Shell, viewer: Viewer): Loaders {
  let made: Loaders | null = null
  const forget = () => { made = null }
  return new Proxy({} as Loaders, {
    get: (_, name) => (name === FORGET ? forget : (made ??= makeLoaders(shell, viewer))[name as keyof Loaders]),
  })
}

function makeLoaders(shell: Shell, viewer: Viewer) {
  const { pool } = shell
  return {
    user: loader((ids) => people.loadVisibleUsers(pool, ids)),
    group: loader((ids) => people.loadVisibleGroups(pool, ids)),
    site: loader((ids) => people.loadVisibleSites(pool, ids)),
    sitesOfUser: loader((ids) => people.loadSitesOfUsers(pool, ids)),
    record: loader((ids) => loadVisibleRecords(pool, viewer, ids)),
    flow: loader((ids) => definitions.loadVisibleFlows(pool, ids)),
    flowVersion: loader((ids) => definitions.loadVisibleFlowVersions(pool, ids)),
    orchestration: loader((ids) => definitions.loadVisibleOrchestrations(pool, ids)),
    orchestrationVersion: loader((ids) => definitions.loadVisibleOrchestrationVersions(pool, ids)),
    run: loader((ids) => runs.loadVisibleRuns(pool, viewer, ids)),
    runOfWorkItem: loader((ids) => runs.loadRunsOfWorkItems(pool, ids)),
    stageOfWorkItem: loader((ids) => runs.loadStagesOfWorkItems(pool, ids)),
    stepOfWorkItem: loader((ids) => runs.loadStepsOfWorkItems(pool, ids)),
    stageRun: loader((ids) => runs.loadVisibleStageRuns(pool, viewer, ids)),
    stepRun: loader((ids) => runs.loadVisibleStepRuns(pool, viewer, ids)),
    stagesOfRun: loader((ids) => runs.loadStagesOfRuns(pool, ids)),
    stepsOfStage: loader((ids) => runs.loadStepsOfStages(pool, ids)),
    waitsOfRun: loader((ids) => explainWaits(shell, ids)),
    historyEvent: loader((ids) => loadVisibleHistoryEvents(pool, viewer, ids)),
    workItem: loader((ids) => workItems.loadVisibleWorkItems(pool, viewer, ids)),
    workItemsOfStep: loader((ids) => workItems.loadWorkItemsOfSteps(pool, ids)),
    canOpenWorkItem: loader((ids) => workItems.loadCanOpen(pool, viewer, ids)),
    interview: loader((guids) => interviews.loadVisibleInterviews(pool, viewer, guids)),
    screenOfInterview: loader((guids) => showScreens(shell, guids)),
    interviewIsEditable: loader((guids) => interviews.loadAreEditable(pool, viewer, guids)),
    interviewOfStep: loader((ids) => interviews.loadInterviewsOfSteps(pool, viewer, ids)),
    myInterviewOfWorkItem: loader((ids) => interviews.loadMyInterviewsOfWorkItems(pool, viewer, ids)),
    email: loader((ids) => loadVisibleEmails(pool, viewer, ids)),
    routingConfig: loader((ids) => routingSettings.loadVisibleRoutingConfigs(pool, viewer, ids)),
    presenceStatus: loader((ids) => routingSettings.loadVisiblePresenceStatuses(pool, ids)),
    presenceConfig: loader((ids) => routingSettings.loadVisiblePresenceConfigs(pool, viewer, ids)),
    agentWork: loader((ids) => agentWork.loadVisibleAgentWorks(pool, viewer, ids)),
    agentWorksOfWorkItem: loader((ids) => agentWork.loadAgentWorksOfWorkItems(pool, viewer, ids)),
    pendingServiceRouting: loader((ids) => agentWork.loadVisiblePendingRoutings(pool, viewer, ids)),
    reasonsOfPendingServiceRouting: loader((ids) => explainPending(shell, ids)),
    /** The viewer's own presence, configuration and work, by the viewer's id. */
    agent: loader(async (ids) => inOrder(ids, await loadAgents(pool, ids.filter((id) => id === viewer.id)), (agent) => agent.userId)),
    /** The org's one row of settings, under any key. */
    settings: loader(async (keys) => {
      const settings = await loadSettings(pool)
      return keys.map(() => settings)
    }),
  }
}

/** Forgets everything that was read: before each event of a subscription, and after a mutation's command. */
export function clearLoaders(loaders: Loaders): void {
  ;(loaders as unknown as Record<symbol, () => void>)[FORGET]!()
}
