-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "VersionStatus" AS ENUM ('DRAFT', 'ACTIVE', 'OBSOLETE');

-- CreateEnum
CREATE TYPE "FlowType" AS ENUM ('SCREEN', 'AUTOLAUNCHED', 'EVALUATION');

-- CreateEnum
CREATE TYPE "OrchestrationType" AS ENUM ('AUTOLAUNCHED', 'RECORD_TRIGGERED');

-- CreateEnum
CREATE TYPE "InterviewStatus" AS ENUM ('STARTED', 'PAUSED', 'FINISHED', 'FAILED');

-- CreateEnum
CREATE TYPE "UserType" AS ENUM ('INTERNAL', 'SITE_VISITOR', 'AUTOMATED_PROCESS');

-- CreateEnum
CREATE TYPE "Permission" AS ENUM ('MANAGE_FLOW', 'RUN_FLOWS', 'MANAGE_ORCHESTRATION_RUNS', 'REASSIGN_WORK_ITEMS', 'MANAGE_USERS', 'CUSTOMIZE_APPLICATION', 'VIEW_ALL_DATA', 'SUPERVISE_OMNI_CHANNEL');

-- CreateEnum
CREATE TYPE "GroupType" AS ENUM ('REGULAR', 'QUEUE');

-- CreateEnum
CREATE TYPE "SiteKind" AS ENUM ('AURA', 'LWR');

-- CreateEnum
CREATE TYPE "ShareAccess" AS ENUM ('READ', 'EDIT');

-- CreateEnum
CREATE TYPE "RoutingModel" AS ENUM ('LEAST_ACTIVE', 'MOST_AVAILABLE', 'EXTERNAL_ROUTING');

-- CreateEnum
CREATE TYPE "AgentWorkStatus" AS ENUM ('ASSIGNED', 'OPENED', 'CLOSED', 'DECLINED', 'DECLINED_ON_PUSH_TIMEOUT', 'UNAVAILABLE', 'CANCELED', 'TRANSFERRED');

-- CreateEnum
CREATE TYPE "RunStatus" AS ENUM ('IN_PROGRESS', 'SUSPENDED', 'COMPLETED', 'CANCELED', 'ERROR');

-- CreateEnum
CREATE TYPE "StageStatus" AS ENUM ('NOT_STARTED', 'IN_PROGRESS', 'SUSPENDED', 'COMPLETED', 'CANCELED', 'DISCONTINUED', 'ERROR');

-- CreateEnum
CREATE TYPE "StepStatus" AS ENUM ('NOT_STARTED', 'IN_PROGRESS', 'COMPLETED', 'DISCONTINUED', 'CANCELED', 'ERROR');

-- CreateEnum
CREATE TYPE "StepType" AS ENUM ('INTERACTIVE', 'BACKGROUND', 'ASYNCHRONOUS_BACKGROUND');

-- CreateEnum
CREATE TYPE "Milestone" AS ENUM ('START_RUN', 'END_RUN', 'SUSPEND_RUN', 'RESUME_RUN', 'CANCEL_RUN', 'FAIL_RUN', 'START_STAGE', 'END_STAGE', 'SUSPEND_STAGE', 'DISCONTINUE_STAGE', 'FAIL_STAGE', 'START_STEP', 'END_STEP', 'DISCONTINUE_STEP', 'FAIL_STEP', 'START_WORK_ITEM', 'END_WORK_ITEM', 'REASSIGN_WORK_ITEM', 'REMIND_WORK_ITEM', 'OVERDUE_WORK_ITEM', 'PAUSE_INTERVIEW', 'RESUME_INTERVIEW', 'DELETE_INTERVIEW');

-- CreateEnum
CREATE TYPE "InterviewAccess" AS ENUM ('PRIVATE', 'PUBLIC_READ');

-- CreateEnum
CREATE TYPE "WorkItemStatus" AS ENUM ('ASSIGNED', 'COMPLETED');

