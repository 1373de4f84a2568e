// `npm run bench -- NAME`: runs the benchmark in bench/NAME.ts, and prints its table and then its report as one line of JSON.
import { readdirSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { tableOf, type Bench } from './report.ts'

const NOT_BENCHES = new Set(['run.ts', 'report.ts'])
const known = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.ts') && !NOT_BENCHES.has(file)).map((file) => file.slice(0, -3))
const [name = '', ...args] = process.argv.slice(2)
if (!known.includes(name)) {
  process.stderr.write(`Which benchmark? ${known.join(', ')}\n`)
  process.exit(2)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
const load = loadavg()[0]!.toFixed(1)
const { bench } = (await import(`./${name}.ts`)) as { bench: Bench }
const report = await bench(args)
const machine = `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.versions.node}; load of the machine when it began: ${load}`
const whole = { ...report, conditions: [machine, ...report.conditions] }
// A pipe takes it in pieces: not gone before all of it is.
await new Promise((resolve) => { process.stdout.write(`${tableOf(whole)}\n\n${JSON.stringify(whole)}\n`, resolve) })
process.exit(0)
