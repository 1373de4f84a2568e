import { describe, expect, test } from 'vitest'
import { internalRecordUrl, oldestLiveSite, recordPageUrl, siteRecordUrl, type LinkSite } from '../../src/core/links.ts'

const ORG = 'https://org.example.com'
const site = (id: string, created: string, more: Partial<LinkSite> = {}): LinkSite =>
  ({ id, baseUrl: `https://${id}.example.com`, isLive: true, recordPages: [], createdDate: created, ...more })
const record = { recordId: '001 A/B', objectApiName: 'Case' }

describe('record pages', () => {
  test('an id is encoded, so that no id leads to another page', () => {
    expect(internalRecordUrl(ORG, '../admin?x#y')).toBe('https://org.example.com/records/..%2Fadmin%3Fx%23y')
    expect(siteRecordUrl({ baseUrl: 'https://site.example.com/help/' }, 'a b')).toBe('https://site.example.com/help/records/a%20b')
  })

  // rule N2
  test('an internal user opens the internal page even where they belong to a site', () => {
    expect(recordPageUrl({ userType: 'INTERNAL', sites: [site('old', '2020-01-01T00:00:00Z')] }, record, ORG)).toBe('https://org.example.com/records/001%20A%2FB')
  })

  // rule N2
  test('a visitor opens the oldest live site they belong to', () => {
    const sites = [site('new', '2024-01-01T00:00:00Z'), site('old', '2020-01-01T00:00:00Z'), site('oldest', '2019-01-01T00:00:00Z', { isLive: false })]
    expect(recordPageUrl({ userType: 'SITE_VISITOR', sites }, record, ORG)).toBe('https://old.example.com/records/001%20A%2FB')
  })

  // rule A4
  test('a visitor without a live site has no page at all, never the internal one', () => {
    expect(recordPageUrl({ userType: 'SITE_VISITOR', sites: [] }, record, ORG)).toBeNull()
    expect(recordPageUrl({ userType: 'SITE_VISITOR', sites: [site('off', '2020-01-01T00:00:00Z', { isLive: false })] }, record, ORG)).toBeNull()
  })
})

describe('the oldest live site', () => {
  test('is the one that shows the object, however old the others are', () => {
    const sites = [site('old', '2020-01-01T00:00:00Z', { recordPages: ['Account'] }), site('new', '2024-01-01T00:00:00Z', { recordPages: ['Account', 'Case'] })]
    expect(oldestLiveSite(sites, 'Case')?.id).toBe('new')
    expect(oldestLiveSite(sites, 'Account')?.id).toBe('old')
    expect(oldestLiveSite(sites, 'Contact')).toBeNull()
    expect(oldestLiveSite(sites, null)).toBeNull()
  })

  test('is the first by id where two were created at one moment, in whatever order they come and however the time is written', () => {
    const a = site('a', '2020-01-01T00:00:00.000Z')
    const b = { ...site('b', ''), createdDate: new Date('2020-01-01T01:00:00+01:00') }
    expect(oldestLiveSite([a, b], 'Case')?.id).toBe('a')
    expect(oldestLiveSite([b, a], 'Case')?.id).toBe('a')
  })
})
