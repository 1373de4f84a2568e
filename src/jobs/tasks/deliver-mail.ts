// The job that hands over the mails of one assignment or one pause, and comes back as long as some of them have to wait. Ends early when its
// worker shuts down.
import type { Task } from 'graphile-worker'
import { z } from 'zod'
import { deliverMail, type Mailer } from '../../mail/deliver-mail.ts'
import { DELIVER_MAIL, deliverMailJobKey } from '../../store/notifications.ts'

const payloadSchema = z.union([
  z.object({ workItemId: z.string(), assignment: z.number().int(), reason: z.enum(['ASSIGNED', 'REMINDER', 'OVERDUE']) }),
  z.object({ interviewGuid: z.string(), assignment: z.number().int(), reason: z.literal('PAUSED') }),
])

/** The task `deliver-mail`. Its payload is a MailKey; running it twice sends nothing twice. */
export function deliverMailTask(mailer: Mailer): Task {
  return async (payload, helpers) => {
    const key = payloadSchema.parse(payload)
    const goOnAt = await deliverMail(mailer, key, helpers.abortSignal)
    if (goOnAt === null) return
    // What is due already comes after the jobs that wait by now.
    const isLater = goOnAt > mailer.now()
    await helpers.addJob(DELIVER_MAIL, key, { jobKey: deliverMailJobKey(key), ...(isLater && { runAt: goOnAt }) })
  }
}
