// What the core asked for, looked up.
import type { Facts, Needs } from '../core/facts.ts'
import { addFacts } from '../store/facts.ts'
import type { Shell } from './shell.ts'

/** The same facts with what a decision on a run or an interview asked for (`needs`); what doesn't exist is null. */
export function lookUp(shell: Shell, facts: Facts, needs: Needs): Promise<Facts> {
  return addFacts(shell.pool, shell.definitions, facts, needs)
}
