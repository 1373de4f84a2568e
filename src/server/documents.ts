// Persisted operations: documents that clients name by their SHA-256 instead of sending them, and, where it is wished, the
// only ones that are run for ordinary callers.
import { createHash } from 'node:crypto'
import { GraphQLError } from 'graphql'
import { LRUCache } from 'lru-cache'
import { hasAny, type Viewer } from '../core/viewer.ts'
import type { Limits } from '../limits.ts'

/** Documents by the SHA-256 of their text, in hexadecimal. */
export type PersistedDocuments = ReadonlyMap<string, string>

/** What a client sends of an operation. */
export type Params = { query?: string; extensions?: Record<string, unknown> | null }

/** The documents that this server runs. */
export type Documents = {
  /**
   * Fills in a document that was named by its hash; one that is sent with its hash can be named from then on, for as long as
   * it is among the last that were. Throws GraphQLError: PERSISTED_QUERY_NOT_FOUND where no such document is known,
   * PERSISTED_QUERY_HASH_MISMATCH where the hash is another text's, DOCUMENT_NOT_ALLOWED where only known ones are run for
   * this viewer.
   */
  find<P extends Params>(params: P, viewer: Viewer): P
}

/** Documents to be found; `isOnly`: others are run for callers with MANAGE_FLOW alone. */
export function createDocuments(known: PersistedDocuments, isOnly: boolean, limits: Pick<Limits, 'documentCharacters' | 'rememberedCharacters' | 'rememberedDocuments'>): Documents {
  // As clients with automatic persisted queries count on. Any process may not know one: then they send it again.
  const remembered = new LRUCache<string, string>({ max: limits.rememberedDocuments, maxSize: limits.rememberedCharacters, sizeCalculation: (query) => query.length, maxEntrySize: limits.documentCharacters })
  return {
    find: (params, viewer) => {
      const hash = hashIn(params)
      if (params.query) {
        if (!isOnly && hash !== null && !known.has(hash)) {
          if (sha256(params.query) !== hash) throw refused('PERSISTED_QUERY_HASH_MISMATCH', 'The sha256Hash is not that of the query: send the SHA-256 of its text, in hexadecimal.')
          remembered.set(hash, params.query)
        }
        if (!isOnly || hasAny(viewer, 'MANAGE_FLOW') || known.has(sha256(params.query))) return params
        // Sent whole for servers that don't know it, and named for those that run no others: what is known is what is run.
        const named = hash === null ? undefined : known.get(hash)
        if (named === undefined) throw refused('DOCUMENT_NOT_ALLOWED', 'This server runs known documents only; send one of those, or its hash.')
        return { ...params, query: named }
      }
      if (hash === null) return params
      const query = known.get(hash) ?? remembered.get(hash)
      // The words and the code are what clients with automatic persisted queries look for before they send it whole.
      if (query === undefined) throw refused('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound')
      return { ...params, query }
    },
  }
}

/** The hash by which a document is known. */
export function sha256(document: string): string {
  return createHash('sha256').update(document).digest('hex')
}

function hashIn({ extensions }: Params): string | null {
  const hash = (extensions?.['persistedQuery'] as { sha256Hash?: unknown } | null | undefined)?.sha256Hash
  return typeof hash === 'string' ? hash.toLowerCase() : null
}

function refused(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } })
}
