// Traces by OpenTelemetry, where its own environment variables ask for them. Its packages are loaded only then: a process
// that isn't traced pays for none of them, neither in its start nor in its requests.
import type { Span } from '@opentelemetry/api'
import type pg from 'pg'
import { Pipeline } from './pipeline.ts'

/** What a span says of itself. Of what a client sent only the operation's name: never a value, nor the words of an error. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | string[]>>

/** What came of a span's work. */
export type SpanOutcome = { hasFailed: boolean; attributes: SpanAttributes }

/** What a span is beside its name. */
export type SpanTraits<Result> = {
  /** Which end of a call between processes it is; INTERNAL, and when absent: none. */
  kind?: 'SERVER' | 'CLIENT' | 'INTERNAL'
  /** It begins a trace of its own, whatever it is called within. */
  isRoot?: boolean
  /** Reads from what the work answered how it came out; asked only where it is traced. */
  outcome?: (result: Result) => SpanOutcome
}

/** How work is traced. */
export type Tracing = {
  /** Runs `work` in a span of its own, within that of the caller. What it throws is noted by its name, and thrown on. */
  span<Result>(name: string, attributes: SpanAttributes, work: () => Promise<Result>, traits?: SpanTraits<Result>): Promise<Result>
  /** Runs `work`, which began elsewhere, within the trace that these headers of a request name. */
  within<Result>(headers: Readonly<Record<string, unknown>>, work: () => Result): Result
  /** Whether the caller is within a span that is recorded, and has not ended. */
  isRecording(): boolean
  /** Sends what hasn't been sent yet. */
  stop(): Promise<void>
}

/** Traces nothing. */
export const NO_TRACING: Tracing = { span: (_name, _attributes, work) => work(), within: (_headers, work) => work(), isRecording: () => false, stop: async () => {} }

const STOP_TIMEOUT_MS = 2_000

/** Starts to trace: spans go where OTEL_EXPORTER_OTLP_ENDPOINT and its companions say, by OTLP over HTTP. */
export async function startTracing(processId: string): Promise<Tracing> {
  const [{ context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace }, { BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, { defaultResource, detectResources, envDetector, resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/api'), import('@opentelemetry/sdk-trace-node'), import('@opentelemetry/exporter-trace-otlp-http'), import('@opentelemetry/resources'),
  ])
  // What operators name (OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES) wins over our own name.
  const resource = defaultResource().merge(resourceFromAttributes({ 'service.name': 'interlude', 'service.instance.id': processId })).merge(detectResources({ detectors: [envDetector] }))
  const provider = new NodeTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] })
  provider.register()
  const tracer = provider.getTracer('interlude')
  const tellOutcome = (span: Span, { hasFailed, attributes }: SpanOutcome) => {
    span.setAttributes(attributes)
    if (hasFailed) span.setStatus({ code: SpanStatusCode.ERROR })
  }
  return {
    span: (name, attributes, work, { kind = 'INTERNAL', isRoot = false, outcome } = {}) => tracer.startActiveSpan(name, { attributes, kind: SpanKind[kind], root: isRoot }, async (span) => {
      try {
        const result = await work()
        if (outcome !== undefined) tellOutcome(span, outcome(result))
        return result
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).name })
        throw error
      } finally {
        span.end()
      }
    }),
    within: (headers, work) => context.with(propagation.extract(ROOT_CONTEXT, headers), work),
    isRecording: () => trace.getActiveSpan()?.isRecording() === true,
    stop: async () => {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => { timer = setTimeout(resolve, STOP_TIMEOUT_MS) })
      await Promise.race([provider.shutdown().catch(() => {}), late])
      clearTimeout(timer)
    },
  }
}

/**
 * Gives the statements of a pool that are part of something traced a span each with its name; never its text or values.
 * Prisma's own statements have none.
 */
export function tracePool(pool: pg.Pool, tracing: Tracing): void {
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<unknown>
  pool.query = ((...args: unknown[]) => {
    // With a callback there is nothing to wait for.
    if (typeof args.at(-1) === 'function') return query(...args)
    // What a process does by itself, every second and all day long, would be a trace each time. And timers and sockets
    // remember who made them: a span that has ended is not what their statements belong to.
    if (!tracing.isRecording()) return query(...args)
    const name = args[0] instanceof Pipeline ? 'pipeline' : (args[0] as { name?: string } | undefined)?.name
    return tracing.span(`sql ${name ?? 'statement'}`, { 'db.system.name': 'postgresql', 'db.operation.name': name ?? '' }, () => query(...args), { kind: 'CLIENT' })
  }) as typeof pool.query
}
