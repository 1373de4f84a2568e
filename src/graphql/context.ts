// What every resolver is handed: who asks, the outside world, and this request's loaders.
import type { Viewer } from '../core/viewer.ts'
import type { Shell } from '../commands/shell.ts'
import type { Realtime } from '../realtime/realtime.ts'
import { createLoaders, type Loaders } from './loaders.ts'

/**
 * Context of a request, or of a subscription for as long as it lives (its loaders are cleared for each event).
 * `isCostKnown`: what its operation costs was looked at before.
 */
export type Context = { viewer: Viewer; shell: Shell; load: Loaders; requestId: string; realtime: Realtime; isCostKnown?: boolean }

/** The context of one request. Who isn't signed in never gets one: the server refuses before (A1). */
export function createContext({ viewer, shell, requestId, realtime }: Omit<Context, 'load'>): Context {
  return { viewer, shell, requestId, realtime, load: createLoaders(shell, viewer) }
}
