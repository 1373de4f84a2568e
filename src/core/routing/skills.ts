// Skills: what work asks for, what agents have, and what is no longer asked for as time goes by (O1).

/** A skill with its level; no level is level 0. */
export type Skill = { name: string; level: number }

const WITH_LEVEL = /^(.+):(\d+(?:\.\d+)?)$/

/** Reads "name" or "name:level". */
export function parseSkill(text: string): Skill {
  const match = WITH_LEVEL.exec(text.trim())
  return match ? { name: match[1]!.trim(), level: Number(match[2]) } : { name: text.trim(), level: 0 }
}

/** What is wrong with a skill as somebody wrote it, in words; null: nothing. */
export function skillFault(text: string): string | null {
  if (text.trim() === '') return 'A skill needs a name.'
  const { name } = parseSkill(text)
  return name.includes(':') ? `"${text}" is not a skill; write "name" or "name:level", the level a number from 0.` : null
}

/** The skills of `required` that an agent with `held` lacks: not held, or on a lower level. */
export function missingSkills(required: readonly string[], held: readonly string[]): readonly string[] {
  if (required.length === 0) return []
  const levels = new Map<string, number>()
  for (const { name, level } of held.map(parseSkill)) levels.set(name, Math.max(level, levels.get(name) ?? 0))
  return required.filter((text) => {
    const { name, level } = parseSkill(text)
    return (levels.get(name) ?? -1) < level
  })
}

/** Skills as work asks for them, and since when it waits. */
export type SkillDemand = { skills: readonly string[]; dropSkillsAfterSeconds: number | null; queuedAt: string }

/**
 * The skills still asked for at `now`: after each `dropSkillsAfterSeconds` of waiting one fewer, the one named last first;
 * 0 seconds: none at all. `nextDropAt` is when it changes next, null: never.
 */
export function skillsStillRequired(demand: SkillDemand, now: string): { skills: readonly string[]; nextDropAt: string | null } {
  const { skills, dropSkillsAfterSeconds: seconds, queuedAt } = demand
  if (seconds === null || skills.length === 0) return { skills, nextDropAt: null }
  if (seconds === 0) return { skills: [], nextDropAt: null }
  const start = Date.parse(queuedAt)
  const dropped = Math.min(skills.length, Math.max(0, Math.floor((Date.parse(now) - start) / (seconds * 1000))))
  const nextDropAt = dropped < skills.length ? new Date(start + (dropped + 1) * seconds * 1000).toISOString() : null
  return { skills: skills.slice(0, skills.length - dropped), nextDropAt }
}
