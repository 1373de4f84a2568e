// Who is asking: what commands and visibility decide on.

export type UserType = 'INTERNAL' | 'SITE_VISITOR' | 'AUTOMATED_PROCESS'

export type Permission =
  | 'MANAGE_FLOW' | 'RUN_FLOWS' | 'MANAGE_ORCHESTRATION_RUNS' | 'REASSIGN_WORK_ITEMS' | 'MANAGE_USERS'
  | 'CUSTOMIZE_APPLICATION' | 'VIEW_ALL_DATA' | 'SUPERVISE_OMNI_CHANNEL'

/** The signed-in user of a request. Only active users become viewers (rule A1). */
export type Viewer = { id: string; username: string; name: string; userType: UserType; permissions: ReadonlySet<Permission> }

/** Row id and username of the system's own user: it acts where nobody acts (R6), and never signs in. */
export const AUTOMATED_PROCESS = { id: 'automated-process', username: 'automated.process' } as const

/** What makes a queue routable: being associated with this object (O1). */
export const ROUTABLE_OBJECT = 'OrchestrationWorkItem'

/** Whether the viewer has the permission, or any of them. */
export function hasAny(viewer: Pick<Viewer, 'permissions'>, ...permissions: readonly Permission[]): boolean {
  return permissions.some((permission) => viewer.permissions.has(permission))
}
