// `interlude interviews list|resume|delete`: paused interviews, by filters or ids (I5 to I8).
import type { Command } from 'commander'
import { asTargets, addAgeFilter, addBulkOptions, addFilters, ago, chosenIds, parseLimit, parseSome, type BulkOptions } from './options.ts'
import { changeMany, type BulkChange, type Outcome, type Target } from './bulk.ts'
import { WrongUsage } from './command-fault.ts'
import { graphql } from './generated/gql.ts'
import type { FlowInterviewFilter, InterviewRowFragment } from './generated/graphql.ts'
import { refusalWords, succeeded } from './refusal.ts'
import { allRows, chunked, firstRows, PAGE_SIZE, printRows } from './rows.ts'
import type { OpenSession, Session } from './session.ts'
import type { Column } from './table.ts'

export const INTERVIEW_ROW = graphql(`
  fragment InterviewRow on FlowInterview {
    id guid label status currentElement pauseLabel pausedAt createdDate lastModifiedDate expiresAt canResume canDelete isOfBackgroundStep
    flow { apiName label } flowVersion { versionNumber } pausedBy { username name } owner { username name }
    record { recordId objectApiName name } workItem { id name }
  }
`)

const LIST = graphql(`
  query ListInterviews($first: Int!, $after: String, $filter: FlowInterviewFilter) {
    pausedInterviews(first: $first, after: $after, filter: $filter) { edges { node { ...InterviewRow } } pageInfo { hasNextPage endCursor } }
  }
`)

const IDS = graphql(`
  query InterviewIds($first: Int!, $after: String, $filter: FlowInterviewFilter) {
    pausedInterviews(first: $first, after: $after, filter: $filter) { edges { node { id isOfBackgroundStep } } pageInfo { hasNextPage endCursor } }
  }
`)

const BY_ID = graphql(`
  query InterviewsById($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on FlowInterview { id label status canResume canDelete } } }
`)

const DELETE = graphql(`
  mutation DeleteInterviews($input: DeleteInterviewsInput!) {
    deleteInterviews(input: $input) { __typename ... on DeleteInterviewsSuccess { results { interviewId error { ...Refusal } } } ...Refusal }
  }
`)

const RESUME = graphql(`
  mutation ResumeInterviews($input: ResumeInterviewsInput!) {
    resumeInterviews(input: $input) { __typename ... on ResumeInterviewsSuccess { results { interviewId error { ...Refusal } } } ...Refusal }
  }
`)

type Filters = { record?: string; flow?: string; pausedBy?: string; olderThan?: number; status?: Status[] }
type Status = 'PAUSED' | 'STARTED'

const COLUMNS: readonly Column<InterviewRowFragment>[] = [
  { title: 'GUID', text: (row) => row.guid, isId: true },
  { title: 'LABEL', text: (row) => row.label },
  { title: 'FLOW', text: (row) => row.flow.apiName },
  { title: 'ELEMENT', text: (row) => row.currentElement },
  { title: 'SINCE', text: (row) => row.pausedAt ?? row.lastModifiedDate },
  { title: 'BY', text: (row) => row.pausedBy?.username },
  { title: 'RECORD', text: (row) => row.record?.recordId },
  { title: 'REASON', text: (row) => row.pauseLabel },
]

/** Adds the commands. */
export function addInterviewCommands(program: Command, open: OpenSession): void {
  const interviews = program.command('interviews').description('Paused interviews: list, resume and delete them; with --status STARTED your own that you left without pausing.')
  addInterviewFilters(interviews.command('list').description('List paused interviews, newest first.'), STATUSES)
    .option('--limit <count>', 'at most so many', parseLimit)
    .action(async ({ limit, ...filters }: Filters & { limit?: number }, command: Command) => {
      const session = open(command)
      const filter = filterOf(session, filters)
      const rows = allRows(async (after) => (await session.api.run(LIST, { first: Math.min(limit ?? PAGE_SIZE, PAGE_SIZE), after, filter })).pausedInterviews)
      await printRows(session, firstRows(rows, limit), COLUMNS, 'There are no such interviews.')
    })
  addBulkCommand(interviews, open, {
    name: 'resume', statuses: ['PAUSED'], description: 'Resume paused interviews: each goes on where it stands; one that waits for a time goes on at once.',
    words: { ask: 'Resume', doing: 'Resuming', done: 'Resumed' }, fault: (interview) => (interview.canResume ? null : 'You may not resume it.'),
    change: async ({ api }, interviewIds) => succeeded((await api.run(RESUME, { input: { interviewIds } })).resumeInterviews).results.map(outcomeOf),
  })
  addBulkCommand(interviews, open, {
    name: 'delete', statuses: STATUSES, description: 'Delete paused interviews and their data for good; their work items stay open. Filters leave out flows of background steps, which runs wait for: deleting one, by its id, fails its step.',
    isLeftOut: ({ isOfBackgroundStep }) => isOfBackgroundStep,
    words: { ask: 'Delete', doing: 'Deleting', done: 'Deleted' }, fault: (interview) => (interview.canDelete ? null : 'You may not delete it.'),
    change: async ({ api }, interviewIds) => succeeded((await api.run(DELETE, { input: { interviewIds } })).deleteInterviews).results.map(outcomeOf),
  })
}

