-- Clean-up walks the event log in its own order; nothing looks events up by time.
DROP INDEX "EventLog_occurredAt_idx";

-- Room in each page for the next version of a row: where no indexed column changed, its indexes then stay as they are.
ALTER TABLE "OrchestrationRun" SET (fillfactor = 70);
ALTER TABLE "StageRun" SET (fillfactor = 80);
ALTER TABLE "StepRun" SET (fillfactor = 80);
