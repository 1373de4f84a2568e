// Reads persisted documents: those of our own command line, components and console, and those that operators list.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { sha256, type PersistedDocuments } from './documents.ts'

/** A list that can't be read; the message names the file and what is wrong with it. */
export class PersistedDocumentsError extends Error {}

const OURS = ['cli', 'web', 'web/console'].map((client) => fileURLToPath(new URL(`../${client}/generated/persisted-documents.json`, import.meta.url)))
const LIST = z.record(z.string(), z.string())

/**
 * Reads lists as GraphQL Code Generator and Relay's compiler write them, `{ "<hash>": "<document>" }`. A document is found
 * by its hash in the list and by the SHA-256 of its text. Throws PersistedDocumentsError.
 */
export async function readPersistedDocuments(paths: readonly string[]): Promise<PersistedDocuments> {
  const documents = new Map<string, string>()
  for (const path of [...OURS, ...paths]) {
    for (const [hash, document] of Object.entries(await readList(path))) {
      documents.set(hash.replace(/^sha256:/, '').toLowerCase(), document)
      documents.set(sha256(document), document)
    }
  }
  return documents
}

async function readList(path: string): Promise<Record<string, string>> {
  try {
    return LIST.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    const why = error instanceof z.ZodError ? 'it must be an object of documents by hash' : (error as Error).message
    throw new PersistedDocumentsError(`The persisted documents in ${path} can't be read: ${why}.`)
  }
}
