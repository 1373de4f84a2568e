// Prints the schema into schema.graphql at the root, sorted: what reviewers and generators read. `--check` writes nothing
// and fails when the file isn't what the code says.
import { readFileSync, writeFileSync } from 'node:fs'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { createSchema } from './schema.ts'

const file = new URL('../../schema.graphql', import.meta.url)
const printed = `${printSchema(lexicographicSortSchema(createSchema({ isProduction: true })))}\n`

if (!process.argv.includes('--check')) {
  writeFileSync(file, printed)
} else if (readFileSync(file, 'utf8') !== printed) {
  process.stderr.write('schema.graphql is not what the code says: run "npm run codegen" and commit what changed.\n')
  process.exitCode = 1
}
