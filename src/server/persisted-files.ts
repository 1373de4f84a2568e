// Reads persisted documents: those of our own command line, components and console, and those that operators list.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { sha256, type PersistedDocuments } from './documents.ts'

/** Lists that can't be read; the message has a line for each, with the file and what is wrong with it. */
export class PersistedDocumentsError extends Error {}

const OURS = ['cli', 'web', 'web/console'].map((client) => fileURLToPath(new URL(`../${client}/generated/persisted-documents.json`, import.meta.url)))
const LIST = z.record(z.string(), z.string())
type List = z.output<typeof LIST>

/**
 * Reads lists as GraphQL Code Generator and Relay's compiler write them, `{ "<hash>": "<document>" }`. A document is found
 * by its hash in the list and by the SHA-256 of its text. Throws PersistedDocumentsError.
 */
export async function readPersistedDocuments(paths: readonly string[]): Promise<PersistedDocuments> {
  const lists = await Promise.all([...OURS, ...paths].map(readList))
  const faults = faultsIn(lists)
  if (faults.length > 0) throw new PersistedDocumentsError(faults.join('\n'))
  const documents = new Map<string, string>()
  for (const [hash, document] of lists.flatMap((list) => Object.entries(list as List))) {
    documents.set(hash.replace(/^sha256:/, '').toLowerCase(), document)
    documents.set(sha256(document), document)
  }
  return documents
}

/** What is wrong with each of these lists that can't be read. */
export async function persistedListFaults(paths: readonly string[]): Promise<string[]> {
  return faultsIn(await Promise.all(paths.map(readList)))
}

function faultsIn(lists: readonly (List | string)[]): string[] {
  return lists.filter((list) => typeof list === 'string')
}

// The list, or what is wrong with it.
async function readList(path: string): Promise<List | string> {
  try {
    return LIST.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    const why = error instanceof z.ZodError ? 'it must be an object of documents by hash' : (error as Error).message
    return `The persisted documents in ${path} can't be read: ${why}.`
  }
}
