// Keeps handing over mail in this process: what is due, as soon as there is some, until it is stopped (rule N4).
import { setTimeout as sleep } from 'node:timers/promises'
import { deliverMails, MAIL_BATCH, type Delivery, type Mailer } from './deliver-mails.ts'

/** Mail on its way out of this process. */
export type MailDelivery = {
  /** There may be new mail: looks soon. Never throws, never waits. */
  wake(): void
  /** Takes no more mail; resolves when what is under way has been handed over and noted. */
  stop(): Promise<void>
}

/** How it is kept; times in milliseconds. */
export type MailDeliveryOptions = {
  /** Looks this often even when nothing woke it: for what was put off, or left by a process that died. */
  pollMs?: number
  /** Looks so long after it was woken: what comes together goes together. */
  gatherMs?: number
}

// While one waits for a slow mail, the other goes on.
const LANES = 2

/** Starts it. What fails (the database is away) is told, and tried again at the next look. */
export function startMailDelivery(mailer: Mailer, { pollMs = 1_000, gatherMs = 20 }: MailDeliveryOptions = {}): MailDelivery {
  const stopping = new AbortController()
  const { signal } = stopping
  const resting = new Set<() => void>()
  let isWoken = false

  const pause = (milliseconds: number) => sleep(milliseconds, undefined, { signal }).catch(() => undefined)
  const rest = () => new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer)
      resting.delete(end)
      resolve()
    }
    const timer = setTimeout(end, pollMs)
    resting.add(end)
  })
  const wakeOne = () => {
    isWoken = true
    resting.values().next().value?.()
  }
  const go = async (): Promise<Delivery | null> => {
    try {
      return await deliverMails(mailer, signal)
    } catch (error) {
      mailer.log.warn({ err: error }, 'mail could not be handed over; trying again')
      return null
    }
  }
  const lane = async () => {
    while (!signal.aborted) {
      isWoken = false
      const delivery = await go()
      if (delivery === null || delivery.isServerAway) await pause(pollMs)
      else if (delivery.taken === MAIL_BATCH) wakeOne()
      else {
        if (delivery.taken === 0 && !isWoken && !signal.aborted) await rest()
        await pause(gatherMs)
      }
    }
  }
  const lanes = Array.from({ length: LANES }, lane)
  return {
    wake: wakeOne,
    stop: async () => {
      stopping.abort()
      resting.forEach((end) => end())
      await Promise.all(lanes)
    },
  }
}
