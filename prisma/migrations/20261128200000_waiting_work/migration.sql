-- The router looks for work that nobody is offered; work that is offered waits for an agent, and is much more.
CREATE INDEX "PendingServiceRouting_waiting_idx" ON "PendingServiceRouting" ("queueId", "routingPriority", "secondaryPriority", "queuedAt", "id")
  WHERE "offeredAgentWorkId" IS NULL AND "routingModel" <> 'EXTERNAL_ROUTING';
