/** Makes sure that prisma/generated is there and up to date; throws with the generator's own words where it can't. */
export function generateClient(): void
