-- The list of all that somebody may see goes through items in order, and through what they may read, without looking at
-- the rows themselves (src/store/work-item-ways.ts): these indexes have all that it takes.
DROP INDEX "WorkItem_createdDate_id_idx";
CREATE INDEX "WorkItem_in_order_idx" ON "WorkItem" ("createdDate", "id", "recordId", "runId", "assigneeUserId", "assigneeGroupId", "agentId", "status");
DROP INDEX "Record_ownerId_idx";
CREATE INDEX "Record_ownerId_recordId_idx" ON "Record" ("ownerId", "recordId");
DROP INDEX "RecordShare_userId_idx";
CREATE INDEX "RecordShare_userId_recordId_idx" ON "RecordShare" ("userId", "recordId");
DROP INDEX "RecordShare_groupId_idx";
CREATE INDEX "RecordShare_groupId_recordId_idx" ON "RecordShare" ("groupId", "recordId");
