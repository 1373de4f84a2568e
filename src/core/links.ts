// Where a person opens a record: the one home of that question, for links in mails and links in answers (rules N2, A4).
import type { UserType } from './viewer.ts'

/** A site as links see it. `baseUrl` has no slash at the end; `recordPages` are object API names, empty for every object. */
export type LinkSite = { id: string; baseUrl: string; isLive: boolean; recordPages: readonly string[]; createdDate: Date | string }

/** A record as links see it. `objectApiName` is null where the record is not known here. */
export type LinkRecord = { recordId: string; objectApiName: string | null }

/** Who wants to open it. `sites`: those they belong to. */
export type LinkViewer = { userType: UserType; sites: readonly LinkSite[] }

/** The record's page for internal users. `orgBaseUrl` as in the org's settings. */
export function internalRecordUrl(orgBaseUrl: string, recordId: string): string {
  return pageUrl(orgBaseUrl, recordId)
}

/** The record's page on a site. */
export function siteRecordUrl(site: Pick<LinkSite, 'baseUrl'>, recordId: string): string {
  return pageUrl(site.baseUrl, recordId)
}

/**
 * The site that was created first (tie: by id) among those that are live and show pages of this object; null: none.
 * A null object is shown only by sites that show every object.
 */
export function oldestLiveSite<S extends LinkSite>(sites: readonly S[], objectApiName: string | null): S | null {
  const open = sites.filter((site) => site.isLive && showsPagesOf(site, objectApiName))
  return open.reduce<S | null>((oldest, site) => (oldest === null || isOlder(site, oldest) ? site : oldest), null)
}

/**
 * Where this person opens the record: internal users on the internal page, site visitors on the oldest live site of
 * theirs, and nowhere (null) without one; the internal page is never a visitor's (rule A4).
 */
export function recordPageUrl(viewer: LinkViewer, record: LinkRecord, orgBaseUrl: string): string | null {
  if (viewer.userType !== 'SITE_VISITOR') return internalRecordUrl(orgBaseUrl, record.recordId)
  const site = oldestLiveSite(viewer.sites, record.objectApiName)
  return site === null ? null : siteRecordUrl(site, record.recordId)
}

function pageUrl(beginning: string, recordId: string): string {
  return `${beginning.replace(/\/+$/, '')}/records/${encodeURIComponent(recordId)}`
}

function showsPagesOf(site: LinkSite, objectApiName: string | null): boolean {
  return site.recordPages.length === 0 || (objectApiName !== null && site.recordPages.includes(objectApiName))
}

function isOlder(a: LinkSite, b: LinkSite): boolean {
  const difference = new Date(a.createdDate).getTime() - new Date(b.createdDate).getTime()
  return difference === 0 ? a.id < b.id : difference < 0
}
