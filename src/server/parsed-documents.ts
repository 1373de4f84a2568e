// Documents as they were parsed, kept for whoever sends the same text next: with what validation, the cost of an operation and
// its plan found out of them, they take fifty to a hundred times the memory of their text.
import type { DocumentNode } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { Limits } from '../limits.ts'
import { plannedFieldsOf } from './document-limits.ts'

/** What is known of documents by their texts, in the form in which Yoga asks for it: parsed, or refused as no document. */
export type ParsedDocuments = { documentCache: LRUCache<string, DocumentNode>; errorCache: LRUCache<string, Error> }

// A plan has an entry for each field, wherever its fragment is spread: it weighs about as much as ten characters do.
const WEIGHT_OF_FIELD = 10

/** An empty cache, in which documents together weigh at most `parsedDocuments`; those go first that weren't asked for the longest. */
export function cacheParsedDocuments({ parsedDocuments: maxSize }: Pick<Limits, 'parsedDocuments'>): ParsedDocuments {
  return {
    documentCache: new LRUCache({ maxSize, sizeCalculation: (document, text) => text.length + WEIGHT_OF_FIELD * plannedFieldsOf(document) + 1 }),
    errorCache: new LRUCache({ maxSize, sizeCalculation: (_, text) => text.length + 1 }),
  }
}
