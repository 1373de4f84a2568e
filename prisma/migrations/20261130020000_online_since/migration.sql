-- Since when an agent is not offline, whatever their status was meanwhile: whoever comes online anew is asked again about work
-- that they had declined. Null: not noted yet.
ALTER TABLE "AgentPresence" ADD COLUMN "onlineSince" TIMESTAMPTZ(3);
