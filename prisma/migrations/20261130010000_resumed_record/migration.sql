-- The record that listed an interview when somebody else than its owner resumed it: their right to go on hangs by it, wherever the
-- flow takes the interview then.
ALTER TABLE "FlowInterview" ADD COLUMN "resumedRecordId" TEXT;
UPDATE "FlowInterview" SET "resumedRecordId" = "recordId" WHERE "resumedById" IS NOT NULL;
