-- The capacity that an agent was last told of; null: not noted yet. Where it is not theirs any more, they are told.
ALTER TABLE "AgentPresence" ADD COLUMN "toldCapacity" DOUBLE PRECISION;
