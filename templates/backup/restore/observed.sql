-- What a restore looks at beside what manifest.sql says: JSON objects, one a line.

-- Its own members are in `users` alone. A server's name may hold a port, a member's id holds no other colon before it.
SELECT json_build_object('serverNames', coalesce(json_agg(DISTINCT substr(name, strpos(name, ':') + 1)), '[]'))
FROM public.users;

SELECT json_build_object('oneTimeKeys', count(*)) FROM public.e2e_one_time_keys_json;

-- What the newest event of a member of this server is signed with.
SELECT json_build_object('signedWith', coalesce((
  SELECT json_agg(key) FROM (
    SELECT event_json.json::json -> 'signatures' -> substr(sender, strpos(sender, ':') + 1) AS signatures
    FROM public.events JOIN public.event_json USING (event_id)
    WHERE sender IN (SELECT name FROM public.users)
    ORDER BY stream_ordering DESC LIMIT 1) AS newest,
  json_object_keys(newest.signatures) AS key), '[]'));

-- What Synapse would do as soon as it starts (synapse/util/task_scheduler.py, synapse/handlers/delayed_events.py). Earlier versions have
-- no such tables.
SELECT to_regclass('public.scheduled_tasks') IS NOT NULL AS has_tasks, to_regclass('public.delayed_events') IS NOT NULL AS has_delayed \gset
\if :has_tasks
SELECT json_build_object('tasks', coalesce(json_agg(json_build_object('action', action, 'of', coalesce(resource_id, ''))), '[]'))
FROM public.scheduled_tasks WHERE status IN ('scheduled', 'active');
\endif
\if :has_delayed
SELECT json_build_object('overdue', count(*)) FROM public.delayed_events
WHERE NOT is_processed AND state_key IS NULL AND send_ts <= extract(epoch FROM now()) * 1000;
\endif
