// After a command everything is read anew: what it wrote must be in the very same answer (W9).
import type { Context } from './context.ts'
import { clearLoaders } from './loaders.ts'

/** Waits for the command and forgets what this request had read before. */
export async function written<Answer>({ load }: Context, command: Promise<Answer>): Promise<Answer> {
  const answer = await command
  clearLoaders(load)
  return answer
}
