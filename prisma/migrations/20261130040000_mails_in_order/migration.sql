-- The mails of a work item are listed oldest first: from an index in that order, which knows whose each is, so that a page costs
-- the page however many there are. It takes the place of the one that kept a mail from being written twice: a mail's id says the
-- same (src/store/notifications.ts).
CREATE INDEX "EmailNotification_item_idx" ON "EmailNotification" ("workItemId", "createdDate", "id", "recipientId") WHERE "workItemId" IS NOT NULL;
DROP INDEX "EmailNotification_workItemId_assignment_recipientId_reason_key";
