// How much is played at random, and from which seed. MODEL_SEED repeats what a failure printed; MODEL_SEQUENCES is how many
// sequences each test plays.
import type fc from 'fast-check'

const { MODEL_SEED, MODEL_SEQUENCES, CI } = process.env
const seed = Number(MODEL_SEED ?? Date.now() % 2 ** 31)
const numRuns = Number(MODEL_SEQUENCES ?? (CI === undefined ? 500 : 10_000))

/** Parameters of fc.assert. */
export const SEQUENCES = { seed, numRuns } satisfies fc.Parameters

/** For the name of a test: how many sequences, and how to have the same again. */
export const PLAYED = `${numRuns} random sequences (MODEL_SEED=${seed})`

/** What a slow machine may take, in milliseconds; how long it takes is no statement. */
export const PATIENCE_MS = 30 * 60_000
