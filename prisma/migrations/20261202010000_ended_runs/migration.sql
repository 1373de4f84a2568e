-- Runs that have ended stay for good, unless the org says how long.
ALTER TABLE "ProcessAutomationSettings" ADD COLUMN "deleteEndedRunsAfterDays" INTEGER NOT NULL DEFAULT 0;
