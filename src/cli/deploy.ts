// `interlude deploy PATH…`: brings definitions in files to a server (P4). Everything is checked before anything is changed,
// and what is active already in the same words is left alone, so that it may be run any number of times.
import type { Command } from 'commander'
import type { FlowDefinition, OrchestrationDefinition } from '../core/definition.ts'
import { findCaller } from './caller.ts'
import { CommandFault, Interrupted } from './command-fault.ts'
import type { FileFault } from './deploy/definition-files.ts'
import type { PlannedDefinition } from './deploy/deploy-plan.ts'
import { graphql } from './generated/gql.ts'
import type { SaveFlowInput, SaveOrchestrationInput } from './generated/graphql.ts'
import { hearInterruption } from './interruption.ts'
import { showProgress, type Progress } from './progress.ts'
import { isRefusal, succeeded } from './refusal.ts'
import { printJson } from './rows.ts'
import type { OpenSession, Session } from './session.ts'
import { layOut, printable } from './table.ts'
import type { Api } from './api.ts'

const SAVE_FLOW = graphql(`
  mutation SaveFlow($input: SaveFlowInput!) { saveFlow(input: $input) { __typename ... on SaveFlowSuccess { flowVersion { versionNumber } } ...Refusal } }
`)
const ACTIVATE_FLOW = graphql(`
  mutation ActivateFlow($apiName: String!) { activateFlow(input: { apiName: $apiName }) { __typename ... on ActivateFlowSuccess { flowVersion { versionNumber } } ...Refusal } }
`)
const SAVE_ORCHESTRATION = graphql(`
  mutation SaveOrchestration($input: SaveOrchestrationInput!) {
    saveOrchestration(input: $input) { __typename ... on SaveOrchestrationSuccess { orchestrationVersion { versionNumber } } ...Refusal }
  }
`)
const ACTIVATE_ORCHESTRATION = graphql(`
  mutation ActivateOrchestration($apiName: String!) {
    activateOrchestration(input: { apiName: $apiName }) { __typename ... on ActivateOrchestrationSuccess { orchestrationVersion { versionNumber } } ...Refusal }
  }
`)
const DELETE_FLOW_VERSION = graphql(`
  mutation DeleteFlowVersion($input: DeleteFlowVersionInput!) { deleteFlowVersion(input: $input) { __typename ...Refusal } }
`)
const DELETE_ORCHESTRATION_VERSION = graphql(`
  mutation DeleteOrchestrationVersion($input: DeleteOrchestrationVersionInput!) { deleteOrchestrationVersion(input: $input) { __typename ...Refusal } }
`)

/** What became of one file. `change`: how it stood to the active version; `versionNumber`: of the version that is active now; `ok`: whether that is what the file says, or with --check, can be. */
type Deployment = Pick<PlannedDefinition, 'file' | 'kind' | 'apiName' | 'change'> & { versionNumber: number | null; ok: boolean; error: string | null }

/** Adds the command. */
export function addDeployCommand(program: Command, open: OpenSession): void {
  program.command('deploy')
    .description('Save and activate the flows and orchestrations that files define. What is active already is left alone.')
    .argument('<paths...>', 'files, or folders of files: *.flow.json, *.orchestration.json, or the same with .yaml or .yml')
    .option('--check', 'check everything and show what would change; change nothing')
    .option('--prune', 'where there are as many versions as there may be, delete the oldest that nothing runs on')
    .action(async (paths: string[], { check = false, prune = false }: { check?: boolean; prune?: boolean }, command: Command) => {
      const session = open(command)
      // What reads and checks definitions is large, and no other command needs it.
      const [{ readDefinitions }, { planDeployment }] = await Promise.all([import('./deploy/definition-files.ts'), import('./deploy/deploy-plan.ts')])
      const read = await readDefinitions(paths)
      await requireManageFlow(session.api)
      const { definitions, faults } = await withProgress(session, 'Checking', read.files.length, (progress) => planDeployment(session.api, read, prune, progress.advance))
      if (faults.length > 0) return refuse(session, definitions, faults, check)
      if (session.format === 'table') await session.terminal.write(table(definitions, session.terminal.width))
      const { deployments, reached } = check
        ? { deployments: definitions.map(asItIs), reached: definitions.length }
        : await withProgress(session, 'Deploying', definitions.length, (progress) => deployAll(session, definitions, progress))
      if (session.format !== 'table') await printJson(session, eachOf(deployments))
      if (reached < definitions.length) throw new Interrupted(`Stopped after ${reached} of ${definitions.length} definitions; run it again to go on with the rest.`)
      const failed = deployments.filter(({ ok }) => !ok)
      if (session.format === 'table') await session.terminal.write(`${summary(deployments, check)}\n`)
      if (failed.length > 0) throw new CommandFault(failed.length === 1 ? '' : `${failed.length} of ${deployments.length} failed.`)
    })
}

