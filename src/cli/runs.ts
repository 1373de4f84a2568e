// `interlude runs list|suspend|cancel|resume`: runs of orchestrations, and what can be done to many (R3). What is about
// one run is in run.ts.
import type { Command } from 'commander'
import { resumeFault } from '../core/run-control.ts'
import { RUN_STATUSES } from '../core/status-table.ts'
import { asTargets, addAgeFilter, addBulkOptions, addFilters, ago, chosenIds, parseLimit, parseSome, type BulkOptions } from './options.ts'
import type { Api } from './api.ts'
import { WrongUsage } from './command-fault.ts'
import { findCaller, permissionFault } from './caller.ts'
import { changeMany, type BulkChange, type Outcome, type Target } from './bulk.ts'
import { graphql } from './generated/gql.ts'
import type { RunFilter, RunRowFragment, RunStatus } from './generated/graphql.ts'
import { isRefusal, refusalWords } from './refusal.ts'
import { allRows, chunked, firstRows, PAGE_SIZE, printRows } from './rows.ts'
import type { OpenSession, Session } from './session.ts'
import type { Column } from './table.ts'

export const RUN_ROW = graphql(`
  fragment RunRow on OrchestrationRun {
    id label status startedAt endedAt durationSeconds orchestration { apiName label } version { versionNumber }
    startedBy { username name } record { recordId objectApiName name } currentStage { apiName label status }
    error { message occurredAt attempts stage { apiName } step { apiName } }
  }
`)

const LIST = graphql(`
  query ListRuns($first: Int!, $after: String, $filter: RunFilter) {
    runs(first: $first, after: $after, filter: $filter) { edges { node { ...RunRow } } pageInfo { hasNextPage endCursor } }
  }
`)

const TARGETS = graphql(`
  query RunTargets($first: Int!, $after: String, $filter: RunFilter) {
    runs(first: $first, after: $after, filter: $filter) { edges { node { id label status startedAt error { message isRecoverable occurredAt } } } pageInfo { hasNextPage endCursor } }
  }
`)

const BY_ID = graphql(`
  query RunsById($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on OrchestrationRun { id label status error { message isRecoverable occurredAt } } } }
`)

const SUSPEND = graphql(`
  mutation SuspendRun($input: SuspendRunInput!) { answer: suspendRun(input: $input) { __typename ... on SuspendRunSuccess { run { id } } ...Refusal } }
`)
const CANCEL = graphql(`
  mutation CancelRun($input: CancelRunInput!) { answer: cancelRun(input: $input) { __typename ... on CancelRunSuccess { run { id } } ...Refusal } }
`)
const RESUME = graphql(`
  mutation ResumeRun($input: ResumeRunInput!) { answer: resumeRun(input: $input) { __typename ... on ResumeRunSuccess { run { id } } ...Refusal } }
`)

const STATUSES = Object.keys(RUN_STATUSES) as RunStatus[]

type Filters = { record?: string; orchestration?: string; status?: RunStatus[]; olderThan?: number }

const COLUMNS: readonly Column<RunRowFragment>[] = [
  { title: 'ORCHESTRATION', text: (row) => row.orchestration.apiName },
  { title: 'STATUS', text: (row) => row.status },
  { title: 'STAGE', text: (row) => row.currentStage?.apiName },
  { title: 'RECORD', text: (row) => row.record?.recordId },
  { title: 'STARTED', text: (row) => row.startedAt },
  { title: 'BY', text: (row) => row.startedBy.username },
  { title: 'ERROR', text: (row) => row.error?.message },
  { title: 'ID', text: (row) => row.id, isId: true },
]

type Control = {
  name: 'suspend' | 'cancel' | 'resume'; description: string; words: BulkChange['words']
  /** What a run becomes by it. */
  to: RunStatus
  change: (api: Api, runId: string, reason: string | undefined) => Promise<Answer>
}
type Answer = { answer: { __typename: string } }

const CONTROLS: readonly Control[] = [
  {
    name: 'suspend', description: 'Suspend runs: what runs ends, nothing new starts.', words: { ask: 'Suspend', doing: 'Suspending', done: 'Suspended' }, to: 'SUSPENDED',
    change: (api, runId, reason) => api.run(SUSPEND, { input: { runId, reason } }),
  },
  {
    name: 'cancel', description: 'Cancel runs: they end for good.', words: { ask: 'Cancel', doing: 'Canceling', done: 'Canceled' }, to: 'CANCELED',
    change: (api, runId, reason) => api.run(CANCEL, { input: { runId, reason } }),
  },
  {
    name: 'resume', description: 'Go on with suspended runs, and try the failed step of those in error again.', words: { ask: 'Resume', doing: 'Resuming', done: 'Resumed' }, to: 'IN_PROGRESS',
    change: (api, runId) => api.run(RESUME, { input: { runId } }),
  },
]

