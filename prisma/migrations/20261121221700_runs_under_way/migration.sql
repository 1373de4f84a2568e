-- A change of a record wakes the runs about it that are under way, however many have ended (src/store/run-aggregate.ts).
CREATE INDEX "OrchestrationRun_under_way_idx" ON "OrchestrationRun" ("recordId", "id") WHERE "status" IN ('IN_PROGRESS', 'SUSPENDED');
