-- Whether there are any runs at all that have work about several records: most orgs have none, and whoever lists all that
-- they may see need not look for them record by record then.
CREATE INDEX "RunParticipant_of_records_idx" ON "RunParticipant" ("runId") WHERE "principalId" LIKE 'record:%';
