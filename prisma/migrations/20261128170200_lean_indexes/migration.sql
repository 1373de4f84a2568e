-- Each entry of an index is written with each row, and again with each change that isn't in place: so indexes hold what is
-- looked for by them, and no more.

-- A milestone's id is its run's, and its number there.
ALTER TABLE "RunHistoryEvent" DROP CONSTRAINT "RunHistoryEvent_pkey";
DROP INDEX "RunHistoryEvent_runId_seq_key";
ALTER TABLE "RunHistoryEvent" ADD CONSTRAINT "RunHistoryEvent_pkey" PRIMARY KEY ("runId", "seq");

-- Steps are found by their stages.
DROP INDEX "StepRun_runId_idx";

-- Most runs, work items and interviews have no record, no group or no agent; those that have are looked for by it.
DROP INDEX "OrchestrationRun_recordId_startedAt_id_idx";
CREATE INDEX "OrchestrationRun_record_idx" ON "OrchestrationRun" ("recordId", "startedAt", "id") WHERE "recordId" IS NOT NULL;
DROP INDEX "OrchestrationRun_under_way_idx";
CREATE INDEX "OrchestrationRun_under_way_idx" ON "OrchestrationRun" ("recordId", "id") WHERE "status" IN ('IN_PROGRESS', 'SUSPENDED') AND "recordId" IS NOT NULL;

DROP INDEX "WorkItem_recordId_createdDate_id_idx";
CREATE INDEX "WorkItem_record_idx" ON "WorkItem" ("recordId", "createdDate", "id") WHERE "recordId" IS NOT NULL;
DROP INDEX "WorkItem_assigneeUserId_status_createdDate_id_idx";
CREATE INDEX "WorkItem_user_idx" ON "WorkItem" ("assigneeUserId", "status", "createdDate", "id") WHERE "assigneeUserId" IS NOT NULL;
DROP INDEX "WorkItem_assigneeGroupId_status_createdDate_id_idx";
CREATE INDEX "WorkItem_group_idx" ON "WorkItem" ("assigneeGroupId", "status", "createdDate", "id") WHERE "assigneeGroupId" IS NOT NULL;
DROP INDEX "WorkItem_agentId_status_idx";
CREATE INDEX "WorkItem_agent_idx" ON "WorkItem" ("agentId", "status", "createdDate", "id") WHERE "agentId" IS NOT NULL;
DROP INDEX "WorkItem_open_record_idx";
CREATE INDEX "WorkItem_open_record_idx" ON "WorkItem" ("recordId", "createdDate" DESC, "id" DESC) WHERE "status" = 'ASSIGNED' AND "isActionable" AND "recordId" IS NOT NULL;
DROP INDEX "WorkItem_open_user_idx";
CREATE INDEX "WorkItem_open_user_idx" ON "WorkItem" ("assigneeUserId", "createdDate" DESC, "id" DESC) WHERE "status" = 'ASSIGNED' AND "isActionable" AND "assigneeUserId" IS NOT NULL;
DROP INDEX "WorkItem_open_group_idx";
CREATE INDEX "WorkItem_open_group_idx" ON "WorkItem" ("assigneeGroupId", "createdDate" DESC, "id" DESC) WHERE "status" = 'ASSIGNED' AND "isActionable" AND "assigneeGroupId" IS NOT NULL;

DROP INDEX "FlowInterview_recordId_status_createdDate_guid_idx";
CREATE INDEX "FlowInterview_record_idx" ON "FlowInterview" ("recordId", "status", "createdDate", "guid") WHERE "recordId" IS NOT NULL;
DROP INDEX "FlowInterview_stepId_idx";
CREATE INDEX "FlowInterview_step_idx" ON "FlowInterview" ("stepId") WHERE "stepId" IS NOT NULL;
-- What has ended is looked for by its owner or its work item only.
DROP INDEX "FlowInterview_status_createdDate_guid_idx";
CREATE INDEX "FlowInterview_open_idx" ON "FlowInterview" ("status", "createdDate", "guid") WHERE "status" IN ('STARTED', 'PAUSED');
DROP INDEX "FlowInterview_workItemId_ownerId_idx";
CREATE INDEX "FlowInterview_workItemId_idx" ON "FlowInterview" ("workItemId") WHERE "workItemId" IS NOT NULL;
DROP INDEX "FlowInterview_flowVersionId_idx";

-- Mails are looked for by what they are about; by their state those that wait or failed, for operators.
DROP INDEX "EmailNotification_recipientId_idx";
DROP INDEX "EmailNotification_status_createdDate_idx";
CREATE INDEX "EmailNotification_unsent_idx" ON "EmailNotification" ("status", "createdDate") WHERE "status" IN ('QUEUED', 'FAILED');
DROP INDEX "EmailNotification_interviewGuid_createdDate_id_idx";
CREATE INDEX "EmailNotification_interview_idx" ON "EmailNotification" ("interviewGuid", "createdDate", "id") WHERE "interviewGuid" IS NOT NULL;
