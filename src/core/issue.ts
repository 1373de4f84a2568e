// A fault in what somebody gave us: where it is and what to do about it.

/** One fault. `path` leads to the faulty place, e.g. ["stages","0","steps","1","start","afterStep"]. */
export type Issue = { path: readonly string[]; message: string }
