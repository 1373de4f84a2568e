-- Mails are handed over as they are due, whatever they are about (src/store/mail-queue.ts): the queue is the table itself.
DROP INDEX "EmailNotification_queued_idx";
CREATE INDEX "EmailNotification_queued_idx" ON "EmailNotification" ("nextAttemptAt") WHERE "status" = 'QUEUED';

-- A job for each assignment's mails is no longer made, nor known.
DO $$
BEGIN
  IF to_regclass('graphile_worker._private_jobs') IS NOT NULL THEN
    DELETE FROM graphile_worker._private_jobs j USING graphile_worker._private_tasks t WHERE t.id = j.task_id AND t.identifier = 'deliver-mail';
  END IF;
END $$;