-- CreateEnum
CREATE TYPE "WorkItemClosedReason" AS ENUM ('STAGE_COMPLETED', 'STAGE_ERROR', 'RUN_COMPLETED', 'RUN_CANCELED', 'RUN_ERROR');

-- CreateEnum
CREATE TYPE "EmailKind" AS ENUM ('PERSONALIZED', 'GENERAL', 'CUSTOM');

-- CreateEnum
CREATE TYPE "EmailStatus" AS ENUM ('QUEUED', 'SENT', 'FAILED', 'SUPPRESSED');

-- CreateTable
CREATE TABLE "Flow" (
    "id" TEXT NOT NULL,
    "apiName" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "flowType" "FlowType" NOT NULL,
    "activeVersionId" TEXT,
    "createdDate" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Flow_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FlowVersion" (
    "id" TEXT NOT NULL,
    "flowId" TEXT NOT NULL,
    "versionNumber" INTEGER NOT NULL,
    "status" "VersionStatus" NOT NULL,
    "definition" JSONB NOT NULL,
    "createdDate" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "activatedAt" TIMESTAMPTZ(3),

    CONSTRAINT "FlowVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Orchestration" (
    "id" TEXT NOT NULL,
    "apiName" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "orchestrationType" "OrchestrationType" NOT NULL,
    "activeVersionId" TEXT,
    "triggerObject" TEXT,
    "createdDate" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Orchestration_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OrchestrationVersion" (
    "id" TEXT NOT NULL,
    "orchestrationId" TEXT NOT NULL,
    "versionNumber" INTEGER NOT NULL,
    "status" "VersionStatus" NOT NULL,
    "definition" JSONB NOT NULL,
    "createdDate" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "activatedAt" TIMESTAMPTZ(3),

    CONSTRAINT "OrchestrationVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FlowReference" (
    "id" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "callerKind" TEXT NOT NULL,
    "callerApiName" TEXT NOT NULL,
    "flowApiName" TEXT NOT NULL,

    CONSTRAINT "FlowReference_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EventLog" (
    "seq" BIGSERIAL NOT NULL,
    "xid" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "topic" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "occurredAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "EventLog_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "FlowInterview" (
    "guid" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "flowId" TEXT NOT NULL,
    "flowVersionId" TEXT NOT NULL,
    "status" "InterviewStatus" NOT NULL,
    "currentElement" TEXT,
    "pauseLabel" TEXT,
    "pausedAt" TIMESTAMPTZ(3),
    "pausedById" TEXT,
    "recordId" TEXT,
    "ownerId" TEXT NOT NULL,
    "resumedById" TEXT,
    "workItemId" TEXT,
    "runId" TEXT,
    "stepId" TEXT,
    "attempt" INTEGER,
    "state" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "error" TEXT,
    "wakeAt" TIMESTAMPTZ(3),
    "createdDate" TIMESTAMPTZ(3) NOT NULL,
    "lastModifiedDate" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "FlowInterview_pkey" PRIMARY KEY ("guid")
);

-- CreateTable
CREATE TABLE "MutationReceipt" (
    "userId" TEXT NOT NULL,
    "mutation" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "inputHash" TEXT NOT NULL,
    "answer" JSONB NOT NULL,
    "createdDate" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "MutationReceipt_pkey" PRIMARY KEY ("userId","mutation","key")
);

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "userType" "UserType" NOT NULL DEFAULT 'INTERNAL',
    "permissions" "Permission"[],
    "skills" TEXT[],
    "presenceStatuses" TEXT[],
    "presenceUserConfigId" TEXT,
    "createdDate" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Site" (
    "id" TEXT NOT NULL,
    "apiName" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "baseUrl" TEXT NOT NULL,
    "isLive" BOOLEAN NOT NULL DEFAULT false,
    "kind" "SiteKind" NOT NULL DEFAULT 'LWR',
    "recordPages" TEXT[],
    "createdDate" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Site_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UserSite" (
    "userId" TEXT NOT NULL,
    "siteId" TEXT NOT NULL,

    CONSTRAINT "UserSite_pkey" PRIMARY KEY ("userId","siteId")
);

-- CreateTable
CREATE TABLE "Group" (
    "id" TEXT NOT NULL,
    "apiName" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "groupType" "GroupType" NOT NULL,
    "supportedObjects" TEXT[],
    "routingConfigurationId" TEXT,
    "createdDate" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GroupMember" (
    "id" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "userId" TEXT,
    "memberGroupId" TEXT,

    CONSTRAINT "GroupMember_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GroupClosure" (
    "userId" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,

    CONSTRAINT "GroupClosure_pkey" PRIMARY KEY ("userId","groupId")
);

-- CreateTable
CREATE TABLE "Record" (
    "recordId" TEXT NOT NULL,
    "objectApiName" TEXT NOT NULL,
    "name" TEXT,
    "ownerId" TEXT NOT NULL,
    "fields" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdDate" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastModifiedDate" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Record_pkey" PRIMARY KEY ("recordId")
);

-- CreateTable
CREATE TABLE "RecordShare" (
    "id" TEXT NOT NULL,
    "recordId" TEXT NOT NULL,
    "userId" TEXT,
    "groupId" TEXT,
    "access" "ShareAccess" NOT NULL,
    "interviews" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "RecordShare_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "QueueRoutingConfig" (
    "id" TEXT NOT NULL,
    "apiName" TEXT NOT NULL,
    "routingModel" "RoutingModel" NOT NULL DEFAULT 'LEAST_ACTIVE',
    "routingPriority" INTEGER NOT NULL DEFAULT 1,
    "secondaryRoutingPriority" INTEGER,
    "capacityWeight" DOUBLE PRECISION,
    "capacityPercentage" DOUBLE PRECISION,
    "pushTimeoutSeconds" INTEGER NOT NULL DEFAULT 0,
    "overflowUserId" TEXT,
    "overflowGroupId" TEXT,
    "skills" TEXT[],
    "dropSkillsAfterSeconds" INTEGER,

    CONSTRAINT "QueueRoutingConfig_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ServicePresenceStatus" (
    "id" TEXT NOT NULL,
    "apiName" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "isOnline" BOOLEAN NOT NULL DEFAULT true,
    "isBusy" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "ServicePresenceStatus_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PresenceUserConfig" (
    "id" TEXT NOT NULL,
    "apiName" TEXT NOT NULL,
    "capacity" DOUBLE PRECISION NOT NULL DEFAULT 5,
    "isAutoAccept" BOOLEAN NOT NULL DEFAULT false,
    "isDeclineEnabled" BOOLEAN NOT NULL DEFAULT true,
    "isDeclineReasonEnabled" BOOLEAN NOT NULL DEFAULT false,
    "disconnectGraceSeconds" INTEGER NOT NULL DEFAULT 30,
    "statusOnDeclineId" TEXT,
    "statusOnPushTimeoutId" TEXT,

    CONSTRAINT "PresenceUserConfig_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AgentPresence" (
    "userId" TEXT NOT NULL,
    "statusId" TEXT,
    "since" TIMESTAMPTZ(3),
    "workload" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "lastWorkAt" TIMESTAMPTZ(3),
    "disconnectedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "AgentPresence_pkey" PRIMARY KEY ("userId")
);

-- CreateTable
CREATE TABLE "AgentConnection" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "processId" TEXT NOT NULL,
    "connectedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AgentConnection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ServerProcess" (
    "id" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "heartbeatAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "workerIds" TEXT[],

    CONSTRAINT "ServerProcess_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PendingServiceRouting" (
    "id" TEXT NOT NULL,
    "workItemId" TEXT NOT NULL,
    "queueId" TEXT NOT NULL,
    "routingModel" "RoutingModel" NOT NULL,
    "routingPriority" INTEGER NOT NULL,
    "secondaryPriority" INTEGER,
    "capacityWeight" DOUBLE PRECISION,
    "capacityPercentage" DOUBLE PRECISION,
    "pushTimeoutSeconds" INTEGER NOT NULL,
    "skills" TEXT[],
    "dropSkillsAfterSeconds" INTEGER,
    "queuedAt" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "offeredAgentWorkId" TEXT,
    "offeredToId" TEXT,
    "declinedBy" TEXT[],
    "lastDeclinedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "PendingServiceRouting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AgentWork" (
    "id" TEXT NOT NULL,
    "workItemId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "queueId" TEXT NOT NULL,
    "status" "AgentWorkStatus" NOT NULL,
    "capacityWeight" DOUBLE PRECISION NOT NULL,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,
    "assignedAt" TIMESTAMPTZ(3) NOT NULL,
    "pushTimeoutAt" TIMESTAMPTZ(3),
    "acceptedAt" TIMESTAMPTZ(3),
    "declinedAt" TIMESTAMPTZ(3),
    "declineReason" TEXT,
    "closedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "AgentWork_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OrchestrationRun" (
    "id" TEXT NOT NULL,
    "orchestrationId" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "status" "RunStatus" NOT NULL,
    "recordId" TEXT,
    "label" TEXT NOT NULL,
    "startedById" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "fault" JSONB,
    "currentStageId" TEXT,
    "state" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "OrchestrationRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StageRun" (
    "id" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "apiName" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "status" "StageStatus" NOT NULL,
    "startedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "StageRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StepRun" (
    "id" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "stageId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "apiName" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "stepType" "StepType" NOT NULL,
    "status" "StepStatus" NOT NULL,
    "startedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "outputs" JSONB,

    CONSTRAINT "StepRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RunParticipant" (
    "runId" TEXT NOT NULL,
    "principalId" TEXT NOT NULL,

    CONSTRAINT "RunParticipant_pkey" PRIMARY KEY ("runId","principalId")
);

-- CreateTable
CREATE TABLE "RunHistoryEvent" (
    "id" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "milestone" "Milestone" NOT NULL,
    "occurredAt" TIMESTAMPTZ(3) NOT NULL,
    "actorId" TEXT,
    "stageId" TEXT,
    "stepId" TEXT,
    "workItemId" TEXT,
    "completedById" TEXT,
    "durationSeconds" INTEGER,
    "detail" TEXT,

    CONSTRAINT "RunHistoryEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ProcessAutomationSettings" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "letUsersPauseFlows" BOOLEAN NOT NULL DEFAULT false,
    "stopSendingWorkItemEmails" BOOLEAN NOT NULL DEFAULT false,
    "interviewAccess" "InterviewAccess" NOT NULL DEFAULT 'PRIVATE',
    "letUsersResumeSharedInterviews" BOOLEAN NOT NULL DEFAULT true,
    "orgBaseUrl" TEXT NOT NULL DEFAULT 'http://127.0.0.1:4000',
    "emailFrom" TEXT NOT NULL DEFAULT 'interlude@localhost',
    "verifiedEmailDomains" TEXT[],

    CONSTRAINT "ProcessAutomationSettings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WorkItem" (
    "id" TEXT NOT NULL,
    "number" SERIAL NOT NULL,
    "runId" TEXT NOT NULL,
    "stageId" TEXT NOT NULL,
    "stepId" TEXT NOT NULL,
    "orchestrationId" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "description" TEXT,
    "status" "WorkItemStatus" NOT NULL,
    "closedReason" "WorkItemClosedReason",
    "isActionable" BOOLEAN NOT NULL,
    "assigneeUserId" TEXT,
    "assigneeGroupId" TEXT,
    "ownerUserId" TEXT,
    "ownerGroupId" TEXT,
    "recordId" TEXT,
    "flowId" TEXT NOT NULL,
    "flowVersionId" TEXT NOT NULL,
    "inputs" JSONB NOT NULL,
    "assignment" INTEGER NOT NULL,
    "createdDate" TIMESTAMPTZ(3) NOT NULL,
    "assignedAt" TIMESTAMPTZ(3) NOT NULL,
    "completedAt" TIMESTAMPTZ(3),
    "completedById" TEXT,
    "dueAt" TIMESTAMPTZ(3),
    "isOverdue" BOOLEAN NOT NULL DEFAULT false,
    "agentId" TEXT,

    CONSTRAINT "WorkItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EmailNotification" (
    "id" TEXT NOT NULL,
    "workItemId" TEXT NOT NULL,
    "assignment" INTEGER NOT NULL,
    "recipientId" TEXT NOT NULL,
    "kind" "EmailKind" NOT NULL,
    "status" "EmailStatus" NOT NULL,
    "reason" TEXT NOT NULL DEFAULT 'ASSIGNED',
    "subject" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "linkUrl" TEXT,
    "linkValid" BOOLEAN NOT NULL,
    "sentAt" TIMESTAMPTZ(3),
    "failure" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "createdDate" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "EmailNotification_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Flow_apiName_key" ON "Flow"("apiName");

-- CreateIndex
CREATE UNIQUE INDEX "Flow_activeVersionId_key" ON "Flow"("activeVersionId");

-- CreateIndex
CREATE UNIQUE INDEX "FlowVersion_flowId_versionNumber_key" ON "FlowVersion"("flowId", "versionNumber");

-- CreateIndex
CREATE UNIQUE INDEX "Orchestration_apiName_key" ON "Orchestration"("apiName");

-- CreateIndex
CREATE UNIQUE INDEX "Orchestration_activeVersionId_key" ON "Orchestration"("activeVersionId");

-- CreateIndex
CREATE INDEX "Orchestration_triggerObject_idx" ON "Orchestration"("triggerObject");

-- CreateIndex
CREATE UNIQUE INDEX "OrchestrationVersion_orchestrationId_versionNumber_key" ON "OrchestrationVersion"("orchestrationId", "versionNumber");

-- CreateIndex
CREATE INDEX "FlowReference_flowApiName_idx" ON "FlowReference"("flowApiName");

-- CreateIndex
CREATE UNIQUE INDEX "FlowReference_versionId_flowApiName_key" ON "FlowReference"("versionId", "flowApiName");

-- CreateIndex
CREATE INDEX "FlowInterview_recordId_status_createdDate_guid_idx" ON "FlowInterview"("recordId", "status", "createdDate", "guid");

-- CreateIndex
CREATE INDEX "FlowInterview_ownerId_status_createdDate_guid_idx" ON "FlowInterview"("ownerId", "status", "createdDate", "guid");

-- CreateIndex
CREATE INDEX "FlowInterview_workItemId_ownerId_idx" ON "FlowInterview"("workItemId", "ownerId");

-- CreateIndex
CREATE INDEX "FlowInterview_stepId_idx" ON "FlowInterview"("stepId");

-- CreateIndex
CREATE INDEX "FlowInterview_status_createdDate_guid_idx" ON "FlowInterview"("status", "createdDate", "guid");

-- CreateIndex
CREATE INDEX "FlowInterview_flowVersionId_idx" ON "FlowInterview"("flowVersionId");

-- CreateIndex
CREATE INDEX "MutationReceipt_createdDate_idx" ON "MutationReceipt"("createdDate");

-- CreateIndex
CREATE UNIQUE INDEX "User_username_key" ON "User"("username");

-- CreateIndex
CREATE UNIQUE INDEX "Site_apiName_key" ON "Site"("apiName");

-- CreateIndex
CREATE INDEX "UserSite_siteId_idx" ON "UserSite"("siteId");

-- CreateIndex
CREATE UNIQUE INDEX "Group_apiName_key" ON "Group"("apiName");

-- CreateIndex
CREATE INDEX "GroupMember_userId_idx" ON "GroupMember"("userId");

-- CreateIndex
CREATE INDEX "GroupMember_memberGroupId_idx" ON "GroupMember"("memberGroupId");

-- CreateIndex
CREATE UNIQUE INDEX "GroupMember_groupId_userId_key" ON "GroupMember"("groupId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "GroupMember_groupId_memberGroupId_key" ON "GroupMember"("groupId", "memberGroupId");

-- CreateIndex
CREATE INDEX "GroupClosure_groupId_userId_idx" ON "GroupClosure"("groupId", "userId");

-- CreateIndex
CREATE INDEX "Record_ownerId_idx" ON "Record"("ownerId");

-- CreateIndex
CREATE INDEX "RecordShare_userId_idx" ON "RecordShare"("userId");

-- CreateIndex
CREATE INDEX "RecordShare_groupId_idx" ON "RecordShare"("groupId");

-- CreateIndex
CREATE UNIQUE INDEX "RecordShare_recordId_userId_key" ON "RecordShare"("recordId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "RecordShare_recordId_groupId_key" ON "RecordShare"("recordId", "groupId");

-- CreateIndex
CREATE UNIQUE INDEX "QueueRoutingConfig_apiName_key" ON "QueueRoutingConfig"("apiName");

-- CreateIndex
CREATE UNIQUE INDEX "ServicePresenceStatus_apiName_key" ON "ServicePresenceStatus"("apiName");

-- CreateIndex
CREATE UNIQUE INDEX "PresenceUserConfig_apiName_key" ON "PresenceUserConfig"("apiName");

-- CreateIndex
CREATE INDEX "AgentPresence_statusId_idx" ON "AgentPresence"("statusId");

-- CreateIndex
CREATE INDEX "AgentConnection_userId_idx" ON "AgentConnection"("userId");

-- CreateIndex
CREATE INDEX "AgentConnection_processId_idx" ON "AgentConnection"("processId");

-- CreateIndex
CREATE UNIQUE INDEX "PendingServiceRouting_workItemId_key" ON "PendingServiceRouting"("workItemId");

-- CreateIndex
CREATE INDEX "PendingServiceRouting_queueId_routingPriority_secondaryPrio_idx" ON "PendingServiceRouting"("queueId", "routingPriority", "secondaryPriority", "queuedAt", "id");

-- CreateIndex
CREATE INDEX "PendingServiceRouting_offeredToId_idx" ON "PendingServiceRouting"("offeredToId");

-- CreateIndex
CREATE INDEX "AgentWork_workItemId_idx" ON "AgentWork"("workItemId");

-- CreateIndex
CREATE INDEX "AgentWork_agentId_status_assignedAt_id_idx" ON "AgentWork"("agentId", "status", "assignedAt", "id");

-- CreateIndex
CREATE INDEX "OrchestrationRun_orchestrationId_startedAt_id_idx" ON "OrchestrationRun"("orchestrationId", "startedAt", "id");

-- CreateIndex
CREATE INDEX "OrchestrationRun_recordId_startedAt_id_idx" ON "OrchestrationRun"("recordId", "startedAt", "id");

-- CreateIndex
CREATE INDEX "OrchestrationRun_startedById_idx" ON "OrchestrationRun"("startedById");

-- CreateIndex
CREATE INDEX "OrchestrationRun_status_startedAt_id_idx" ON "OrchestrationRun"("status", "startedAt", "id");

-- CreateIndex
CREATE INDEX "OrchestrationRun_startedAt_id_idx" ON "OrchestrationRun"("startedAt", "id");

-- CreateIndex
CREATE INDEX "StageRun_runId_position_idx" ON "StageRun"("runId", "position");

-- CreateIndex
CREATE INDEX "StepRun_runId_idx" ON "StepRun"("runId");

-- CreateIndex
CREATE INDEX "StepRun_stageId_position_idx" ON "StepRun"("stageId", "position");

-- CreateIndex
CREATE INDEX "RunParticipant_principalId_runId_idx" ON "RunParticipant"("principalId", "runId");

-- CreateIndex
CREATE UNIQUE INDEX "RunHistoryEvent_runId_seq_key" ON "RunHistoryEvent"("runId", "seq");

-- CreateIndex
CREATE INDEX "WorkItem_recordId_createdDate_id_idx" ON "WorkItem"("recordId", "createdDate", "id");

-- CreateIndex
CREATE INDEX "WorkItem_runId_createdDate_id_idx" ON "WorkItem"("runId", "createdDate", "id");

-- CreateIndex
CREATE INDEX "WorkItem_stepId_idx" ON "WorkItem"("stepId");

-- CreateIndex
CREATE INDEX "WorkItem_assigneeUserId_status_createdDate_id_idx" ON "WorkItem"("assigneeUserId", "status", "createdDate", "id");

-- CreateIndex
CREATE INDEX "WorkItem_assigneeGroupId_status_createdDate_id_idx" ON "WorkItem"("assigneeGroupId", "status", "createdDate", "id");

-- CreateIndex
CREATE INDEX "WorkItem_orchestrationId_createdDate_id_idx" ON "WorkItem"("orchestrationId", "createdDate", "id");

-- CreateIndex
CREATE INDEX "WorkItem_agentId_status_idx" ON "WorkItem"("agentId", "status");

-- CreateIndex
CREATE INDEX "WorkItem_createdDate_id_idx" ON "WorkItem"("createdDate", "id");

-- CreateIndex
CREATE INDEX "EmailNotification_status_createdDate_idx" ON "EmailNotification"("status", "createdDate");

-- CreateIndex
CREATE INDEX "EmailNotification_recipientId_idx" ON "EmailNotification"("recipientId");

-- CreateIndex
CREATE UNIQUE INDEX "EmailNotification_workItemId_assignment_recipientId_reason_key" ON "EmailNotification"("workItemId", "assignment", "recipientId", "reason");

-- AddForeignKey
ALTER TABLE "Flow" ADD CONSTRAINT "Flow_activeVersionId_fkey" FOREIGN KEY ("activeVersionId") REFERENCES "FlowVersion"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FlowVersion" ADD CONSTRAINT "FlowVersion_flowId_fkey" FOREIGN KEY ("flowId") REFERENCES "Flow"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Orchestration" ADD CONSTRAINT "Orchestration_activeVersionId_fkey" FOREIGN KEY ("activeVersionId") REFERENCES "OrchestrationVersion"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OrchestrationVersion" ADD CONSTRAINT "OrchestrationVersion_orchestrationId_fkey" FOREIGN KEY ("orchestrationId") REFERENCES "Orchestration"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "User" ADD CONSTRAINT "User_presenceUserConfigId_fkey" FOREIGN KEY ("presenceUserConfigId") REFERENCES "PresenceUserConfig"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UserSite" ADD CONSTRAINT "UserSite_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UserSite" ADD CONSTRAINT "UserSite_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Group" ADD CONSTRAINT "Group_routingConfigurationId_fkey" FOREIGN KEY ("routingConfigurationId") REFERENCES "QueueRoutingConfig"("id") ON DELETE SET NULL ON UPDATE CASCADE;



-- ---------------------------------------------------------------- what models cannot say

-- The order of the log, by topic and over all (src/store/event-log.ts).
CREATE INDEX "EventLog_topic_xid_seq_idx" ON "EventLog" ("topic", "xid", "seq");
CREATE INDEX "EventLog_xid_seq_idx" ON "EventLog" ("xid", "seq");
CREATE INDEX "EventLog_occurredAt_idx" ON "EventLog" ("occurredAt");

-- One live offer per work item, whatever races (product rule O2).
CREATE UNIQUE INDEX "AgentWork_one_live_idx" ON "AgentWork" ("workItemId") WHERE "status" IN ('ASSIGNED', 'OPENED');
CREATE INDEX "AgentWork_live_agent_idx" ON "AgentWork" ("agentId") WHERE "status" IN ('ASSIGNED', 'OPENED');

-- Only open work is looked for by assignee (Work Guide, To Do List).
CREATE INDEX "WorkItem_open_record_idx" ON "WorkItem" ("recordId", "createdDate" DESC, "id" DESC) WHERE "status" = 'ASSIGNED' AND "isActionable";
CREATE INDEX "WorkItem_open_user_idx" ON "WorkItem" ("assigneeUserId", "createdDate" DESC, "id" DESC) WHERE "status" = 'ASSIGNED' AND "isActionable";
CREATE INDEX "WorkItem_open_group_idx" ON "WorkItem" ("assigneeGroupId", "createdDate" DESC, "id" DESC) WHERE "status" = 'ASSIGNED' AND "isActionable";
CREATE INDEX "FlowInterview_paused_record_idx" ON "FlowInterview" ("recordId", "pausedAt" DESC, "guid" DESC) WHERE "status" = 'PAUSED';
CREATE INDEX "FlowInterview_wake_idx" ON "FlowInterview" ("wakeAt") WHERE "wakeAt" IS NOT NULL;
-- One interview of a work item under way per person.
CREATE UNIQUE INDEX "FlowInterview_one_open_idx" ON "FlowInterview" ("workItemId", "ownerId") WHERE "status" IN ('STARTED', 'PAUSED') AND "workItemId" IS NOT NULL;

ALTER TABLE "GroupMember" ADD CONSTRAINT "GroupMember_one_member_check" CHECK (("userId" IS NULL) <> ("memberGroupId" IS NULL));
ALTER TABLE "RecordShare" ADD CONSTRAINT "RecordShare_one_principal_check" CHECK (("userId" IS NULL) <> ("groupId" IS NULL));
ALTER TABLE "WorkItem" ADD CONSTRAINT "WorkItem_one_assignee_check" CHECK (("assigneeUserId" IS NULL) <> ("assigneeGroupId" IS NULL));
ALTER TABLE "WorkItem" ADD CONSTRAINT "WorkItem_one_owner_check" CHECK (("ownerUserId" IS NULL) <> ("ownerGroupId" IS NULL));
ALTER TABLE "AgentPresence" ADD CONSTRAINT "AgentPresence_workload_check" CHECK ("workload" >= 0);

-- Numbers are taken in blocks of 50 (src/store/work-item-numbers.ts).
ALTER SEQUENCE "WorkItem_number_seq" INCREMENT BY 50;

-- Ends a statement whose guards did not hold: src/store/commit.ts writes everything of a command in one statement, and
-- calls this last, so that a change made meanwhile by somebody else undoes all of it. 'IL001' means: load and decide again.
CREATE FUNCTION "require_rows"("what" text, "actual" bigint, "expected" bigint) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  IF "actual" <> "expected" THEN
    RAISE EXCEPTION 'changed meanwhile: % (% of %)', "what", "actual", "expected" USING ERRCODE = 'IL001';
  END IF;
  RETURN "actual";
END $$;

-- The system's own user: owns what nobody owns, acts where nobody acts (R6), and can't sign in.
INSERT INTO "User" ("id", "username", "name", "email", "userType", "permissions", "skills", "presenceStatuses")
VALUES ('automated-process', 'automated.process', 'Automated Process', 'automated.process@localhost', 'AUTOMATED_PROCESS', '{}', '{}', '{}');
INSERT INTO "ProcessAutomationSettings" ("id", "verifiedEmailDomains") VALUES (1, '{}');
-- Holds everybody who has no presence configuration of their own.
INSERT INTO "PresenceUserConfig" ("id", "apiName") VALUES ('default', 'Default');
