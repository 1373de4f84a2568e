-- Jobs of background steps say which run they save in the end ("runId"), by a flag: a process whose commands take turns at that run
-- takes no more of them (src/jobs/worker.ts). What is added without it is added as it was.
CREATE OR REPLACE FUNCTION "enqueue_jobs"("specs" jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE "added" bigint; "taken" bigint[];
BEGIN
  INSERT INTO graphile_worker._private_tasks (identifier)
    SELECT DISTINCT s ->> 'task' FROM jsonb_array_elements("specs") s
    WHERE NOT EXISTS (SELECT FROM graphile_worker._private_tasks t WHERE t.identifier = s ->> 'task')
    ON CONFLICT DO NOTHING;
  -- One that is being done, or was given up, leaves its key to the new one.
  -- Looked up one by one, by key: a plan made while there are few jobs would walk all of them, and be kept.
  "taken" := ARRAY(SELECT k.id FROM jsonb_array_elements("specs") s
    CROSS JOIN LATERAL (SELECT x.id FROM graphile_worker._private_jobs x WHERE x.key = s ->> 'key' AND x.is_available IS NOT TRUE OFFSET 0) k);
  IF "taken" <> '{}' THEN
    UPDATE graphile_worker._private_jobs j SET key = NULL, attempts = j.max_attempts, updated_at = now() WHERE j.id = ANY ("taken");
  END IF;
  INSERT INTO graphile_worker._private_jobs AS j (task_id, payload, run_at, max_attempts, key, priority, flags)
    SELECT t.id, (s -> 'payload')::json, coalesce((s ->> 'runAt')::timestamptz, now()), coalesce((s ->> 'maxAttempts')::int, 25), s ->> 'key',
      CASE WHEN (s ->> 'isBulk')::boolean THEN 1 ELSE 0 END,
      CASE WHEN (s ->> 'isBulk')::boolean THEN '{"bulk": true}'::jsonb WHEN s ->> 'runId' IS NOT NULL THEN jsonb_build_object('run:' || (s ->> 'runId'), true) END
    FROM jsonb_array_elements("specs") s JOIN graphile_worker._private_tasks t ON t.identifier = s ->> 'task'
    ON CONFLICT (key) DO UPDATE SET task_id = excluded.task_id, payload = excluded.payload, max_attempts = excluded.max_attempts, run_at = excluded.run_at,
      priority = excluded.priority, flags = excluded.flags, revision = j.revision + 1, attempts = 0, last_error = NULL, updated_at = now()
    WHERE j.locked_at IS NULL;
  GET DIAGNOSTICS "added" = ROW_COUNT;
  RETURN "added";
END $$;
