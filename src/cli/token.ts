// `interlude token --user NAME [--ttl 8h]`: a token made with the server's own secret, for its operator.
import { Option, type Command } from 'commander'
import { readSecret, signToken } from '../auth.ts'
import type { Clock } from '../clock.ts'
import type { CliConfig } from '../config.ts'
import { CommandFault } from './command-fault.ts'
import { parseDurationSeconds } from './duration.ts'
import { someText } from './options.ts'

/** Adds the command. It prints the token alone, so that a script can take it: `TOKEN=$(npx interlude token --user ada)`. */
export function addTokenCommand(program: Command, { jwtSecret, dataDir, issuer, audience }: CliConfig, clock: Clock): void {
  program.command('token')
    .description('Make a bearer token with AUTH_JWT_SECRET, or with the secret that the demo keeps in its data folder.')
    .requiredOption('--user <name>', 'whose token: a username', someText)
    .addOption(new Option('--ttl <duration>', 'how long it lasts: 30d, 12h, 10m, 45s').argParser(parseDurationSeconds).default(8 * 3_600, '8h'))
    .action(async ({ user, ttl }: { user: string; ttl: number }) => {
      const secret = jwtSecret ?? readSecret(dataDir)
      if (secret === null) throw new CommandFault(`There is no secret to sign with: set AUTH_JWT_SECRET as the server has it, or start the demo once (there is none in ${dataDir}).`)
      process.stdout.write(`${await signToken({ secret, issuer, audience }, user, ttl, clock())}\n`)
    })
}
