// How much of an agent one piece of work takes, and what still fits. The only place that adds or compares weights:
// they are decimal fractions that doubles can't hold exactly.

/** What one piece of work asks for: units, or percent of the agent's capacity; neither: 1 unit. */
export type Cost = { capacityWeight: number | null; capacityPercentage: number | null }

/** An agent's capacity and what of it is taken, in units. */
export type Load = { capacity: number; workload: number }

/** Units are counted to the millionth. */
const UNITS_PER_ONE = 1_000_000

/** The most units there can be of a capacity or a weight: a double holds the millionths of a few times as many exactly. */
export const MOST_UNITS = 1_000_000_000

/** Units that the work takes of this agent (O1): its weight, or its percentage of their capacity. */
export function unitsOf(cost: Cost, capacity: number): number {
  if (cost.capacityWeight !== null) return rounded(cost.capacityWeight)
  if (cost.capacityPercentage !== null) return rounded((cost.capacityPercentage / 100) * capacity)
  return 1
}

/** What is taken after taking `units` more. */
export function withWork(workload: number, units: number): number {
  return rounded(workload + units)
}

/** What is taken after `units` are given back; never below zero. */
export function withoutWork(workload: number, units: number): number {
  return Math.max(0, rounded(workload - units))
}

/** The sum of the weights of what an agent holds (O5). */
export function sumOfWork(weights: readonly number[]): number {
  return weights.reduce(withWork, 0)
}

/** What is left; below zero where a capacity was lowered under work that is held. */
export function roomOf(load: Load): number {
  return rounded(load.capacity - load.workload)
}

/** Whether `units` more still fit (O2: capacity is never exceeded). Work without weight fits anybody. */
export function fits(units: number, load: Load): boolean {
  return units === 0 || units <= roomOf(load)
}

function rounded(units: number): number {
  return Math.round(units * UNITS_PER_ONE) / UNITS_PER_ONE
}
