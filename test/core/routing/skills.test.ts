import { describe, expect, it } from 'vitest'
import { missingSkills, parseSkill, skillFault, skillsStillRequired } from '../../../src/core/routing/skills.ts'
import { at, NOW } from './build.ts'

// rule O1
describe('skills', () => {
  it('are names with or without a level', () => {
    expect(parseSkill('spanish')).toEqual({ name: 'spanish', level: 0 })
    expect(parseSkill(' spanish:3.5 ')).toEqual({ name: 'spanish', level: 3.5 })
  })

  it('are held when the name is there on the level asked for or a higher one', () => {
    expect(missingSkills(['spanish', 'billing:3'], ['billing:3', 'spanish:1'])).toEqual([])
    expect(missingSkills(['spanish:2', 'billing:3'], ['billing:2', 'spanish'])).toEqual(['spanish:2', 'billing:3'])
    expect(missingSkills(['spanish:2'], ['spanish:1', 'spanish:4'])).toEqual([])
    expect(missingSkills([], [])).toEqual([])
  })

  it('are faulty without a name, or with a level that is no number', () => {
    expect(skillFault('spanish:2')).toBeNull()
    expect(skillFault(' ')).toContain('name')
    expect(skillFault('spanish:high')).toContain('spanish:high')
    expect(skillFault('spanish:-1')).toContain('spanish:-1')
  })
})

describe('skills that are dropped', () => {
  const demand = (waited: number, dropSkillsAfterSeconds: number | null) => ({ skills: ['a', 'b', 'c'], dropSkillsAfterSeconds, queuedAt: at(-waited) })

  it('go one per interval, the last named first, until none is left', () => {
    expect(skillsStillRequired(demand(59, 60), NOW)).toEqual({ skills: ['a', 'b', 'c'], nextDropAt: at(1) })
    expect(skillsStillRequired(demand(60, 60), NOW)).toEqual({ skills: ['a', 'b'], nextDropAt: at(60) })
    expect(skillsStillRequired(demand(150, 60), NOW)).toEqual({ skills: ['a'], nextDropAt: at(30) })
    expect(skillsStillRequired(demand(9999, 60), NOW)).toEqual({ skills: [], nextDropAt: null })
  })

  it('stay for ever where no interval is set, and go at once where it is 0', () => {
    expect(skillsStillRequired(demand(9999, null), NOW)).toEqual({ skills: ['a', 'b', 'c'], nextDropAt: null })
    expect(skillsStillRequired(demand(0, 0), NOW)).toEqual({ skills: [], nextDropAt: null })
  })
})
