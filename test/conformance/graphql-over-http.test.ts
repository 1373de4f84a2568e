// GraphQL over HTTP as its specification wants it: every audit of graphql-http, on the whole server in production.
import { serverAudits } from 'graphql-http'
import { expect, it } from 'vitest'
import { tokenFor, useServer } from '../support/server.ts'

const server = useServer({ NODE_ENV: 'production' })

// Somebody who may introspect, which a few audits do; and not a form, which the GET audits might be.
const audits = serverAudits({
  url: () => `${server.url}/graphql`,
  fetchFn: async (url: string, init: RequestInit = {}) => fetch(url, {
    ...init, headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${await tokenFor('admin')}`, 'x-graphql-yoga-csrf': '1' },
  }),
})

// rule P6
it('has 61 audits', () => {
  expect(audits).toHaveLength(61)
})

it.each(audits.map((audit) => [`${audit.id} ${audit.name}`, audit] as const))('%s', async (_, audit) => {
  const result = await audit.fn()
  expect(result, 'reason' in result ? result.reason : '').toMatchObject({ status: 'ok' })
})
