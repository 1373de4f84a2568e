-- Tells live subscriptions that somebody's access may have ended (product rule O6). Each change that can take access away
-- logs an event on "access:user:<id>" or "access:record:<id>", in its own transaction and so in its place in the log: a
-- process that has read up to an event has heard of every loss of access before it, and needs no look-up for each event.
-- By trigger, so that no way of changing these tables can forget it.

CREATE FUNCTION "log_access_of_user"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "EventLog" ("topic", "kind", "payload", "occurredAt") VALUES ('access:user:' || OLD."id", 'AccessChanged', '{}', now());
  RETURN NULL;
END $$;
CREATE TRIGGER "User_access_changed" AFTER UPDATE ON "User" FOR EACH ROW
  WHEN (OLD."isActive" IS DISTINCT FROM NEW."isActive" OR OLD."permissions" IS DISTINCT FROM NEW."permissions" OR OLD."username" IS DISTINCT FROM NEW."username")
  EXECUTE FUNCTION "log_access_of_user"();
CREATE TRIGGER "User_access_ended" AFTER DELETE ON "User" FOR EACH ROW EXECUTE FUNCTION "log_access_of_user"();

CREATE FUNCTION "log_access_of_members"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "EventLog" ("topic", "kind", "payload", "occurredAt")
  SELECT DISTINCT 'access:user:' || "userId", 'AccessChanged', '{}'::jsonb, now() FROM gone;
  RETURN NULL;
END $$;
CREATE TRIGGER "GroupClosure_access_ended" AFTER DELETE ON "GroupClosure" REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION "log_access_of_members"();

CREATE FUNCTION "log_access_of_record"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "EventLog" ("topic", "kind", "payload", "occurredAt") VALUES ('access:record:' || OLD."recordId", 'AccessChanged', '{}', now());
  RETURN NULL;
END $$;
CREATE TRIGGER "Record_access_changed" AFTER UPDATE ON "Record" FOR EACH ROW
  WHEN (OLD."ownerId" IS DISTINCT FROM NEW."ownerId") EXECUTE FUNCTION "log_access_of_record"();
CREATE TRIGGER "Record_access_ended" AFTER DELETE ON "Record" FOR EACH ROW EXECUTE FUNCTION "log_access_of_record"();
CREATE TRIGGER "RecordShare_access_changed" AFTER UPDATE ON "RecordShare" FOR EACH ROW
  WHEN (OLD IS DISTINCT FROM NEW) EXECUTE FUNCTION "log_access_of_record"();
CREATE TRIGGER "RecordShare_access_ended" AFTER DELETE ON "RecordShare" FOR EACH ROW EXECUTE FUNCTION "log_access_of_record"();
