// What can be done to sites: saved.
import { saveSite } from '../../commands/site/save-site.ts'
import { ConflictError, ForbiddenError, ValidationError } from '../../errors.ts'
import { builder } from '../builder.ts'
import { resultUnion } from '../errors.ts'
import { written } from '../written.ts'
import { Site, SiteKind } from './site.ts'

const SaveSiteInput = builder.inputType('SaveSiteInput', {
  description: 'A site by API name. Of one that exists only what is given changes.',
  fields: (t) => ({
    apiName: t.string({ required: true, description: 'Its name for programs: unique among sites.' }),
    label: t.string({ description: 'Its name for people; the API name unless given.' }),
    baseUrl: t.string({ description: 'Where its pages begin, e.g. "https://help.example.com"; needed for a new site.' }),
    isLive: t.boolean({ description: 'Whether it can be visited; no unless given.' }),
    kind: t.field({ type: SiteKind, description: 'How it is built; LWR unless given.' }),
    recordPages: t.stringList({ description: 'All objects whose record page it shows; empty: every object\'s. Replaces what was there.' }),
  }),
})

const SaveSiteSuccess = builder.objectRef<{ siteId: string }>('SaveSiteSuccess').implement({
  description: 'The site is saved.',
  fields: (t) => ({ site: t.field({ type: Site, description: 'The site as saved.', resolve: async ({ siteId }, _, { load }) => (await load.site.load(siteId))! }) }),
})

builder.mutationField('saveSite', (t) => t.field({
  type: SaveSiteSuccess, description: 'Creates a site, or changes one. Takes CUSTOMIZE_APPLICATION.',
  args: { input: t.arg({ type: SaveSiteInput, required: true, description: 'The site.' }) },
  errors: resultUnion('SaveSite', [ValidationError, ForbiddenError, ConflictError]),
  resolve: (_, { input }, context) => written(context, saveSite(context.shell, context.viewer, input)),
}))
