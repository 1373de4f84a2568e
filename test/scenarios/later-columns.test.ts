// A rolling upgrade: a later version has migrated the database, and processes of this one go on until they are replaced.
import pg from 'pg'
import { expect, it } from 'vitest'
import { background, deploy, deployFlow, makeUser, noteFlow, setFlow, stage, step, succeeded } from '../support/deployed.ts'
import { until, useServer } from '../support/server.ts'

const server = useServer()

/** A case through all of a process that meets rows: started by its record, opened, paused, resumed, finished, another one's interview deleted. */
async function goThrough(recordId: string): Promise<void> {
  const admin = server.as('admin'), ada = server.as('ada')
  succeeded(await admin.mutate('upsertRecord', { recordId, objectApiName: 'Case', owner: 'ada', name: recordId }))
  succeeded(await admin.mutate('startOrchestration', { apiName: 'Later', recordId }))
  const items = async () => (await ada.run<{ record: { workGuide: { edges: { node: { id: string; label: string } }[] } } }, object>('query ($id: ID!) { record(recordId: $id) { workGuide { edges { node { id label } } } } }', { id: recordId })).record.workGuide.edges.map(({ node }) => node)
  const open = async (workItemId: string) => (succeeded(await ada.mutate('openWorkItem', { workItemId }, 'interview { id }'))['interview'] as { id: string }).id
  const [first] = await items()
  const interviewId = await open(first!.id)
  succeeded(await ada.mutate('pauseInterview', { interviewId }))
  const resumed = succeeded(await ada.mutate('resumeInterview', { interviewId }, 'interview { id screen { revision } }'))['interview'] as { id: string; screen: { revision: number } }
  succeeded(await ada.mutate('submitScreen', { interviewId: resumed.id, revision: resumed.screen.revision, values: { note: 'x' } }))
  const [second] = await until(items, (found) => found.some(({ label }) => label === 'Last'))
  const deleted = await open(second!.id)
  succeeded(await ada.mutate('pauseInterview', { interviewId: deleted }))
  succeeded(await ada.mutate('deleteInterview', { interviewId: deleted }))
  succeeded(await admin.mutate('submitScreen', { interviewId: (succeeded(await admin.mutate('startInterview', { flow: 'Note', recordId }, 'interview { id }'))['interview'] as { id: string }).id, revision: 1, values: {} }))
  succeeded(await ada.mutate('submitScreen', { interviewId: await open(second!.id), revision: 1, values: {} }))
}

it('reads and writes rows that have a column more than it knows', async () => {
  const admin = server.as('admin')
  succeeded(await admin.mutate('updateProcessAutomationSettings', { letUsersPauseFlows: true }))
  await makeUser(admin, 'ada')
  await deployFlow(admin, 'Note', noteFlow())
  await deployFlow(admin, 'Set', setFlow(1))
  await deploy(admin, 'Later', [stage('One', [step('First', { user: 'ada' })]), stage('Two', [background('Between', 'Set')]), stage('Three', [step('Last', { user: 'ada' })])])
  // Connections have prepared their statements by then.
  await goThrough('before')
  const client = new pg.Client({ connectionString: server.databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(`SELECT quote_ident(tablename) AS "name" FROM pg_tables WHERE schemaname = 'public'`)
  for (const { name } of rows) await client.query(`ALTER TABLE ${name} ADD COLUMN "ofLaterVersion" integer NOT NULL DEFAULT 1`)
  await client.end()
  await goThrough('after')
  expect(server.faults).toEqual([])
})
