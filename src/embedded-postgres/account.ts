// Whom Postgres runs as. It refuses to run as root, so for root it is another account, which must be able to read the
// programs and to reach its data, wherever those are.
import { accessSync, constants, existsSync, lchownSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** How to start a Postgres program: with these ids (undefined: our own), by way of `prefix` where that is not empty. */
export type Account = { uid?: number; gid?: number; prefix: readonly string[] }

/** Nobody on this machine can run Postgres; the message says what to do. */
export class NoAccountError extends Error {}

const OURSELVES: Account = { prefix: [] }

/**
 * Chooses the account for `dataFolder` and `programs`: ourselves, or for root the folder's owner, else `postgres`, else
 * `nobody`. Throws NoAccountError where there is none, or where the data are somebody else's.
 */
export function chooseAccount(dataFolder: string, programs: string): Account {
  const ownUid = process.getuid?.()
  if (ownUid === undefined) return OURSELVES
  const owner = existsSync(dataFolder) ? statSync(dataFolder) : null
  if (ownUid !== 0) {
    if (owner === null || owner.uid === ownUid) return OURSELVES
    throw new NoAccountError(`${dataFolder} belongs to another user (${owner.uid}): start as that user or as root, or choose another folder with DATA_DIR.`)
  }
  const ids = owner !== null && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : lesserUser()
  if ([dirname(dataFolder), programs].every((folder) => canReach(folder, ids))) return { ...ids, prefix: [] }
  return throughClosedFolders(ids, dataFolder)
}

/** Gives folders (with all in them) and files to the account. */
export function giveTo({ uid, gid }: Account, ...paths: readonly string[]): void {
  if (uid === undefined || gid === undefined) return
  for (const path of paths) {
    lchownSync(path, uid, gid)
    if (!lstatSync(path).isDirectory()) continue
    for (const entry of readdirSync(path, { recursive: true }) as string[]) lchownSync(join(path, entry), uid, gid)
  }
}

function lesserUser(): { uid: number; gid: number } {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'))
  for (const name of ['postgres', 'nobody']) {
    const line = lines.find((fields) => fields[0] === name)
    // Some systems write nobody's ids as negative numbers.
    if (line !== undefined) return { uid: Number(line[2]) >>> 0, gid: Number(line[3]) >>> 0 }
  }
  throw new NoAccountError('Postgres does not run as root, and this machine has neither a user "postgres" nor "nobody" to run it as: start as another user, or set DATABASE_URL.')
}

// Whether somebody with these ids can go into every folder down to this one.
function canReach(folder: string, { uid, gid }: { uid: number; gid: number }): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(at)) {
      const { mode, uid: owner, gid: group } = statSync(at)
      const bit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001
      if ((mode & bit) === 0) return false
    }
    if (at === dirname(at)) return true
  }
}

// A checkout under /root, which nobody else may enter: the account is lent root's right to pass through, and nothing more
// of root (no_setuid_fixup: also when Postgres asks by access(2) whether it may). util-linux, which every Linux
// distribution installs, has the program for it.
function throughClosedFolders(ids: { uid: number; gid: number }, dataFolder: string): Account {
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((file) => isExecutable(file))
  if (process.platform !== 'linux' || setpriv === undefined) {
    throw new NoAccountError(`Postgres does not run as root, and the user it would run as can't reach ${dataFolder}: choose a folder that others may enter with DATA_DIR, start as another user, or set DATABASE_URL.`)
  }
  const lent = '+dac_override'
  return { prefix: [setpriv, `--reuid=${ids.uid}`, `--regid=${ids.gid}`, '--clear-groups', '--securebits=+no_setuid_fixup', `--inh-caps=${lent}`, `--ambient-caps=${lent}`, '--'], ...ids }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
