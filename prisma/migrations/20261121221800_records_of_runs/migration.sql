-- Where a work item is about another record than its run, all the run's records take part in it (src/store/visibility.ts).
INSERT INTO "RunParticipant" ("runId", "principalId")
SELECT o."id", 'record:' || r."recordId" FROM "WorkItem" w JOIN "OrchestrationRun" o ON o."id" = w."runId"
  CROSS JOIN LATERAL (VALUES (o."recordId"), (w."recordId")) r("recordId")
WHERE w."recordId" IS DISTINCT FROM o."recordId" AND r."recordId" IS NOT NULL
ON CONFLICT DO NOTHING;
