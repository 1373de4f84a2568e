// Traces by OpenTelemetry, where its own environment variables ask for them. Its packages are loaded only then: a process
// that isn't traced pays for none of them, neither in its start nor in its requests.
import type pg from 'pg'
import { Pipeline } from './pipeline.ts'

/** What a span says of itself; never a value that a client sent. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>

/** How work is traced. */
export type Tracing = {
  /** Runs `work` in a span of its own, within that of the caller. What it throws is noted by its name, and thrown on. */
  span<Result>(name: string, attributes: SpanAttributes, work: () => Promise<Result>): Promise<Result>
  /** Runs `work`, which began elsewhere, within the trace that these headers of a request name. */
  within<Result>(headers: Readonly<Record<string, unknown>>, work: () => Result): Result
  /** Sends what hasn't been sent yet. */
  stop(): Promise<void>
}

/** Traces nothing. */
export const NO_TRACING: Tracing = { span: (_name, _attributes, work) => work(), within: (_headers, work) => work(), stop: async () => {} }

const STOP_TIMEOUT_MS = 2_000

/** Starts to trace: spans go where OTEL_EXPORTER_OTLP_ENDPOINT and its companions say, by OTLP over HTTP. */
export async function startTracing(processId: string): Promise<Tracing> {
  const [{ context, propagation, SpanStatusCode, trace }, { BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, { defaultResource, detectResources, envDetector, resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/api'), import('@opentelemetry/sdk-trace-node'), import('@opentelemetry/exporter-trace-otlp-http'), import('@opentelemetry/resources'),
  ])
  // What operators name (OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES) wins over our own name.
  const resource = defaultResource().merge(resourceFromAttributes({ 'service.name': 'interlude', 'service.instance.id': processId })).merge(detectResources({ detectors: [envDetector] }))
  const provider = new NodeTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] })
  provider.register()
  const tracer = trace.getTracer('interlude')
  return {
    span: (name, attributes, work) => tracer.startActiveSpan(name, { attributes }, async (span) => {
      try {
        return await work()
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).name })
        throw error
      } finally {
        span.end()
      }
    }),
    within: (headers, work) => context.with(propagation.extract(context.active(), headers), work),
    stop: async () => {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => { timer = setTimeout(resolve, STOP_TIMEOUT_MS) })
      await Promise.race([provider.shutdown().catch(() => {}), late])
      clearTimeout(timer)
    },
  }
}

/** Gives every statement of a pool a span with its name; never its text or values. Prisma's own statements have none. */
export function tracePool(pool: pg.Pool, tracing: Tracing): void {
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<unknown>
  pool.query = ((...args: unknown[]) => {
    // With a callback there is nothing to wait for.
    if (typeof args.at(-1) === 'function') return query(...args)
    const name = args[0] instanceof Pipeline ? 'pipeline' : (args[0] as { name?: string } | undefined)?.name
    return tracing.span(`sql ${name ?? 'statement'}`, { 'db.system.name': 'postgresql', 'db.operation.name': name ?? '' }, () => query(...args))
  }) as typeof pool.query
}
