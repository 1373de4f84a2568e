// Every bound of the edge in one place: what one request, one operation, one socket and one user may ask for.

/** The bounds, as they are unless a server is started with others (Partial<Limits>). */
export const LIMITS = {
  /** Characters of one GraphQL document. */
  documentCharacters: 100_000,
  /** Tokens of one document: names, values and punctuation. */
  documentTokens: 5_000,
  /** Brackets of any kind within each other, in a document's text. */
  documentNesting: 200,
  /** Lists and objects within each other, in an operation's variables. */
  variablesNesting: 200,
  /** Fields within each other, fragments written out. */
  operationDepth: 18,
  /** Fields of one operation, fragments written out; those that nothing can be resolved from (`__typename`) count too. */
  operationFields: 1_000,
  /** What one operation may cost; a list counts as many times as `first` asks for. */
  operationCost: 50_000,
  /** Fields under another name than their own, in one document. */
  aliases: 100,
  /** Directives in one document. */
  directives: 50,
  /** Bytes of the body of a request. */
  bodyBytes: 1_000_000,
  /** Bytes of a larger body that are still taken in, and thrown away, before it is refused: clients that are answered while they send mostly lose the answer. */
  discardedBytes: 16_000_000,
  /** Characters of all documents together that a process remembers by their hash; and how many of them, which is what short ones cost. */
  rememberedCharacters: 20_000_000,
  rememberedDocuments: 20_000,
  /** What all documents together weigh that a process keeps parsed and planned: their characters, and ten for each field. A unit takes some 50 bytes. */
  parsedDocuments: 2_000_000,
  /** Bytes of one message on a WebSocket; a larger one closes it (1009). */
  messageBytes: 256 * 1024,
  /** Operations that run on one WebSocket at the same time. */
  operationsPerSocket: 100,
  /** WebSockets and event streams that one user has open on one server process. */
  socketsPerUser: 100,
  /** Milliseconds from a WebSocket's opening to its `connection_init`; then it is closed (4408). */
  connectionInitMs: 5_000,
  /** Milliseconds for which a result may wait for the client of an event stream to read it. */
  unreadStreamMs: 10_000,
  /** Milliseconds for one query or mutation. */
  operationMs: 30_000,
  /** Milliseconds in which a request must have come in whole. */
  requestMs: 30_000,
  /** Milliseconds for which a stopping server, no longer ready, still takes requests: until load balancers have noticed. */
  stopDelayMs: 0,
  /** Milliseconds for one SQL statement. */
  statementMs: 20_000,
} as const

/** Bounds as one server has them. */
export type Limits = { readonly [Name in keyof typeof LIMITS]: number }
