// saveUser: creates a user, or changes what is given of one.
import { isMailAddress, MAX_ADDRESS_LENGTH } from '../../core/mail-address.ts'
import { isLine, isUsername, MAX_USERNAME_LENGTH } from '../../core/names.ts'
import { AUTOMATED_PROCESS, type Permission, type UserType, type Viewer } from '../../core/viewer.ts'
import { findIds, findUser, type IdsByName } from '../../store/administration.ts'
import type { Row, Write } from '../../store/commit.ts'
import { decideAndSave } from '../decide-and-save.ts'
import { inputFaults } from '../input-faults.ts'
import { requirePermission } from '../require-permission.ts'
import { releaseAgents } from '../routing/release-agents.ts'
import { tellCapacities } from '../routing/tell-capacities.ts'
import type { Shell } from '../shell.ts'

/** As the contract's SaveUserInput: what is absent or null stays as it was, but a null presenceUserConfig takes it away. */
export type SaveUserInput = {
  username: string; name?: string | null; email?: string | null; emailVerified?: boolean | null; isActive?: boolean | null
  userType?: UserType | null; permissions?: readonly Permission[] | null; sites?: readonly string[] | null
  presenceUserConfig?: string | null; skills?: readonly string[] | null; presenceStatuses?: readonly string[] | null
}

const LIMITS = { username: MAX_USERNAME_LENGTH, name: 255, email: MAX_ADDRESS_LENGTH, skill: 100 } as const
const SKILL = /^[^:]+(:\d+(\.\d+)?)?$/

/** Saves a user (A4: MANAGE_USERS); one who is deactivated goes offline, and their work to others. Answers the row's id. Throws ForbiddenError, ValidationError with every fault. */
export async function saveUser(shell: Shell, viewer: Viewer, input: SaveUserInput): Promise<{ userId: string }> {
  requirePermission(viewer, 'MANAGE_USERS', 'Saving users')
  const answer = await decideAndSave(shell, async (now) => {
    const [before, configs, sites, statuses] = await Promise.all([
      findUser(shell.pool, input.username.replaceAll('\0', '')), findIds(shell.pool, 'PresenceUserConfig', input.presenceUserConfig == null ? [] : [input.presenceUserConfig]),
      findIds(shell.pool, 'Site', input.sites), findIds(shell.pool, 'ServicePresenceStatus', input.presenceStatuses),
    ])
    checkUser(input, configs, sites, statuses)
    const userId = before?.id ?? shell.newId()
    const given = givenColumns(input, configs)
    const user: Write = before === null
      ? { kind: 'insert', table: 'User', rows: [{ ...newUser(input, now), ...given, id: userId }] }
      : { kind: 'update', table: 'User', key: ['id'], rows: Object.keys(given).length === 0 ? [] : [{ id: userId, ...given }] }
    const writes = [user, ...siteWrites(userId, input.sites == null ? null : [...new Set(input.sites)].map((site) => sites.get(site)!))]
    return { answer: { userId }, changes: { writes, events: [], jobs: [] } }
  })
  // The database itself logs that rights changed; and skills, capacity and who is active decide whom work goes to.
  shell.wake.events()
  shell.wake.routing()
  if (input.isActive === false) await releaseAgents(shell)
  if (input.presenceUserConfig !== undefined) await tellCapacities(shell)
  return answer
}

function checkUser(input: SaveUserInput, configs: IdsByName, sites: IdsByName, statuses: IdsByName): void {
  const faults = inputFaults()
  faults.line(['username'], input.username, LIMITS.username, 1)
  faults.check(['username'], !isLine(input.username) || isUsername(input.username), 'A username has no blanks or invisible characters.')
  faults.check(['username'], input.username !== AUTOMATED_PROCESS.username, 'The automated process user is the system\'s own and can\'t be saved.')
  faults.check(['userType'], input.userType !== 'AUTOMATED_PROCESS', 'There is one automated process user; others are INTERNAL or SITE_VISITOR.')
  faults.line(['name'], input.name, LIMITS.name, 1)
  faults.line(['email'], input.email, LIMITS.email)
  faults.check(['email'], input.email == null || !isLine(input.email) || isMailAddress(input.email), `"${input.email?.slice(0, 255)}" is not an e-mail address.`)
  if (input.presenceUserConfig != null) faults.check(['presenceUserConfig'], configs.has(input.presenceUserConfig), `There is no presence configuration "${input.presenceUserConfig.slice(0, 255)}".`)
  faults.known(['sites'], input.sites, sites, 'site')
  faults.known(['presenceStatuses'], input.presenceStatuses, statuses, 'presence status')
  input.skills?.forEach((skill, at) => {
    faults.line(['skills', at], skill, LIMITS.skill, 1)
    faults.check(['skills', at], SKILL.test(skill), `"${skill.slice(0, LIMITS.skill)}" is not a skill; write "name" or "name:level".`)
  })
  faults.throwAny()
}

function newUser({ username }: SaveUserInput, now: Date): Row {
  return {
    username, name: username, email: username.includes('@') ? username : `${username}@localhost`, emailVerified: false, isActive: true,
    userType: 'INTERNAL', permissions: [], skills: [], presenceStatuses: [], presenceUserConfigId: null, createdDate: now,
  }
}

function givenColumns(input: SaveUserInput, configs: IdsByName): Row {
  const { name, email, emailVerified, isActive, userType, permissions, skills, presenceStatuses } = input
  const lists = {
    permissions: permissions && [...new Set(permissions)], skills: skills && [...new Set(skills)], presenceStatuses: presenceStatuses && [...new Set(presenceStatuses)],
  }
  const columns = Object.entries({ name, email, emailVerified, isActive, userType, ...lists }).filter(([, value]) => value != null)
  if (input.presenceUserConfig !== undefined) columns.push(['presenceUserConfigId', input.presenceUserConfig === null ? null : configs.get(input.presenceUserConfig)!] as never)
  return Object.fromEntries(columns) as Row
}

function siteWrites(userId: string, siteIds: readonly string[] | null): Write[] {
  if (siteIds === null) return []
  return [
    { kind: 'insert', table: 'UserSite', rows: siteIds.map((siteId) => ({ userId, siteId })), ifAbsent: true },
    {
      kind: 'statement', name: 'sites left', rows: [{ userId, siteIds: [...siteIds] }],
      text: (argument) => `DELETE FROM "UserSite" s USING jsonb_array_elements(${argument}) a WHERE s."userId" = a ->> 'userId' AND NOT (a -> 'siteIds') ? s."siteId" RETURNING 1`,
    },
  ]
}
