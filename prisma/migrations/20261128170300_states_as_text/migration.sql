-- States are read and written whole, and by the server alone: kept as they were sent, they are parsed once, there.
ALTER TABLE "OrchestrationRun" ALTER COLUMN "state" TYPE json USING "state"::json;
ALTER TABLE "FlowInterview" ALTER COLUMN "state" TYPE json USING "state"::json;
