-- What must be otherwise before Synapse starts on restored data: by standard input of psql, as one change.
BEGIN;

-- A one-time key that was handed out after the backup would be handed out a second time, and its owner could not read what is sent
-- with it (element-meta issue 2155). Until devices upload new ones, their fallback keys are used, which are kept.
TRUNCATE public.e2e_one_time_keys_json;

-- Devices have positions from after the backup. A server that has not come as far as those leaves out, without a word, all that is sent
-- until it has: messages and the keys to read them. So every position is set where none has been.
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, coalesce(last_value, 0) + 1000000000)
FROM pg_catalog.pg_sequences WHERE data_type = 'bigint'::regtype;

-- Who left since then is offboarded again once Synapse runs: until that is done, a locked account is let in nowhere.
UPDATE public.users SET locked = TRUE WHERE name IN (SELECT name FROM left_since);

-- A message that was delayed until a moment that is lost: days later it would mislead people. What ends a call, as state events do, is
-- right at any time.
SELECT to_regclass('public.scheduled_tasks') IS NOT NULL AS has_tasks, to_regclass('public.delayed_events') IS NOT NULL AS has_delayed \gset
\if :has_delayed
DELETE FROM public.delayed_events
WHERE NOT is_processed AND state_key IS NULL AND send_ts <= extract(epoch FROM now()) * 1000;
\endif

-- After a mistake, a deletion that waited or was under way may be the mistake itself.
\if :has_tasks
\if :drop_deletions
DELETE FROM public.scheduled_tasks WHERE status IN ('scheduled', 'active') AND action ~ '(purge|redact)';
\endif
\endif

COMMIT;
