// How a server is started, said once, in package.json: what is measured runs as it runs for its users.
import { readFileSync } from 'node:fs'

const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { scripts: { start: string } }

/** Node's arguments in `npm start`: its own flags, and the program. */
export const SERVER_COMMAND: readonly string[] = /^exec node (.+?) \|\|/.exec(scripts.start)![1]!.split(' ')

/** Node's own flags in it, for whatever is measured beside the server. */
export const NODE_FLAGS: readonly string[] = SERVER_COMMAND.filter((argument) => argument.startsWith('--'))
