-- Rows with several events hold each event's own payload, and what all of them share.
UPDATE "EventLog" SET "payload" = jsonb_build_object(
  'events', (SELECT jsonb_agg(jsonb_build_object('event', e) ORDER BY n) FROM jsonb_array_elements("payload" -> 'events') WITH ORDINALITY a(e, n)),
  'shared', "payload" - 'events')
WHERE "parts" > 1;
-- Payloads are written and read whole, and by the server alone: kept as they were sent.
ALTER TABLE "EventLog" ALTER COLUMN "payload" TYPE json USING "payload"::json;
