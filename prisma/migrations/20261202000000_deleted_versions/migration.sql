-- Versions that were deleted stay for what has started on them.
ALTER TABLE "FlowVersion" ADD COLUMN "deletedAt" TIMESTAMPTZ(3);
ALTER TABLE "OrchestrationVersion" ADD COLUMN "deletedAt" TIMESTAMPTZ(3);
