// What a component shows of the server: read when it appears, and again whenever an event says that it has changed.
import type { ReactiveController } from 'lit'
import { Fault, type InterludeClient, type Operation } from './client.ts'
import type { InterludeElement } from './interlude-element.ts'

/** A subscription whose events mean: look again. */
export type Following = { key: string; subscribe(client: InterludeClient, look: () => void): () => void }

/** What is read and followed. `variables` null: there is nothing to read yet. */
export type LiveQueryParts<Data, Variables> = {
  /** What is asked; or what asks, where one request is not enough. */
  document: Operation<Data, Variables> | ((client: InterludeClient, variables: Variables) => Promise<Data>)
  variables: () => Variables | null
  follow?: () => readonly Following[]
  /** Sees each answer before it is shown. */
  onData?: (data: Data) => void
}

const BURST_MS = 30
const SETTLE_MS = 1_500
// The server isn't there, or says that it will be in a moment.
const PASSING: ReadonlySet<string> = new Set(['NETWORK', 'SERVICE_UNAVAILABLE'])
const RETRY_MS = 2_000

/** Makes a `Following` of a subscription. */
export function following<Data extends object, Variables extends object>(document: Operation<Data, Variables>, variables: Variables): Following {
  return {
    key: `${String(document).length} ${JSON.stringify(variables)}`,
    subscribe: (client, look) => client.follow(document, variables, { next: look, missed: look, ended: look }),
  }
}

/** Keeps `data` as the server has it. `fault` stands beside the last data, if there was any. */
export class LiveQuery<Data, Variables> implements ReactiveController {
  data: Data | null = null
  fault: Fault | null = null
  readonly #host: InterludeElement
  readonly #parts: LiveQueryParts<Data, Variables>
  #client: InterludeClient | null = null
  #key = ''
  // Whom and what `data` is for: it stays while its host is off the page.
  #dataFor: { client: InterludeClient | null; key: string } = { client: null, key: '' }
  #stops = new Map<string, () => void>()
  #renewals = 0
  #reading = 0
  #latest: Promise<void> = Promise.resolve()
  #timer: ReturnType<typeof setTimeout> | undefined
  #settle: ReturnType<typeof setTimeout> | undefined

  constructor(host: InterludeElement, parts: LiveQueryParts<Data, Variables>) {
    this.#host = host
    this.#parts = parts
    host.addController(this)
  }

  hostConnected(): void {
    this.#host.requestUpdate()
    document.addEventListener('visibilitychange', this.#look)
  }

  // A host that is only moved is back at once.
  hostDisconnected(): void {
    queueMicrotask(() => {
      if (this.#host.isConnected) return
      document.removeEventListener('visibilitychange', this.#look)
      this.#leave()
    })
  }

  // After each render, since what is asked for may hang on what is shown.
  hostUpdated(): void {
    if (!this.#host.isConnected) return
    const client = this.#host.client
    const variables = this.#parts.variables()
    const key = client === null || variables === null ? '' : JSON.stringify(variables)
    if (client !== this.#client || key !== this.#key) {
      this.#leave()
      this.#client = client
      this.#key = key
      if (client !== this.#dataFor.client || key !== this.#dataFor.key) {
        this.#dataFor = { client, key }
        this.data = null
        this.fault = null
      }
      client?.addEventListener('connection', this.#onConnection)
      if (key !== '') void this.refresh()
      this.#host.requestUpdate()
    } else if (this.fault !== null && client?.renewals !== this.#renewals) {
      // What was refused for its token may be had with this one.
      this.#lookIn(0)
    }
    this.#renewals = client?.renewals ?? 0
    if (key !== '') this.#keepFollowing()
  }

  /** Reads anew; settles when what is shown is what the server said, be it to a later reading that has overtaken this one. */
  refresh(): Promise<void> {
    return (this.#latest = this.#read())
  }

  async #read(): Promise<void> {
    clearTimeout(this.#timer)
    const client = this.#client
    const variables = this.#parts.variables()
    if (client === null || variables === null) return
    const reading = ++this.#reading
    try {
      const { document } = this.#parts
      const data = await (typeof document === 'function' ? document(client, variables) : client.request(document, variables))
      if (reading !== this.#reading) return await this.#latest
      this.#parts.onData?.(data)
      this.data = data
      this.fault = null
    } catch (error) {
      if (reading !== this.#reading) return this.#latest
      this.fault = error instanceof Fault ? error : new Fault(String(error), 'INTERNAL')
      this.fault.isTriedAgain = PASSING.has(this.fault.code)
      if (this.fault.isTriedAgain) this.#lookIn(RETRY_MS)
    }
    this.#host.requestUpdate()
  }

  #keepFollowing(): void {
    const wanted = this.#parts.follow?.() ?? []
    const keys = new Set(wanted.map(({ key }) => key))
    for (const [key, stop] of this.#stops) {
      if (keys.has(key)) continue
      stop()
      this.#stops.delete(key)
    }
    for (const { key, subscribe } of wanted) {
      if (this.#stops.has(key)) continue
      this.#stops.set(key, subscribe(this.#client!, () => this.#lookIn(BURST_MS)))
      this.#lookAgain()
    }
  }

  // Nothing tells when the server has begun to listen, be it at first or on a socket that came back: what happened between the
  // look at that moment and then is seen by this one.
  #lookAgain(): void {
    clearTimeout(this.#settle)
    this.#settle = setTimeout(this.#look, SETTLE_MS)
  }

  readonly #onConnection = () => {
    this.#host.requestUpdate()
    if (this.#client?.connection !== 'connected') return
    this.#look()
    this.#lookAgain()
  }

  readonly #look = () => {
    if (document.visibilityState !== 'hidden') this.#lookIn(BURST_MS)
  }

  // Events come in bursts: one look a burst.
  #lookIn(delay: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.refresh(), delay)
  }

  #leave(): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#settle)
    this.#reading++
    this.#latest = Promise.resolve()
    this.#client?.removeEventListener('connection', this.#onConnection)
    for (const stop of this.#stops.values()) stop()
    this.#stops.clear()
    this.#client = null
    this.#key = ''
  }
}
