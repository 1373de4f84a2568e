-- AlterTable
ALTER TABLE "EmailNotification" ADD COLUMN     "interviewGuid" TEXT,
ALTER COLUMN "workItemId" DROP NOT NULL;

-- AlterTable
ALTER TABLE "FlowInterview" ADD COLUMN     "remindedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "ProcessAutomationSettings" ADD COLUMN     "expireLeftInterviewsAfterDays" INTEGER NOT NULL DEFAULT 30,
ADD COLUMN     "expirePausedInterviewsAfterDays" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "remindOfPausedInterviewsAfterDays" INTEGER NOT NULL DEFAULT 0;

-- CreateIndex
CREATE INDEX "EmailNotification_interviewGuid_createdDate_id_idx" ON "EmailNotification"("interviewGuid", "createdDate", "id");

-- Paused interviews whose owners have not been reminded yet, the longest paused first (src/store/interview-ages.ts).
CREATE INDEX "FlowInterview_unreminded_idx" ON "FlowInterview" ("pausedAt") WHERE "status" = 'PAUSED' AND "wakeAt" IS NULL AND "stepId" IS NULL AND "remindedAt" IS NULL;
