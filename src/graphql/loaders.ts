// This request's DataLoaders: rows by id, many asked for at once, each read once, each only as the viewer may see it.
// A subscription's context outlives its events: `clearLoaders` before each, so that it never shows what was read before.
import DataLoader from 'dataloader'
import { areInReach } from '../commands/interview/reach.ts'
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

/** A loader over a batch function; add one for each kind of row, in LOADERS. */
export function loader<Row>(batch: Batch<Row>): DataLoader<string, Row> {
  return new DataLoader<string, Row>((ids) => batch(ids), { maxBatchSize: MAX_BATCH })
}

// Whose request it is, and what it is read from.
type Own = { shell: Shell; pool: Shell['pool']; viewer: Viewer }

// Each is made when it is first asked: most requests ask three or four.
const LOADERS = {
  user: (own) => loader((ids) => people.loadVisibleUsers(own.pool, ids)),
  group: (own) => loader((ids) => people.loadVisibleGroups(own.pool, ids)),
  site: (own) => loader((ids) => people.loadVisibleSites(own.pool, ids)),
  sitesOfUser: (own) => loader((ids) => people.loadSitesOfUsers(own.pool, ids)),
  record: (own) => loader((ids) => loadVisibleRecords(own.pool, own.viewer, ids)),
  flow: (own) => loader((ids) => definitions.loadVisibleFlows(own.pool, ids)),
  flowVersion: (own) => loader((ids) => definitions.loadVisibleFlowVersions(own.pool, ids)),
  orchestration: (own) => loader((ids) => definitions.loadVisibleOrchestrations(own.pool, ids)),
  orchestrationVersion: (own) => loader((ids) => definitions.loadVisibleOrchestrationVersions(own.pool, ids)),
  run: (own) => loader((ids) => runs.loadVisibleRuns(own.pool, own.viewer, ids)),
  runOfWorkItem: (own) => loader((ids) => runs.loadRunsOfWorkItems(own.pool, ids)),
  stageOfWorkItem: (own) => loader((ids) => runs.loadStagesOfWorkItems(own.pool, ids)),
  stepOfWorkItem: (own) => loader((ids) => runs.loadStepsOfWorkItems(own.pool, ids)),
  stageRun: (own) => loader((ids) => runs.loadVisibleStageRuns(own.pool, own.viewer, ids)),
  stepRun: (own) => loader((ids) => runs.loadVisibleStepRuns(own.pool, own.viewer, ids)),
  stagesOfRun: (own) => loader((ids) => runs.loadStagesOfRuns(own.pool, ids)),
  stepsOfStage: (own) => loader((ids) => runs.loadStepsOfStages(own.pool, ids)),
  waitsOfRun: (own) => loader((ids) => explainWaits(own.shell, own.viewer, ids)),
  historyEvent: (own) => loader((ids) => loadVisibleHistoryEvents(own.pool, own.viewer, ids)),
  workItem: (own) => loader((ids) => workItems.loadVisibleWorkItems(own.pool, own.viewer, ids)),
  workItemsOfStep: (own) => loader((ids) => workItems.loadWorkItemsOfSteps(own.pool, ids)),
  canOpenWorkItem: (own) => loader((ids) => workItems.loadCanOpen(own.pool, own.viewer, ids)),
  interview: (own) => loader((guids) => interviews.loadVisibleInterviews(own.pool, own.viewer, guids)),
  screenOfInterview: (own) => loader((guids) => showScreens(own.shell, own.viewer, guids)),
  interviewIsInReach: (own) => loader((guids) => areInReach(own.shell, own.viewer, guids)),
  interviewIsEditable: (own) => loader((guids) => interviews.loadAreEditable(own.pool, own.viewer, guids)),
  interviewOfStep: (own) => loader((ids) => interviews.loadInterviewsOfSteps(own.pool, own.viewer, ids)),
  myInterviewOfWorkItem: (own) => loader((ids) => interviews.loadMyInterviewsOfWorkItems(own.pool, own.viewer, ids)),
  email: (own) => loader((ids) => loadVisibleEmails(own.pool, own.viewer, ids)),
  routingConfig: (own) => loader((ids) => routingSettings.loadVisibleRoutingConfigs(own.pool, own.viewer, ids)),
  presenceStatus: (own) => loader((ids) => routingSettings.loadVisiblePresenceStatuses(own.pool, ids)),
  presenceConfig: (own) => loader((ids) => routingSettings.loadVisiblePresenceConfigs(own.pool, own.viewer, ids)),
  agentWork: (own) => loader((ids) => agentWork.loadVisibleAgentWorks(own.pool, own.viewer, ids)),
  agentWorksOfWorkItem: (own) => loader((ids) => agentWork.loadAgentWorksOfWorkItems(own.pool, own.viewer, ids)),
  pendingServiceRouting: (own) => loader((ids) => agentWork.loadVisiblePendingRoutings(own.pool, own.viewer, ids)),
  reasonsOfPendingServiceRouting: (own) => loader((ids) => explainPending(own.shell, ids)),
  /** The viewer's own presence, configuration and work, by the viewer's id. */
  agent: (own) => loader(async (ids) => inOrder(ids, await loadAgents(own.pool, ids.filter((id) => id === own.viewer.id)), (agent) => agent.userId)),
  /** The org's one row of settings, under any key. */
  settings: (own) => loader(async (keys) => {
    const settings = await loadSettings(own.pool)
    return keys.map(() => settings)
  }),
} satisfies Record<string, (own: Own) => DataLoader<string, unknown>>

/** Loaders of one request. Those by id answer null for what doesn't exist or isn't the viewer's to see. */
export type Loaders = { readonly [Name in keyof typeof LOADERS]: ReturnType<(typeof LOADERS)[Name]> }

const FORGET = Symbol('forget')

/** Makes the loaders of one request, for what `viewer` may see. They cost next to nothing until one is asked. */
export function createLoaders(shell: Shell, viewer: Viewer): Loaders {
  let made: { [name: string]: DataLoader<string, unknown> } | null = null
  const forget = () => { made = null }
  return new Proxy({} as Loaders, {
    get: (_, name) => {
      if (name === FORGET) return forget
      const known = made?.[name as string]
      if (known !== undefined || !(name in LOADERS)) return known
      made ??= {}
      return (made[name as string] = LOADERS[name as keyof Loaders]({ shell, pool: shell.pool, viewer }))
    },
  })
}

/** Forgets everything that was read: before each event of a subscription, and after a mutation's command. */
export function clearLoaders(loaders: Loaders): void {
  ;(loaders as unknown as Record<symbol, () => void>)[FORGET]!()
}
