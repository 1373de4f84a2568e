// How many flows and orchestrations an org may have (domain 1.16): kept by saving and activating, foreseen by deployments.

/** Most versions of one flow or orchestration. */
export const MAX_VERSIONS = 50
/** Most flows and orchestrations that are active at the same time, and most of both in all. */
export const MAX_ACTIVE_DEFINITIONS = 2_000
export const MAX_DEFINITIONS = 4_000
