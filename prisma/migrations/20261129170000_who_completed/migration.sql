-- Whoever has completed work of a group takes part in its run, also once they have left the group (rule R3c).
INSERT INTO "RunParticipant" ("runId", "principalId")
SELECT w."runId", w."completedById" FROM "WorkItem" w WHERE w."completedById" IS NOT NULL AND w."assigneeGroupId" IS NOT NULL
ON CONFLICT DO NOTHING;