async function withProgress<Answer>({ terminal, clock }: Session, words: string, total: number, work: (progress: Progress) => Promise<Answer>): Promise<Answer> {
  const progress = showProgress(terminal, words, total, () => clock().getTime())
  try {
    return await work(progress)
  } finally {
    progress.end()
  }
}

// Said before anything is asked that takes it: what is refused then has other names.
async function requireManageFlow(api: Api): Promise<void> {
  const { username, permissions } = await findCaller(api)
  if (!permissions.includes('MANAGE_FLOW')) throw new CommandFault(`Deploying definitions, and checking them, takes the permission MANAGE_FLOW; "${username}" doesn't have it.`)
}

async function refuse(session: Session, definitions: readonly PlannedDefinition[], faults: readonly FileFault[], check: boolean): Promise<never> {
  for (const fault of faults) session.terminal.note(faultLine(fault))
  if (session.format !== 'table') {
    const files = new Map<string, Partial<PlannedDefinition>>([...definitions.map((one) => [one.file, one] as const), ...faults.map(({ file }) => [file, definitions.find((one) => one.file === file) ?? {}] as const)])
    await printJson(session, eachOf([...files].map(([file, { kind = null, apiName = null, change = null, activeVersionNumber = null }]) => {
      const own = faults.filter((fault) => fault.file === file)
      const isLeftAlone = own.length === 0 && !check && change !== 'unchanged'
      const error = own.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`)).join('; ') || (isLeftAlone ? 'left alone, as other files have faults' : null)
      return { file, kind, apiName, change, versionNumber: activeVersionNumber, ok: error === null, error }
    })))
  }
  throw new CommandFault(`${faults.length === 1 ? 'There is a fault' : `There are ${faults.length} faults`}; nothing was changed.`)
}

function faultLine({ file, path, message }: FileFault): string {
  return `${file}: ${path.length === 0 ? '' : `${printable(path.join('.'))}: `}${printable(message)}`
}

// `reached`: how many of them, in order, before Ctrl-C came.
async function deployAll({ api, terminal, format }: Session, definitions: readonly PlannedDefinition[], progress: Progress): Promise<{ deployments: Deployment[]; reached: number }> {
  const deployments: Deployment[] = []
  const failed = new Set<string>()
  const interruption = hearInterruption(terminal)
  try {
    for (const planned of definitions) {
      if (interruption.isAsked()) break
      const deployment = await deployOne(api, planned, planned.calls.filter((name) => failed.has(name)), (words) => terminal.note(words))
      deployments.push(deployment)
      progress.advance(1)
      if (!deployment.ok) terminal.note(`${planned.file}: ${deployment.error}`)
      if (!deployment.ok && planned.kind === 'flow') failed.add(planned.apiName)
      if (format === 'table' && deployment.ok && planned.change !== 'unchanged') await terminal.write(`Activated ${planned.kind} ${planned.apiName}, version ${deployment.versionNumber}.\n`)
    }
  } finally {
    interruption.end()
  }
  const reached = deployments.length
  const rest = definitions.slice(reached).map((planned) => (planned.change === 'unchanged' ? asItIs(planned) : { ...asItIs(planned), ok: false, error: 'left alone, as it was stopped before' }))
  return { deployments: [...deployments, ...rest], reached }
}

async function deployOne(api: Api, planned: PlannedDefinition, missing: readonly string[], note: (words: string) => void): Promise<Deployment> {
  if (planned.change === 'unchanged') return asItIs(planned)
  if (missing.length > 0) return { ...asItIs(planned), ok: false, error: `left alone, as it calls ${missing.join(', ')}` }
  try {
    const deleted = planned.toPrune === null ? null : await deleteOldest(api, planned, planned.toPrune)
    if (deleted !== null) note(`${planned.file}: deleted version ${deleted} of ${planned.kind} ${planned.apiName}`)
    const versionNumber = planned.kind === 'flow' ? await activateFlow(api, planned.definition) : await activateOrchestration(api, planned.definition)
    return { ...asItIs(planned), versionNumber }
  } catch (error) {
    if (!(error instanceof CommandFault)) throw error
    return { ...asItIs(planned), ok: false, error: error.message }
  }
}

// Answers which went; null: somebody else has made room meanwhile.
async function deleteOldest(api: Api, { kind, apiName }: PlannedDefinition, versions: readonly number[]): Promise<number | null> {
  for (const versionNumber of versions) {
    const input = { apiName, versionNumber }
    const answer = kind === 'flow' ? (await api.run(DELETE_FLOW_VERSION, { input })).deleteFlowVersion : (await api.run(DELETE_ORCHESTRATION_VERSION, { input })).deleteOrchestrationVersion
    if (!isRefusal(answer)) return versionNumber
    if (answer.__typename === 'NotFoundError') return null
    // Something runs on it.
    if (answer.__typename !== 'ConflictError') succeeded(answer)
  }
  throw new CommandFault('it has as many versions as there may be, and something runs on each of them')
}

async function activateFlow(api: Api, definition: FlowDefinition): Promise<number> {
  succeeded((await api.run(SAVE_FLOW, { input: definition as SaveFlowInput })).saveFlow)
  return succeeded((await api.run(ACTIVATE_FLOW, { apiName: definition.apiName })).activateFlow).flowVersion.versionNumber
}

async function activateOrchestration(api: Api, definition: OrchestrationDefinition): Promise<number> {
  succeeded((await api.run(SAVE_ORCHESTRATION, { input: definition as SaveOrchestrationInput })).saveOrchestration)
  return succeeded((await api.run(ACTIVATE_ORCHESTRATION, { apiName: definition.apiName })).activateOrchestration).orchestrationVersion.versionNumber
}

function asItIs({ file, kind, apiName, change, activeVersionNumber }: PlannedDefinition): Deployment {
  return { file, kind, apiName, change, versionNumber: activeVersionNumber, ok: true, error: null }
}

function table(definitions: readonly PlannedDefinition[], width: number | null): string {
  const layout = layOut<PlannedDefinition>([
    { title: 'CHANGE', text: (one) => one.change }, { title: 'KIND', text: (one) => one.kind }, { title: 'API NAME', text: (one) => one.apiName },
    { title: 'ACTIVE', text: (one) => (one.activeVersionNumber === null ? null : `version ${one.activeVersionNumber}`) }, { title: 'FILE', text: (one) => one.file },
  ], definitions, width)
  return layout.heading + definitions.map(layout.line).join('')
}

function summary(deployments: readonly Deployment[], isCheck: boolean): string {
  const count = (of: (one: Deployment) => boolean) => deployments.filter(of).length
  const [changed, unchanged, failed] = [count((one) => one.ok && one.change !== 'unchanged'), count((one) => one.change === 'unchanged'), count((one) => !one.ok)]
  if (isCheck) return changed === 0 ? 'Nothing would change.' : `${changed} would be activated; nothing was changed.`
  return changed + failed === 0 ? 'Nothing has changed.' : `${changed} activated, ${unchanged} left alone${failed > 0 ? `, ${failed} failed` : ''}.`
}

async function* eachOf<Value>(values: readonly Value[]): AsyncGenerator<Value> {
  yield* values
}
