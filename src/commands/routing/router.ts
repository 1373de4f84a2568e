// This process's router: runs a pass when something changed, never two at a time, and one more when something changed
// meanwhile. It sets itself an alarm for what changes by the clock alone.
import type { Shell } from '../shell.ts'
import { routePendingWork } from './route-pending-work.ts'

export type Router = {
  /** Work, capacity or presence changed: route now. Returns at once; calls while a pass runs come to one more pass. */
  wake(): void
  /** Resolves when no pass is running or due. For orderly stops, and tests. */
  settled(): Promise<void>
  /** Ends it: no further pass begins; resolves when the running one has ended. */
  stop(): Promise<void>
}

const RETRY_AFTER_MILLISECONDS = 500
// setTimeout's longest; an alarm later than this is set again then.
const LONGEST_ALARM_MILLISECONDS = 2 ** 31 - 1

/** Makes the router of this process. It is idle until woken. */
export function createRouter(shell: Shell): Router {
  let running: Promise<void> | null = null
  let isDue = false
  let isStopped = false
  let alarm: NodeJS.Timeout | undefined

  const setAlarm = (milliseconds: number) => {
    clearTimeout(alarm)
    alarm = setTimeout(wake, Math.min(Math.max(0, milliseconds), LONGEST_ALARM_MILLISECONDS))
    alarm.unref()
  }
  const passes = async () => {
    while (isDue && !isStopped) {
      isDue = false
      try {
        const { nextWakeAt } = await routePendingWork(shell)
        clearTimeout(alarm)
        if (nextWakeAt !== null && !isStopped) setAlarm(Date.parse(nextWakeAt) - shell.now().getTime())
      } catch (error) {
        if (isStopped) return
        shell.log.error({ err: error }, 'a routing pass failed; trying again')
        setAlarm(RETRY_AFTER_MILLISECONDS)
      }
    }
  }
  function wake(): void {
    if (isStopped) return
    isDue = true
    running ??= passes().finally(() => {
      running = null
      if (isDue) wake()
    })
  }
  return {
    wake,
    settled: async () => {
      while (running !== null) await running
    },
    stop: async () => {
      isStopped = true
      clearTimeout(alarm)
      while (running !== null) await running
    },
  }
}
