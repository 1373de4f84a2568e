// Sites: where visitors from outside open their records.
import { builder } from '../builder.ts'
import { asNode } from '../nodes.ts'

export const SiteKind = builder.enumType('SiteKind', {
  description: 'How a site is built.',
  values: { AURA: { description: 'An Aura site.' }, LWR: { description: 'An LWR site.' } } as const,
})

export const Site = builder.prismaObject('Site', {
  description: 'A site that visitors sign in to, with pages of its own for records.',
})

builder.prismaObjectFields(Site, (t) => ({
  apiName: t.exposeString('apiName', { description: 'Its name for programs: unique.' }),
  baseUrl: t.exposeString('baseUrl', { description: 'Where its pages begin, without a slash at the end.' }),
  isLive: t.exposeBoolean('isLive', { description: 'Whether it can be visited; links only lead to live sites.' }),
  kind: t.field({ type: SiteKind, description: 'How it is built.', resolve: (site) => site.kind }),
  createdDate: t.field({ type: 'DateTime', description: 'When it was created; of several sites links lead to the oldest.', resolve: (site) => site.createdDate }),
  label: t.exposeString('label', { description: 'Its name for people.' }),
  recordPages: t.exposeStringList('recordPages', { description: 'Objects whose record page it shows; empty: every object\'s.' }),
}))

asNode(Site, { idOf: (site) => site.id, load: (id, { load }) => load.site.load(id) })
