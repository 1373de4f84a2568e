-- A milestone's id is its run's and its number.
ALTER TABLE "RunHistoryEvent" DROP COLUMN "id";

-- Milestones are logged in another form. A log loses its beginning only, so that nobody passes over a gap in silence.
DELETE FROM "EventLog" WHERE ("xid", "seq") <= (SELECT e."xid", e."seq" FROM "EventLog" e WHERE e."topic" LIKE 'run:%' ORDER BY e."xid" DESC, e."seq" DESC LIMIT 1);

-- The work items of a step are found by its run's.
DROP INDEX "WorkItem_stepId_idx";
