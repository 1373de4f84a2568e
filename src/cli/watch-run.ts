// A run as it goes, milestone by milestone, exactly once and in order: each event of the subscription says that there is
// more to read, and the run's history is read on from where we were. So nothing is lost between the first look and the
// subscription, nor while a connection is broken.
import { createClient, type Client } from 'graphql-ws'
import WebSocket from 'ws'
import { CommandFault, ServerUnreachable } from './command-fault.ts'
import { graphql } from './generated/gql.ts'
import type { WatchedMilestoneFragment } from './generated/graphql.ts'
import { PAGE_SIZE } from './rows.ts'
import type { Session } from './session.ts'

/** One milestone, by the names of the contract. */
export type WatchedMilestone = WatchedMilestoneFragment

export const WATCHED_MILESTONE = graphql(`
  fragment WatchedMilestone on RunHistoryEvent {
    id milestone occurredAt durationSeconds detail actor { username name } completedBy { username name }
    stage { id apiName label } step { id apiName label } workItem { id name label }
  }
`)

const READ_ON = graphql(`
  query ReadOnInRun($id: ID!, $first: Int!, $after: String) {
    node(id: $id) {
      ... on OrchestrationRun { status error { message isRecoverable } history(first: $first, after: $after) { edges { node { ...WatchedMilestone } } pageInfo { hasNextPage endCursor } } }
    }
  }
`)

const PROGRESS = graphql(`
  subscription RunProgress($runId: ID!, $after: String) { runProgress(runId: $runId, after: $after) { cursor } }
`)

/** Statuses in which nothing more happens by itself. */
const ENDS: readonly string[] = ['COMPLETED', 'CANCELED', 'ERROR']
// A subscription begins a moment after it was asked for: a look soon after sees what fell in between.
const LOOK_AGAIN_MS = 1_000
// For a server whose subscriptions have fallen silent.
const LOOK_ANYWAY_MS = 30_000
const RETRY_MS = 500
const LONGEST_RETRY_MS = 10_000
const GIVE_UP_AFTER_MS = 10 * 60_000

/** How a run that was watched stands at the end. */
export type RunEnd = { status: string; error: string | null; isRecoverable: boolean }

/** Yields each milestone until the run ends; then `end` says how. Throws CommandFault where there is no such run. */
export async function* watchRun(session: Session, runId: string, end: RunEnd): AsyncGenerator<WatchedMilestone> {
  const { api } = session
  const bell = makeBell()
  let after: string | null = null
  let subscription: { stop(): void } | null = null
  try {
    for (;;) {
      const { node: run } = await patiently(session, subscription !== null, () => api.run(READ_ON, { id: runId, first: PAGE_SIZE, after }))
      if (run == null || !('history' in run)) throw new CommandFault(`There is no run with the id "${runId}".`)
      for (const { node } of run.history.edges) yield node
      after = run.history.pageInfo.endCursor ?? after
      if (run.history.pageInfo.hasNextPage) continue
      if (ENDS.includes(run.status)) {
        Object.assign(end, { status: run.status, error: run.error?.message ?? null, isRecoverable: run.error?.isRecoverable ?? false })
        return
      }
      subscription ??= subscribe(session, runId, bell)
      await bell.rung(LOOK_ANYWAY_MS)
    }
  } finally {
    subscription?.stop()
  }
}

// Once watching, a server that restarts is waited for.
async function patiently<Answer>({ terminal, clock }: Session, isWatching: boolean, ask: () => Promise<Answer>): Promise<Answer> {
  const startedAt = clock().getTime()
  for (let pause = RETRY_MS; ; pause = Math.min(pause * 2, LONGEST_RETRY_MS)) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof ServerUnreachable) || !isWatching || clock().getTime() - startedAt > GIVE_UP_AFTER_MS) throw error
      if (pause === RETRY_MS) terminal.note(`${error.message} Trying again …`)
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
}

/** Rings once or more; whoever waits goes on, at the latest after a time. A fault that rings is thrown to them. */
type Bell = { ring(fault?: CommandFault): void; rung(patienceMs: number): Promise<void> }

function makeBell(): Bell {
  let isRung = false
  let fault: CommandFault | null = null
  let wake = () => {}
  return {
    ring: (why) => {
      isRung = true
      fault ??= why ?? null
      wake()
    },
    rung: async (patienceMs) => {
      if (!isRung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, patienceMs)
          wake = () => { clearTimeout(timer); resolve() }
        })
      }
      isRung = false
      if (fault !== null) throw fault
    },
  }
}

// Rings at each event, and comes back by the last one's cursor when the connection breaks.
function subscribe({ api }: Session, runId: string, bell: Bell): { stop(): void } {
  let cursor: string | null = null
  let pause = RETRY_MS
  let timer: NodeJS.Timeout | null = null
  let client: Client | null = null
  let isStopped = false
  const later = (work: () => void, ms: number) => { timer = setTimeout(work, ms) }
  const connect = () => {
    client = createClient({ url: api.url.replace(/^http/, 'ws'), webSocketImpl: WebSocket, retryAttempts: 0, connectionParams: { authorization: `Bearer ${api.token}` } })
    client.on('connected', () => {
      pause = RETRY_MS
      later(() => bell.ring(), LOOK_AGAIN_MS)
    })
    client.subscribe<{ runProgress: { cursor: string } }>({ query: PROGRESS.toString(), variables: { runId, after: cursor } }, {
      next: ({ data, errors }) => {
        cursor = data?.runProgress.cursor ?? cursor
        // Too old or too late: what was missed is in the history.
        if (errors !== undefined) cursor = null
        bell.ring()
      },
      error: (reason) => {
        const fault = faultOf(reason)
        if (fault !== null) return bell.ring(fault)
        if (Array.isArray(reason)) cursor = null
        again()
      },
      complete: again,
    })
  }
  const again = () => {
    if (isStopped) return
    if (timer !== null) clearTimeout(timer)
    later(connect, pause)
    pause = Math.min(pause * 2, LONGEST_RETRY_MS)
  }
  connect()
  return {
    stop: () => {
      isStopped = true
      if (timer !== null) clearTimeout(timer)
      void client?.dispose()
    },
  }
}

// What coming back would not mend.
function faultOf(reason: unknown): CommandFault | null {
  const errors = Array.isArray(reason) ? (reason as { message: string; extensions?: { code?: string } }[]) : []
  const code = errors[0]?.extensions?.code
  if (code === 'UNAUTHENTICATED' || (reason as { code?: unknown } | null)?.code === 4403) return new CommandFault('The token is not taken any more: it has expired, or the user is inactive. Set INTERLUDE_TOKEN anew.')
  if (code === 'NOT_FOUND' || code === 'FORBIDDEN') return new CommandFault(errors[0]!.message)
  return null
}
