// updateProcessAutomationSettings: turns the org's switches that are given.
import { baseUrlOf } from '../../core/base-url.ts'
import { isLine } from '../../core/names.ts'
import type { Viewer } from '../../core/viewer.ts'
import { decideAndSave } from '../decide-and-save.ts'
import { inputFaults } from '../input-faults.ts'
import { requirePermission } from '../require-permission.ts'
import type { Shell } from '../shell.ts'

/** As the contract's UpdateProcessAutomationSettingsInput: what is absent or null stays as it was. */
export type UpdateSettingsInput = {
  letUsersPauseFlows?: boolean | null; stopSendingWorkItemEmails?: boolean | null; interviewAccess?: 'PRIVATE' | 'PUBLIC_READ' | null
  letUsersResumeSharedInterviews?: boolean | null; expireLeftInterviewsAfterDays?: number | null; expirePausedInterviewsAfterDays?: number | null
  remindOfPausedInterviewsAfterDays?: number | null; deleteEndedRunsAfterDays?: number | null; orgBaseUrl?: string | null; emailFrom?: string | null; verifiedEmailDomains?: readonly string[] | null
}

const ADDRESS = /^(?:[^<>@\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/
const DOMAIN = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/

const AGES = ['expireLeftInterviewsAfterDays', 'expirePausedInterviewsAfterDays', 'remindOfPausedInterviewsAfterDays', 'deleteEndedRunsAfterDays'] as const
const MAX_DAYS = 3650
const isDays = (value: number) => Number.isInteger(value) && value >= 0 && value <= MAX_DAYS

/** Updates the settings (A4: CUSTOMIZE_APPLICATION). Throws ForbiddenError, ValidationError with every fault. */
export async function updateSettings(shell: Shell, viewer: Viewer, input: UpdateSettingsInput): Promise<void> {
  requirePermission(viewer, 'CUSTOMIZE_APPLICATION', 'Changing settings')
  const domains = input.verifiedEmailDomains?.map((domain) => domain.trim().toLowerCase())
  const faults = inputFaults()
  for (const name of AGES) faults.check([name], isDays(input[name] ?? 0), `A whole number of days from 0 (never) to ${MAX_DAYS} is needed.`)
  if (input.orgBaseUrl != null) faults.check(['orgBaseUrl'], baseUrlOf(input.orgBaseUrl) !== null, `"${input.orgBaseUrl.slice(0, 255)}" is not an address that pages can begin with, e.g. "https://work.example.com".`)
  faults.line(['emailFrom'], input.emailFrom, 320)
  if (input.emailFrom != null) faults.check(['emailFrom'], !isLine(input.emailFrom) || ADDRESS.test(input.emailFrom), `"${input.emailFrom.slice(0, 255)}" is not an e-mail address; write "name@example.com" or "Name <name@example.com>".`)
  domains?.forEach((domain, at) => faults.check(['verifiedEmailDomains', at], DOMAIN.test(domain) && domain.length <= 253, `"${domain.slice(0, 255)}" is not a domain, e.g. "example.com".`))
  faults.throwAny()
  const given = { ...input, orgBaseUrl: input.orgBaseUrl == null ? null : baseUrlOf(input.orgBaseUrl), verifiedEmailDomains: domains && [...new Set(domains)] }
  const columns = Object.fromEntries(Object.entries(given).filter(([, value]) => value != null))
  if (Object.keys(columns).length === 0) return
  await decideAndSave(shell, () => Promise.resolve({
    answer: null, changes: { writes: [{ kind: 'update' as const, table: 'ProcessAutomationSettings', key: ['id'], rows: [{ id: 1, ...columns }] }], events: [], jobs: [] },
  }))
}