type Bulk = Pick<BulkChange, 'words'> & {
  name: string; description: string; statuses: readonly Status[]
  /** Why the change would fail; null where it would not. */
  fault: (interview: { canResume: boolean; canDelete: boolean }) => string | null
  change: (session: Session, ids: string[]) => Promise<Outcome[]>
  /** What filters don't find for it. */
  isLeftOut?: (interview: { isOfBackgroundStep: boolean }) => boolean
}

function addBulkCommand(interviews: Command, open: OpenSession, { name, description, statuses, words, fault, change, isLeftOut = () => false }: Bulk): void {
  addInterviewFilters(addBulkOptions(interviews.command(name).description(description), 'interviews'), statuses)
    .action(async (ids: string[], { all, dryRun = false, ...filters }: Filters & BulkOptions, command: Command) => {
      const session = open(command)
      const chosen = chosenIds(ids, { all, dryRun }, filters, session.terminal)
      const filter = filterOf(session, filters)
      await changeMany(session, {
        words, noun: ['interview', 'interviews'], total: chosen?.total ?? null, isDryRun: dryRun,
        targets: chosen === null ? found(session, filter, dryRun ? fault : null, isLeftOut) : dryRun ? named(session, chosen.ids, fault) : asTargets(chosen.ids),
        change: (pieces) => change(session, [...pieces]),
      })
    })
}

const STATUSES: readonly Status[] = ['PAUSED', 'STARTED']

function addInterviewFilters(command: Command, statuses: readonly Status[]): Command {
  const isPausedOnly = statuses.length === 1
  addAgeFilter(addFilters(command, 'record', 'flow', 'pausedBy'), isPausedOnly ? 'paused' : 'paused, or left,')
  return command.option('--status <status>', isPausedOnly ? 'PAUSED, and no other' : 'PAUSED, as without it, or STARTED: your own that you left without pausing', parseSome(statuses))
}

function filterOf({ clock }: Session, { record, flow, pausedBy, olderThan, status = ['PAUSED'] }: Filters): FlowInterviewFilter {
  if (new Set(status).size > 1) throw new WrongUsage('Give one --status: lists have either.')
  const before = ago(clock(), olderThan)
  return { recordId: record, flow, pausedBy, ...(status[0] === 'STARTED' ? { status: 'STARTED', lastModifiedBefore: before } : { pausedBefore: before }) }
}

async function* found({ api }: Session, filter: FlowInterviewFilter, fault: Bulk['fault'] | null, isLeftOut: NonNullable<Bulk['isLeftOut']>): AsyncGenerator<Target> {
  const page = (after: string | null) => ({ first: PAGE_SIZE, after, filter })
  if (fault === null) {
    for await (const row of allRows(async (after) => (await api.run(IDS, page(after))).pausedInterviews)) if (!isLeftOut(row)) yield row
    return
  }
  for await (const row of allRows(async (after) => (await api.run(LIST, page(after))).pausedInterviews)) if (!isLeftOut(row)) yield { id: row.id, label: row.label, fault: fault(row) }
}

async function* named({ api }: Session, ids: AsyncIterable<string>, fault: Bulk['fault']): AsyncGenerator<Target> {
  for await (const chunk of chunked(ids, PAGE_SIZE)) {
    const { nodes } = await api.run(BY_ID, { ids: chunk.map(globalId) })
    yield* chunk.map((id, at) => {
      const interview = nodes[at]
      if (interview?.__typename !== 'FlowInterview') return { id, fault: 'There is no such interview.' }
      return { id, label: interview.label, fault: fault(interview) }
    })
  }
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

// Mutations take a bare guid as it is; reading by id takes what the server would have made of it.
function globalId(id: string): string {
  return GUID.test(id) ? Buffer.from(`FlowInterview:${id.toLowerCase()}`).toString('base64') : id
}

function outcomeOf({ interviewId, error }: { interviewId: string; error?: object | null }): Outcome {
  return { id: interviewId, ok: error == null, error: error == null ? null : refusalWords(error) }
}
