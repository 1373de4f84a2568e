-- AlterTable
ALTER TABLE "EmailNotification" ADD COLUMN     "nextAttemptAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- The mails of one assignment that are still to be handed over, in the order in which they are due (src/store/mail-queue.ts).
CREATE INDEX "EmailNotification_queued_idx" ON "EmailNotification" ("workItemId", "assignment", "reason", "nextAttemptAt") WHERE "status" = 'QUEUED';
