// `interlude runs start|show|watch`: what is about one run.
import { InvalidArgumentError, type Command } from 'commander'
import { CommandFault } from './command-fault.ts'
import { graphql } from './generated/gql.ts'
import type { RunDetailsFragment } from './generated/graphql.ts'
import { someText } from './options.ts'
import { succeeded } from './refusal.ts'
import { printJson, printOne } from './rows.ts'
import type { OpenSession, Session } from './session.ts'
import { printable } from './table.ts'
import type { RunEnd, WatchedMilestone } from './watch-run.ts'

const START = graphql(`
  mutation StartRun($input: StartOrchestrationInput!) {
    startOrchestration(input: $input) { __typename ... on StartOrchestrationSuccess { run { ...RunRow } } ...Refusal }
  }
`)

export const RUN_DETAILS = graphql(`
  fragment RunDetails on OrchestrationRun {
    ...RunRow
    stages {
      id apiName label status startedAt endedAt
      waitingOn { ...RunWait }
      steps {
        id apiName label stepType status startedAt endedAt outputs
        waitingOn { ...RunWait }
        workItem { id name status closedReason assignee { __typename ... on User { username } ... on Group { apiName } } }
      }
    }
  }
  fragment RunWait on WaitReason { phase summary resource operator expected actual }
`)

const SHOW = graphql(`
  query ShowRun($id: ID!) { node(id: $id) { __typename ... on OrchestrationRun { ...RunDetails } } }
`)

/** Adds the commands to `interlude runs`. */
export function addRunCommands(runs: Command, open: OpenSession): void {
  runs.command('start').description('Start a run of an orchestration.')
    .argument('<name>', 'API name of the orchestration', someText)
    .option('--record <id>', 'the record that it is about, by the other system\'s id', someText)
    .option('--inputs <json>', 'values of its input variables: a JSON object', parseObject)
    .option('--key <key>', 'makes it safe to call again: the same key and values start one run within 24 hours', someText)
    .option('--watch', 'then watch it until it ends')
    .action(async (apiName: string, { record, inputs, key, watch }: { record?: string; inputs?: object; key?: string; watch?: boolean }, command: Command) => {
      const session = open(command)
      const { run } = succeeded((await session.api.run(START, { input: { apiName, recordId: record, inputs, clientMutationKey: key } })).startOrchestration)
      if (watch) return watchToEnd(session, run.id)
      await printOne(session, run, () => `Started ${printable(run.label)}: ${run.id}\n`)
    })
  runs.command('show').description('Show one run: its stages and steps, and what each of them waits for.')
    .argument('<id>', 'the run', someText)
    .action(async (id: string, _: object, command: Command) => {
      const session = open(command)
      const { node } = await session.api.run(SHOW, { id })
      if (node?.__typename !== 'OrchestrationRun') throw new CommandFault(`There is no run with the id "${id}".`)
      const { __typename, ...run } = node
      await printOne(session, run, () => describe(run))
    })
  runs.command('watch').description('Watch a run, milestone by milestone, until it ends. Status 1 when it ends in error.')
    .argument('<id>', 'the run', someText)
    .action((id: string, _: object, command: Command) => watchToEnd(open(command), id))
}

function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // Said below.
  }
  throw new InvalidArgumentError('Give a JSON object, as in \'{"amount": 100}\'.')
}

async function watchToEnd(session: Session, runId: string): Promise<void> {
  const { terminal, format } = session
  const end: RunEnd = { status: '', error: null, isRecoverable: false }
  const { watchRun } = await import('./watch-run.ts')
  const milestones = watchRun(session, runId, end)
  if (format === 'table') for await (const milestone of milestones) await terminal.write(milestoneLine(milestone))
  else await printJson(session, milestones)
  if (end.status === 'ERROR') throw new CommandFault(`The run is in ERROR${end.isRecoverable ? '' : ' for good'}: ${printable(end.error ?? '')}${end.isRecoverable ? ' "interlude runs resume" tries again.' : ''}`)
  if (format === 'table') await terminal.write(`The run is ${end.status}.\n`)
}

const MILESTONE_WIDTH = 20

function milestoneLine({ occurredAt, milestone, stage, step, workItem, actor, completedBy, detail }: WatchedMilestone): string {
  const place = [stage?.apiName, step?.apiName, workItem?.name].filter((name) => name != null).join(' / ')
  const who = completedBy ?? actor
  return `${[occurredAt, milestone, place, who == null ? '' : `by ${who.username}`, detail ?? ''].filter((part) => part !== '').map((part) => printable(part).padEnd(part === milestone ? MILESTONE_WIDTH : 0)).join('  ')}\n`
}

function describe(run: RunDetailsFragment): string {
  const head = [
    ['Run', `${run.label} (${run.orchestration.apiName}, version ${run.version.versionNumber})`],
    ['Status', `${run.status}${run.error == null ? '' : `: ${run.error.message}`}`],
    ['Record', run.record?.recordId ?? '-'],
    ['Started', `${run.startedAt} by ${run.startedBy.username}`],
    ['Ended', run.endedAt ?? '-'],
    ['Id', run.id],
  ].map(([name, text]) => `${name!.padEnd(8)} ${printable(text!)}`)
  const stages = run.stages.flatMap((stage) => [
    printable(`${stage.apiName}: ${stage.status}`),
    ...stage.waitingOn.map((reason) => `  waits: ${printable(reason.summary)}`),
    ...stage.steps.flatMap((step) => [
      `  ${printable(`${step.apiName}: ${step.status}${step.workItem == null ? '' : `, ${step.workItem.name} ${step.workItem.status} of ${nameOf(step.workItem.assignee)}`}`)}`,
      ...step.waitingOn.map((reason) => `    waits: ${printable(reason.summary)}`),
    ]),
  ])
  return [...head, '', ...stages, ''].join('\n')
}

function nameOf(assignee: { username: string } | { apiName: string }): string {
  return 'username' in assignee ? assignee.username : assignee.apiName
}
