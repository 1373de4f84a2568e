// The definitions and people that benchmarks work with.
import { activateFlow } from '../../src/commands/flow/activate-flow.ts'
import { saveFlow } from '../../src/commands/flow/save-flow.ts'
import { activateOrchestration } from '../../src/commands/orchestration/activate-orchestration.ts'
import { saveOrchestration } from '../../src/commands/orchestration/save-orchestration.ts'
import { updateSettings } from '../../src/commands/settings/update-settings.ts'
import type { Shell } from '../../src/commands/shell.ts'
import { saveUser } from '../../src/commands/user/save-user.ts'
import type { FlowDefinition, OrchestrationDefinition } from '../../src/core/definition.ts'
import { AUTOMATED_PROCESS, type Viewer } from '../../src/core/viewer.ts'

/** May do everything that preparing takes. */
export const SETUP: Viewer = {
  ...AUTOMATED_PROCESS, name: 'Automated Process', userType: 'AUTOMATED_PROCESS',
  permissions: new Set(['MANAGE_FLOW', 'RUN_FLOWS', 'MANAGE_ORCHESTRATION_RUNS', 'REASSIGN_WORK_ITEMS', 'MANAGE_USERS', 'CUSTOMIZE_APPLICATION', 'VIEW_ALL_DATA', 'SUPERVISE_OMNI_CHANNEL']),
}

const ask = { apiName: 'Ask', label: 'Ask', flowType: 'SCREEN', start: 'Page', variables: [], elements: [{ screen: { apiName: 'Page', label: 'Page', allowPause: true, fields: [{ apiName: 'note', label: 'Note', fieldType: 'TEXT', isRequired: true }] } }] }
const look = { apiName: 'Look', label: 'Look', flowType: 'AUTOLAUNCHED', start: 'Set', variables: [{ apiName: 'seen', dataType: 'BOOLEAN', isOutput: true }], elements: [{ assignment: { apiName: 'Set', label: 'Set', assignments: [{ to: 'seen', operator: 'ASSIGN', value: true }] } }] }
// Round and round: as many screens as are answered.
const long = { apiName: 'Long', label: 'Long', flowType: 'SCREEN', start: 'One', variables: [], elements: ['One', 'Two'].map((apiName, at) => ({ screen: { apiName, label: apiName, allowPause: true, next: at === 0 ? 'Two' : 'One', fields: [{ apiName: 'note', label: 'Note', fieldType: 'TEXT', isRequired: true }] } })) }
const byWorker = (apiName: string, start: object) => ({ apiName, label: apiName, stepType: 'INTERACTIVE', action: { flow: 'Ask' }, assignee: { user: 'worker' }, start })
const two = { apiName: 'Bench_Two', label: 'Two', orchestrationType: 'AUTOLAUNCHED', stages: [{ apiName: 'Only', label: 'Only', steps: [byWorker('One', { whenStageStarts: true }), byWorker('Two', { afterStep: 'One' })] }] }
const whole = {
  apiName: 'Bench_Whole', label: 'Whole', orchestrationType: 'AUTOLAUNCHED',
  stages: [{ apiName: 'Only', label: 'Only', steps: [{ apiName: 'Look', label: 'Look', stepType: 'BACKGROUND', action: { flow: 'Look' }, start: { whenStageStarts: true } }, byWorker('Ask', { afterStep: 'Look' })] }],
}

/** Makes the user `worker`, the flows Ask, Look and Long, and the orchestrations Bench_Two and Bench_Whole. */
export async function prepare(shell: Shell): Promise<void> {
  await updateSettings(shell, SETUP, { letUsersPauseFlows: true, emailFrom: 'interlude@bench.localhost', verifiedEmailDomains: ['bench.localhost'] })
  await saveUser(shell, SETUP, { username: 'worker', name: 'Worker', email: 'worker@bench.localhost', emailVerified: true, permissions: ['RUN_FLOWS'] })
  for (const flow of [ask, look, long]) {
    await saveFlow(shell, SETUP, flow as unknown as FlowDefinition)
    await activateFlow(shell, SETUP, flow.apiName, null)
  }
  for (const orchestration of [two, whole]) {
    await saveOrchestration(shell, SETUP, orchestration as unknown as OrchestrationDefinition)
    await activateOrchestration(shell, SETUP, orchestration.apiName, null)
  }
}
