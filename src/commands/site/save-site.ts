// saveSite: creates a site, or changes what is given of one.
import type { Site } from '../../../prisma/generated/client/client.ts'
import { baseUrlOf } from '../../core/base-url.ts'
import type { Viewer } from '../../core/viewer.ts'
import { findSite } from '../../store/administration.ts'
import { decideAndSave } from '../decide-and-save.ts'
import { inputFaults } from '../input-faults.ts'
import { requirePermission } from '../require-permission.ts'
import type { Shell } from '../shell.ts'

/** As the contract's SaveSiteInput: what is absent or null stays as it was. */
export type SaveSiteInput = {
  apiName: string; label?: string | null; baseUrl?: string | null; isLive?: boolean | null; kind?: 'AURA' | 'LWR' | null; recordPages?: readonly string[] | null
}

/** Saves a site (A4: CUSTOMIZE_APPLICATION). Answers the row's id. Throws ForbiddenError, ValidationError with every fault. */
export async function saveSite(shell: Shell, viewer: Viewer, input: SaveSiteInput): Promise<{ siteId: string }> {
  requirePermission(viewer, 'CUSTOMIZE_APPLICATION', 'Saving sites')
  return decideAndSave(shell, async (now) => {
    const before = await findSite(shell.pool, input.apiName.replaceAll('\0', ''))
    checkSite(input, before)
    const row = {
      id: before?.id ?? shell.newId(), label: input.label ?? before?.label ?? input.apiName,
      baseUrl: input.baseUrl == null ? before!.baseUrl : baseUrlOf(input.baseUrl)!,
      isLive: input.isLive ?? before?.isLive ?? false, kind: input.kind ?? before?.kind ?? 'LWR', recordPages: [...(input.recordPages ?? before?.recordPages ?? [])],
    }
    const write = before === null
      ? { kind: 'insert' as const, table: 'Site', rows: [{ ...row, apiName: input.apiName, createdDate: now }] }
      : { kind: 'update' as const, table: 'Site', key: ['id'], rows: [row] }
    return { answer: { siteId: row.id }, changes: { writes: [write], events: [], jobs: [] } }
  })
}

function checkSite(input: SaveSiteInput, before: Site | null): void {
  const faults = inputFaults()
  faults.apiName(['apiName'], input.apiName)
  faults.line(['label'], input.label, 255, 1)
  faults.check(['baseUrl'], input.baseUrl != null || before !== null, 'A new site needs a baseUrl.')
  if (input.baseUrl != null) faults.check(['baseUrl'], baseUrlOf(input.baseUrl) !== null, `"${input.baseUrl.slice(0, 255)}" is not an address that pages can begin with, e.g. "https://help.example.com".`)
  input.recordPages?.forEach((object, at) => faults.apiName(['recordPages', at], object))
  faults.throwAny()
}
