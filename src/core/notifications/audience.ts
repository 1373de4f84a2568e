// Whom a mail goes to and where its link leads: the matrix of assignees (rules N1, N2), one branch a row.
import { internalRecordUrl, oldestLiveSite, siteRecordUrl, type LinkRecord, type LinkSite } from '../links.ts'
import type { UserType } from '../viewer.ts'

/** A single assignee. `sites`: those they belong to; internal users need none. */
export type PersonAudience = {
  kind: 'person'; id: string; name: string; userType: UserType; isActive: boolean; emailVerified: boolean; sites: readonly LinkSite[]
}

/**
 * A group or queue and the mix of its active members, nested groups included. `commonSites` are the live sites that all of
 * them belong to, when all are visitors; else it is empty. Nobody in it: neither hasInternal nor hasVisitors.
 */
export type GroupAudience = {
  kind: 'group'; id: string; label: string; isQueue: boolean; hasInternal: boolean; hasVisitors: boolean; commonSites: readonly LinkSite[]
}

export type Audience = PersonAudience | GroupAudience

/** The two kinds of people that mail is written to. */
export type RecipientType = Exclude<UserType, 'AUTOMATED_PROCESS'>

/** Where the mail's link leads (null: it has none), and who can open that. */
export type MailLink = { url: string | null; isValidFor: { readonly [type in RecipientType]: boolean } }

/** The link of a mail to this audience (rule N2). Without a record there is no page to lead to. */
export function mailLink(audience: Audience, record: LinkRecord | null, orgBaseUrl: string): MailLink {
  if (record === null) return NO_LINK
  const internal = { url: internalRecordUrl(orgBaseUrl, record.recordId), isValidFor: { INTERNAL: true, SITE_VISITOR: false } }
  const onlyVisitors = audience.kind === 'person' ? audience.userType === 'SITE_VISITOR' : audience.hasVisitors && !audience.hasInternal
  if (!onlyVisitors) return internal
  const site = oldestLiveSite(audience.kind === 'person' ? audience.sites : audience.commonSites, record.objectApiName)
  if (site !== null) return { url: siteRecordUrl(site, record.recordId), isValidFor: { INTERNAL: true, SITE_VISITOR: true } }
  return audience.kind === 'person' ? NO_LINK : internal
}

/** Whether anybody gets mail: inactive people and the automated process never do. */
export function hasRecipients(audience: Audience): boolean {
  return audience.kind === 'person' ? audience.isActive && audience.userType !== 'AUTOMATED_PROCESS' : audience.hasInternal || audience.hasVisitors
}

const NO_LINK: MailLink = { url: null, isValidFor: { INTERNAL: false, SITE_VISITOR: false } }
