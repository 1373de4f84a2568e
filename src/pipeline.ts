// Several statements in one round trip and one transaction. The driver sends one statement at a time, or, in its own
// pipeline mode, each as a transaction of its own; what the protocol calls a series up to the next Sync is both.
import type pg from 'pg'

/** A statement of a pipeline and its values as text. Without a name it is planned each time. */
export type PipelinedStatement = { name?: string; text: string; values: readonly string[] }

// What of the driver's connection is used here. `parsedStatements` is the driver's own list of what a connection has prepared.
type Connection = {
  stream: { cork(): void; uncork(): void }
  parsedStatements: Record<string, string>
  close(of: { type: 'S'; name: string }): void
  parse(statement: { name: string; text: string }): void
  bind(portal: { statement: string; values: readonly string[] }): void
  execute(portal: object): void
  sync(): void
}

/**
 * Runs statements one after another: all of them take effect, or, where one is refused, none; within a transaction they are part
 * of it. Their rows are not read. Throws the database's error.
 */
export async function runPipeline(db: pg.Pool | pg.ClientBase, statements: readonly PipelinedStatement[]): Promise<void> {
  const pipeline = new Pipeline(statements)
  // A client answers at once, our pools (db.ts) when it is done: the connection isn't anybody else's before.
  await (db.query(pipeline) as unknown as Promise<unknown>)
  await pipeline.done
}

/** What the driver is handed of a pipeline. `done` settles when all is over. */
export class Pipeline implements pg.Submittable {
  readonly done: Promise<void>
  readonly statements: readonly PipelinedStatement[]
  #completed = 0
  #settle!: { resolve: () => void; reject: (error: unknown) => void }

  constructor(statements: readonly PipelinedStatement[]) {
    this.statements = statements
    this.done = new Promise((resolve, reject) => { this.#settle = { resolve, reject } })
  }

  /** Called by the driver when it is this pipeline's turn. */
  submit(connection: pg.Connection): void {
    const to = connection as unknown as Connection
    to.stream.cork()
    for (const { name = '', text, values } of this.statements) {
      if (name === '' || to.parsedStatements[name] === undefined) {
        // Where an earlier series was cut off it isn't known whether this was prepared; closing what isn't there is no error.
        if (name !== '') to.close({ type: 'S', name })
        to.parse({ name, text })
      }
      to.bind({ statement: name, values })
      to.execute({})
    }
    to.sync()
    to.stream.uncork()
  }

  /** Called by the driver for each statement that was run, in their order. */
  handleCommandComplete(_: unknown, connection: pg.Connection): void {
    const { name, text } = this.statements[this.#completed++]!
    if (name !== undefined) (connection as unknown as Connection).parsedStatements[name] = text
  }

  /** Called by the driver when a statement was refused, and with it all, or when the connection broke. */
  handleError(error: unknown): void {
    this.#settle.reject(error)
  }

  /** Called by the driver when all were run and their transaction is committed. */
  handleReadyForQuery(): void {
    this.#settle.resolve()
  }

  /** Rows that statements answer with are left alone. */
  handleRowDescription(): void {}

  /** As above. */
  handleDataRow(): void {}
}
