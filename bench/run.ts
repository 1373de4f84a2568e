// `npm run bench -- NAME`: runs one benchmark and prints its figures as tables, and as JSON on the last line. Figures carry
// to another machine only as ratios within one run.
const BENCHMARKS: Record<string, () => Promise<{ run(): Promise<object> }>> = {
  engine: () => import('./engine.ts'),
}

const name = process.argv[2] ?? ''
const load = BENCHMARKS[name]
if (load === undefined) {
  process.stderr.write(`Which benchmark? One of: ${Object.keys(BENCHMARKS).join(', ')}\n`)
  process.exit(2)
}
const { run } = await load()
const figures = await run()
process.stdout.write(`\n${JSON.stringify({ benchmark: name, node: process.version, ...figures })}\n`)
