// The one way in which commands ask for a permission (A4).
import { hasAny, type Permission, type Viewer } from '../core/viewer.ts'
import { ForbiddenError } from '../errors.ts'

/** Throws ForbiddenError unless the viewer has the permission. `what` begins the message, e.g. "Saving users". */
export function requirePermission(viewer: Viewer, permission: Permission, what: string): void {
  if (!hasAny(viewer, permission)) throw new ForbiddenError(`${what} takes ${permission}.`, permission)
}
