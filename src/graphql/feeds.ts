// What can be followed: an agent's own work, a queue, a record, a run; each with who may follow, and what of it may be shown.
import { hasAny } from '../core/viewer.ts'
import { NotFoundError } from '../errors.ts'
import type { Follower } from '../realtime/follow.ts'
import type { LoggedEvent } from '../store/event-log.ts'
import { couldReadInterview, loadVisibleInterviews } from '../store/interviews.ts'
import { isInGroup, loadQueue } from '../store/people.ts'
import { loadVisibleRuns } from '../store/runs.ts'
import type { Context } from './context.ts'
import { Feed, followFeed } from './followed-events.ts'
import { idOf } from './global-id.ts'

type After = string | null | undefined

/** The viewer's own work, presence and workload. Connected before the first event, gone with the last (O4). */
export async function followOmniChannel(context: Context, after: After): Promise<Follower<Feed>> {
  const feed = new AgentFeed(context)
  const events = await followFeed(feed, after)
  try {
    await feed.connect()
  } catch (error) {
    await events.return()
    throw error
  }
  return events
}

/** A queue's work, by the queue's API name. */
export async function followQueue(context: Context, apiName: string, after: After): Promise<Follower<Feed>> {
  const queue = await loadQueue(context.shell.pool, apiName)
  return followFeed(new QueueFeed(context, apiName, queue?.id ?? null), after)
}

/** A record's work items and paused interviews. */
export function followRecord(context: Context, recordId: string, after: After): Promise<Follower<Feed>> {
  return followFeed(new RecordFeed(context, recordId), after)
}

/** A run's milestones, by the run's global id. */
export function followRun(context: Context, globalRunId: string, after: After): Promise<Follower<Feed>> {
  return followFeed(new RunFeed(context, globalRunId), after)
}

class AgentFeed extends Feed {
  #disconnect: (() => void) | null = null
  #isOver = false

  override topic(): string {
    return `agent:${this.viewer.id}`
  }

  override refusal(): string {
    return ''
  }

  async connect(): Promise<void> {
    const disconnect = await this.realtime.connectAgent(this.viewer.id)
    if (this.#isOver) disconnect()
    else this.#disconnect = disconnect
  }

  override onEnd(): void {
    this.#isOver = true
    this.#disconnect?.()
  }

  protected override mayFollow(): Promise<boolean> {
    return Promise.resolve(true)
  }
}

class QueueFeed extends Feed {
  readonly #apiName: string
  readonly #queueId: string | null

  constructor(context: Context, apiName: string, queueId: string | null) {
    super(context)
    this.#apiName = apiName
    this.#queueId = queueId
  }

  override topic(): string {
    return `queue:${this.#queueId ?? ''}`
  }

  override refusal(): string {
    return `There is no queue "${this.#apiName}" whose work you may follow.`
  }

  protected override async mayFollow({ shell, viewer }: Context): Promise<boolean> {
    return this.#queueId !== null && (hasAny(viewer, 'SUPERVISE_OMNI_CHANNEL') || (await isInGroup(shell.pool, viewer.id, this.#queueId)))
  }
}

class RecordFeed extends Feed {
  readonly #recordId: string

  constructor(context: Context, recordId: string) {
    super(context)
    this.#recordId = recordId
  }

  override topic(): string {
    return `record:${this.#recordId}`
  }

  override recordId(): string {
    return this.#recordId
  }

  override refusal(): string {
    return `There is no record "${this.#recordId}".`
  }

  // An interview is shown to those who may read it now: not to others, and nothing but its end once it is deleted (O6, I5).
  override async mayShow({ kind, payload }: LoggedEvent): Promise<boolean> {
    const { shell, viewer } = this
    if (kind === 'InterviewDeleted') return couldReadInterview(shell.pool, viewer, { ownerId: String(payload['ownerId']), recordId: this.#recordId })
    if (kind !== 'InterviewPaused' && kind !== 'InterviewResumed') return true
    const { guid } = payload['interview'] as { guid: string }
    return (await loadVisibleInterviews(shell.pool, viewer, [guid]))[0] !== null
  }

  protected override async mayFollow({ load }: Context): Promise<boolean> {
    return (await load.record.load(this.#recordId)) !== null
  }
}

class RunFeed extends Feed {
  readonly #globalRunId: string

  constructor(context: Context, globalRunId: string) {
    super(context)
    this.#globalRunId = globalRunId
  }

  override topic(): string {
    return `run:${this.#runId()}`
  }

  override refusal(): string {
    return `There is no run with the id "${this.#globalRunId}".`
  }

  // A run may be read by way of many records: looked at for each milestone instead of listening to them all.
  override async mayShow(): Promise<boolean> {
    if ((await loadVisibleRuns(this.shell.pool, this.viewer, [this.#runId()]))[0] === null) throw new NotFoundError(this.refusal())
    return true
  }

  protected override async mayFollow({ load }: Context): Promise<boolean> {
    return (await load.run.load(this.#runId())) !== null
  }

  #runId(): string {
    return idOf('OrchestrationRun', this.#globalRunId) ?? ''
  }
}
