// The system clock: the only place where the time is asked for. Everything else is handed `now`.

/** A source of the current time; tests hand in one of their own. */
export type Clock = () => Date

/** The machine's own time. */
export const systemClock: Clock = () => new Date()
