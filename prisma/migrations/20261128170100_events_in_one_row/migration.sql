-- The milestones of one command are one row of the log, not one for each.
ALTER TABLE "EventLog" ADD COLUMN "parts" INTEGER NOT NULL DEFAULT 1;
