// A small world of queues, agents and work items for routing tests, and a shell whose clock the test moves.
import { decideAndSave } from '../../src/commands/decide-and-save.ts'
import { routingChanges, type WorkItemMove } from '../../src/commands/routing/enqueue-work.ts'
import { joinChanges } from '../../src/store/commit.ts'
import type { Permission, Viewer } from '../../src/core/viewer.ts'
import { loadRoutingOf, loadWorkItem } from '../../src/store/routing.ts'
import type { AgentWork, AgentPresence, PendingServiceRouting, WorkItem } from '../../src/store/routing-rows.ts'
import type { TestDatabase } from './database.ts'
import { loggedOn } from './events.ts'
import { testShell, type TestShell } from './shell.ts'

/** How an agent is set up. `queues` are queue ids. */
export type AgentOptions = { queues: readonly string[]; capacity?: number; isAutoAccept?: boolean; skills?: string[]; permissions?: Permission[]; configuration?: object }

export type RoutingWorld = ReturnType<typeof routingWorld>

/** The world of one test file. Time stands still until the test moves it. */
export function routingWorld(db: TestDatabase) {
  let made: TestShell | undefined
  const shell = (): TestShell => (made ??= testShell(db))
  let count = 0
  const name = (kind: string) => `${kind}${++count}`
  const now = () => shell().now()

  const move = (workItemId: string, change: Partial<WorkItem>, cause: WorkItemMove['cause']) => decideAndSave<null>(shell(), async (at) => {
    const before = (await loadWorkItem(db.pool, workItemId))!
    const workItem = { ...before, ...change, agentId: null }
    const routing = await loadRoutingOf(db.pool, [workItemId], workItem.assigneeGroupId === null ? [] : [workItem.assigneeGroupId])
    const { number: _, ...row } = workItem
    return { answer: null, changes: joinChanges({ writes: [{ kind: 'update', table: 'WorkItem', key: ['id'], rows: [row] }], events: [], jobs: [] }, routingChanges(routing, [{ cause, workItem }], at)) }
  })

  return {
    get shell() { return shell() },
    now,
    pass: (seconds: number) => shell().clock.advance(seconds),

    async status(change: { isOnline?: boolean; isBusy?: boolean } = {}): Promise<string> {
      const apiName = name('Status')
      await db.prisma.servicePresenceStatus.create({ data: { id: apiName, apiName, label: apiName, isOnline: change.isOnline ?? true, isBusy: change.isBusy ?? false } })
      return apiName
    },

    async queue(configuration: object | null = {}): Promise<string> {
      const apiName = name('Queue')
      if (configuration !== null) await db.prisma.queueRoutingConfig.create({ data: { id: `${apiName}.c`, apiName: `${apiName}_config`, skills: [], ...configuration } })
      await db.prisma.group.create({ data: { id: apiName, apiName, label: apiName, groupType: 'QUEUE', supportedObjects: ['OrchestrationWorkItem'], routingConfigurationId: configuration === null ? null : `${apiName}.c` } })
      return apiName
    },

    async agent(options: AgentOptions): Promise<Viewer> {
      const username = name('agent')
      const permissions = options.permissions ?? ['RUN_FLOWS']
      const configuration = { id: `${username}.p`, apiName: `${username}_p`, capacity: options.capacity ?? 5, isAutoAccept: options.isAutoAccept ?? false, ...options.configuration }
      await db.prisma.presenceUserConfig.create({ data: configuration })
      await db.prisma.user.create({ data: { id: username, username, name: username, email: `${username}@localhost`, permissions, skills: options.skills ?? [], presenceStatuses: [], presenceUserConfigId: configuration.id } })
      await db.prisma.groupClosure.createMany({ data: options.queues.map((groupId) => ({ userId: username, groupId })) })
      return { id: username, username, name: username, userType: 'INTERNAL', permissions: new Set(permissions) }
    },

    /** A work item of a run of its own, assigned to the queue and waiting for an agent. */
    async work(queueId: string, change: Partial<WorkItem> = {}): Promise<string> {
      const id = `${shell().newId()}.w1`
      const runId = id.slice(0, -3)
      await db.prisma.orchestrationRun.create({ data: { id: runId, orchestrationId: 'o', versionId: 'v', status: 'IN_PROGRESS', label: 'Run', startedById: 'automated-process', startedAt: now(), state: {} } })
      await db.prisma.runParticipant.create({ data: { runId, principalId: queueId } })
      await db.prisma.workItem.create({ data: {
        id, runId, stageId: `${runId}.s1`, stepId: `${runId}.s1.t1`, orchestrationId: 'o', label: 'Work', status: 'ASSIGNED', isActionable: true,
        assigneeGroupId: queueId, ownerGroupId: queueId, flowId: 'f', flowVersionId: 'fv', inputs: {}, assignment: 1, createdDate: now(), assignedAt: now(), ...change,
      } as never })
      await move(id, {}, 'created')
      return id
    },

    complete: (workItemId: string) => move(workItemId, { status: 'COMPLETED', isActionable: false, completedAt: now() }, 'completed'),
    cancel: (workItemId: string) => move(workItemId, { isActionable: false, closedReason: 'RUN_CANCELED' }, 'canceled'),
    reassign: (workItemId: string, to: { queue?: string; user?: string }) => move(workItemId, { assigneeGroupId: to.queue ?? null, assigneeUserId: to.user ?? null, ownerGroupId: to.queue ?? null, ownerUserId: to.user ?? null }, 'reassigned'),

    workItem: async (id: string): Promise<WorkItem> => db.prisma.workItem.findUniqueOrThrow({ where: { id } }),
    agentWorks: async (workItemId: string): Promise<AgentWork[]> => db.prisma.agentWork.findMany({ where: { workItemId }, orderBy: [{ assignedAt: 'asc' }, { id: 'asc' }] }),
    /** The live agent work of an item; null: nobody has it. */
    live: async (workItemId: string): Promise<AgentWork | null> => db.prisma.agentWork.findFirst({ where: { workItemId, status: { in: ['ASSIGNED', 'OPENED'] } } }),
    pending: async (workItemId: string): Promise<PendingServiceRouting | null> => db.prisma.pendingServiceRouting.findUnique({ where: { workItemId } }),
    presence: async (userId: string): Promise<AgentPresence | null> => db.prisma.agentPresence.findUnique({ where: { userId } }),
    /** Kinds of the events on a topic, in order. */
    events: async (topic: string): Promise<string[]> => (await loggedOn(db.pool, topic)).map(({ kind }) => kind),
    lastEvent: async <Payload>(topic: string): Promise<Payload> => (await loggedOn(db.pool, topic)).at(-1)!.payload as Payload,
    async jobs(task: string): Promise<{ key: string | null; run_at: Date }[]> {
      const { rows } = await db.pool.query<{ key: string | null; run_at: Date }>('SELECT "key", "run_at" FROM graphile_worker.jobs WHERE "task_identifier" = $1 ORDER BY "run_at"', [task])
      return rows
    },
  }
}
