// The command line, `npx interlude …`: one file a command, each added to the program here. Exit status: 0 done,
// 1 something failed, 2 wrong usage, 130 ended by Ctrl-C.
import { Command, CommanderError } from 'commander'
import manifest from '../../package.json' with { type: 'json' }
import { systemClock } from '../clock.ts'
import { readCliConfig } from '../config.ts'
import { DEFAULT_URL } from './api.ts'
import { CommandFault, Interrupted, INTERRUPTED, ReaderGone, WrongUsage } from './command-fault.ts'
import { addDeployCommand } from './deploy.ts'
import { addInterviewCommands } from './interviews.ts'
import { someText } from './options.ts'
import { addRunCommands } from './run.ts'
import { addRunsCommands } from './runs.ts'
import { sessionsOn } from './session.ts'
import { processTerminal } from './terminal.ts'
import { addTokenCommand } from './token.ts'
import { addWorkItemCommands } from './work-items.ts'

const WRONG_USAGE = 2

const config = readCliConfig()
const terminal = processTerminal(process)
const open = sessionsOn(terminal, systemClock)
const program = new Command('interlude')
  .description('Work that waits for people, from scripts.')
  .version(manifest.version, '--version', 'print the version')
  .option('--url <url>', `address of the server, with or without /graphql (INTERLUDE_URL; ${DEFAULT_URL})`, someText)
  .option('--token <token>', 'bearer token (INTERLUDE_TOKEN)', someText)
  .option('--json', 'print one JSON value')
  .option('--jsonl', 'print a JSON value a line')
  .option('--yes', 'go ahead without asking')
  .addHelpText('after', '\nExit status: 0 done, 1 something failed (each failure is named on standard error), 2 wrong usage, 130 ended by Ctrl-C.')
  .configureHelp({ showGlobalOptions: true })
  .exitOverride()
// Not as defaults of the options: help would print the token.
program.hook('preAction', () => {
  for (const name of ['url', 'token'] as const) if (program.opts()[name] === undefined && config[name] !== null) program.setOptionValueWithSource(name, config[name], 'env')
})
addTokenCommand(program, config, systemClock)
addDeployCommand(program, open)
const runs = program.command('runs').description('Runs of orchestrations: start, list, watch, suspend, cancel and resume them.')
addRunCommands(runs, open)
addRunsCommands(runs, open)
addWorkItemCommands(program, open)
addInterviewCommands(program, open)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitStatus(error)
  // Ids may still be waited for there.
  if (error instanceof Interrupted) process.stdin.destroy()
}

function exitStatus(error: unknown): number {
  // Help that was asked for is no fault; everything else that commander ends is wrong usage, and said by it already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE
  if (error instanceof ReaderGone) return 0
  if (!(error instanceof WrongUsage || error instanceof CommandFault || error instanceof Interrupted)) throw error
  if (error.message !== '') terminal.note(error.message)
  if (error instanceof Interrupted) return INTERRUPTED
  return error instanceof WrongUsage ? WRONG_USAGE : 1
}
