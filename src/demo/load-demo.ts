// The demo: a support desk with a handful of users, a queue of agents, and one orchestration, all made by the same
// commands as everybody's.
import { readdir, readFile } from 'node:fs/promises'
import { activateFlow } from '../commands/flow/activate-flow.ts'
import { saveFlow } from '../commands/flow/save-flow.ts'
import { saveGroup } from '../commands/group/save-group.ts'
import { activateOrchestration } from '../commands/orchestration/activate-orchestration.ts'
import { saveOrchestration } from '../commands/orchestration/save-orchestration.ts'
import { shareRecord } from '../commands/record/share-record.ts'
import { upsertRecord } from '../commands/record/upsert-record.ts'
import { savePresenceStatus, savePresenceUserConfig, saveQueueRoutingConfig } from '../commands/routing/save-routing-settings.ts'
import { updateSettings } from '../commands/settings/update-settings.ts'
import { saveUser, type SaveUserInput } from '../commands/user/save-user.ts'
import type { Shell } from '../commands/shell.ts'
import type { FlowDefinition, OrchestrationDefinition } from '../core/definition.ts'
import { AUTOMATED_PROCESS, type Permission, type Viewer } from '../core/viewer.ts'
import { whileLocked } from '../database-lock.ts'

const ALL: readonly Permission[] = [
  'MANAGE_FLOW', 'RUN_FLOWS', 'MANAGE_ORCHESTRATION_RUNS', 'REASSIGN_WORK_ITEMS', 'MANAGE_USERS', 'CUSTOMIZE_APPLICATION', 'VIEW_ALL_DATA', 'SUPERVISE_OMNI_CHANNEL',
]

// Who sets a new org up: nobody has signed in yet.
const SETUP: Viewer = { ...AUTOMATED_PROCESS, name: 'Automated Process', userType: 'AUTOMATED_PROCESS', permissions: new Set(ALL) }

/** The demo's users: username, and what they are there for. */
export const DEMO_USERS: readonly { username: string; name: string; permissions: readonly Permission[]; purpose: string }[] = [
  { username: 'admin', name: 'Administrator', permissions: ALL, purpose: 'may do everything' },
  { username: 'triage', name: 'Triage Desk', permissions: ['RUN_FLOWS'], purpose: 'triages new cases' },
  { username: 'agent1', name: 'First Agent', permissions: ['RUN_FLOWS'], purpose: 'resolves cases from the queue' },
  { username: 'agent2', name: 'Second Agent', permissions: ['RUN_FLOWS'], purpose: 'resolves cases from the queue' },
  { username: 'supervisor', name: 'Shift Supervisor', permissions: ['RUN_FLOWS', 'SUPERVISE_OMNI_CHANNEL', 'REASSIGN_WORK_ITEMS', 'MANAGE_ORCHESTRATION_RUNS', 'VIEW_ALL_DATA'], purpose: 'watches queues and runs' },
]

const CASES = [
  { recordId: 'CASE-1001', name: 'Printer on the second floor', fields: { Status: 'New', Description: 'Prints blank pages since this morning.', Account: 'Key Industries' } },
  { recordId: 'CASE-1002', name: 'No access to the ledger', fields: { Status: 'New', Description: 'The password was changed and is not accepted.', Account: 'Harbor Foods' } },
]

/**
 * Loads the demo where it isn't yet; answers whether it did. `orgBaseUrl`: where its record pages begin, if not as in every new
 * org. Many processes may call it at once: one loads, and the others wait until it is there. Interrupted, it goes on the next
 * time: every part is either saved over itself or skipped when it is there.
 */
export function loadDemo(shell: Shell, orgBaseUrl: string | null = null): Promise<boolean> {
  return whileLocked(shell.pool, 'demo', () => loadMissing(shell, orgBaseUrl))
}

async function loadMissing(shell: Shell, orgBaseUrl: string | null): Promise<boolean> {
  const last = CASES.at(-1)!.recordId
  const { rows } = await shell.pool.query('SELECT 1 FROM "RecordShare" WHERE "recordId" = $1', [last])
  if (rows.length > 0) return false
  if (orgBaseUrl !== null) await updateSettings(shell, SETUP, { orgBaseUrl })
  await loadPeople(shell)
  await deployDefinitions(shell, new URL('./definitions/', import.meta.url))
  for (const one of CASES) {
    await upsertRecord(shell, SETUP, { ...one, objectApiName: 'Case', owner: 'triage', clientMutationKey: `demo ${one.recordId}` })
    await shareRecord(shell, SETUP, { recordId: one.recordId, group: 'Support_Team', access: 'READ', interviews: true })
  }
  return true
}

async function loadPeople(shell: Shell): Promise<void> {
  await updateSettings(shell, SETUP, { letUsersPauseFlows: true, emailFrom: 'interlude@demo.localhost', verifiedEmailDomains: ['demo.localhost'] })
  await savePresenceStatus(shell, SETUP, { apiName: 'Available', label: 'Available', isOnline: true, isBusy: false })
  await savePresenceStatus(shell, SETUP, { apiName: 'Busy', label: 'Busy', isOnline: true, isBusy: true })
  await savePresenceUserConfig(shell, SETUP, { apiName: 'Agents', capacity: 2, isAutoAccept: false, isDeclineEnabled: true })
  await saveQueueRoutingConfig(shell, SETUP, { apiName: 'Support', routingModel: 'LEAST_ACTIVE', routingPriority: 1, capacityWeight: 1, pushTimeoutSeconds: 120 })
  for (const { username, name, permissions } of DEMO_USERS) {
    const user: SaveUserInput = { username, name, permissions, email: `${username}@demo.localhost`, emailVerified: true, isActive: true, userType: 'INTERNAL' }
    await saveUser(shell, SETUP, username.startsWith('agent') ? { ...user, presenceUserConfig: 'Agents' } : user)
  }
  await saveGroup(shell, SETUP, {
    apiName: 'Support_Agents', label: 'Support agents', groupType: 'QUEUE', users: ['agent1', 'agent2'], supportedObjects: ['OrchestrationWorkItem'], routingConfiguration: 'Support',
  })
  await saveGroup(shell, SETUP, { apiName: 'Support_Team', label: 'Support team', groupType: 'REGULAR', users: ['triage', 'supervisor'], groups: ['Support_Agents'] })
}

/** Saves and activates the definitions of a folder that aren't active yet: flows first, since orchestrations call them. */
async function deployDefinitions(shell: Shell, folder: URL): Promise<void> {
  const files = (await readdir(folder)).sort()
  const read = async <Definition>(suffix: string) => Promise.all(files.filter((name) => name.endsWith(suffix)).map(async (name) => JSON.parse(await readFile(new URL(name, folder), 'utf8')) as Definition))
  const { rows } = await shell.pool.query<{ apiName: string }>(`SELECT "apiName" FROM "Flow" WHERE "activeVersionId" IS NOT NULL UNION SELECT "apiName" FROM "Orchestration" WHERE "activeVersionId" IS NOT NULL`)
  const active = new Set(rows.map(({ apiName }) => apiName))
  for (const flow of (await read<FlowDefinition>('.flow.json')).filter(({ apiName }) => !active.has(apiName))) {
    await saveFlow(shell, SETUP, flow)
    await activateFlow(shell, SETUP, flow.apiName, null)
  }
  for (const orchestration of (await read<OrchestrationDefinition>('.orchestration.json')).filter(({ apiName }) => !active.has(apiName))) {
    await saveOrchestration(shell, SETUP, orchestration)
    await activateOrchestration(shell, SETUP, orchestration.apiName, null)
  }
}