/** Adds the commands to `interlude runs`. */
export function addRunsCommands(runs: Command, open: OpenSession): void {
  addRunFilters(runs.command('list').description('List runs, newest first.'))
    .option('--limit <count>', 'at most so many', parseLimit)
    .action(async ({ limit, ...filters }: Filters & { limit?: number }, command: Command) => {
      const session = open(command)
      const rows = allRows(async (after) => (await session.api.run(LIST, { first: PAGE_SIZE, after, filter: filterOf(filters) })).runs)
      await printRows(session, firstRows(olderThan(rows, ago(session.clock(), filters.olderThan)), limit), COLUMNS, 'There are no such runs.')
    })
  for (const control of CONTROLS) addControl(runs, open, control)
}

const AT_ONCE = 4

function addControl(runs: Command, open: OpenSession, { name, description, words, to, change }: Control): void {
  const command = addRunFilters(addBulkOptions(runs.command(name).description(description), 'runs'))
  if (name !== 'resume') command.option('--reason <text>', 'why, for their history')
  const from = STATUSES.filter((status) => RUN_STATUSES[status].includes(to))
  command.action(async (ids: string[], { all, dryRun = false, reason, ...filters }: Filters & BulkOptions & { reason?: string }, self: Command) => {
    const session = open(self)
    const chosen = chosenIds(ids, { all, dryRun }, filters, session.terminal)
    const unfit = filters.status?.filter((one) => !from.includes(one)) ?? []
    if (unfit.length > 0) throw new WrongUsage(`Runs that are ${unfit.join(' or ')} can't be ${words.done.toLowerCase()}.`)
    const status = filters.status ?? from
    // Of a run that isn't there the server says so first, then that the permission is missing, then what its status is.
    const denial = dryRun ? permissionFault(await findCaller(session.api), 'MANAGE_ORCHESTRATION_RUNS', 'Managing runs') : null
    const faultOf = (run: Foreseen) => denial ?? (!from.includes(run.status) ? `It is ${run.status}.` : name === 'resume' && run.status === 'ERROR' ? resumeFault(run.error ?? null, session.clock().toISOString()) : null)
    await changeMany(session, {
      words, noun: ['run', 'runs'], total: chosen?.total ?? null, isDryRun: dryRun,
      targets: chosen === null ? found(session, { ...filterOf(filters), status }, filters, faultOf) : dryRun ? named(session, chosen.ids, faultOf) : asTargets(chosen.ids),
      // One mutation a run: there is none for many.
      piece: AT_ONCE,
      change: (targets) => Promise.all(targets.map(async (id): Promise<Outcome> => {
        const { answer } = await change(session.api, id, reason)
        return { id, ok: !isRefusal(answer), error: isRefusal(answer) ? refusalWords(answer) : null }
      })),
    })
  })
}

// What a dry run knows of a run.
type Foreseen = { status: RunStatus; error?: { message: string; isRecoverable: boolean; occurredAt: string } | null }

function addRunFilters(command: Command): Command {
  return addAgeFilter(addFilters(command, 'record', 'orchestration'), 'started').option('--status <status>', `only these: ${STATUSES.join(', ')}; several by commas`, parseSome(STATUSES))
}

function filterOf({ record, orchestration, status }: Filters): RunFilter {
  return { recordId: record, orchestration, status }
}

async function* olderThan<Row extends { startedAt: string }>(rows: AsyncIterable<Row>, before: string | undefined): AsyncGenerator<Row> {
  for await (const row of rows) if (before === undefined || row.startedAt < before) yield row
}

async function* found({ api, clock }: Session, filter: RunFilter, { olderThan: age }: Filters, faultOf: (run: Foreseen) => string | null): AsyncGenerator<Target> {
  const rows = allRows(async (after) => (await api.run(TARGETS, { first: PAGE_SIZE, after, filter })).runs)
  for await (const run of olderThan(rows, ago(clock(), age))) yield { id: run.id, label: run.label, fault: faultOf(run) }
}

async function* named({ api }: Session, ids: AsyncIterable<string>, faultOf: (run: Foreseen) => string | null): AsyncGenerator<Target> {
  for await (const chunk of chunked(ids, PAGE_SIZE)) {
    const { nodes } = await api.run(BY_ID, { ids: chunk })
    yield* chunk.map((id, at) => {
      const run = nodes[at]
      if (run?.__typename !== 'OrchestrationRun') return { id, fault: 'There is no such run.' }
      return { id, label: run.label, fault: faultOf(run) }
    })
  }
}
