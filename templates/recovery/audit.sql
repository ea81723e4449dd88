-- What `chatkeep recovery audit` may read of Synapse's database. Postgres itself keeps its role from everything else.
-- Running it again is harmless. The rights to columns are added below it (src/io/postgres/audit/access.ts).
-- Nothing here binds a column of Synapse's when it is created: PL/pgSQL reads its bodies when they run. A view, or a body in
-- standard SQL, would make Synapse's next migration of such a column fail.

DO $$
DECLARE
  granted record;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'audit') THEN CREATE ROLE audit; END IF;
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'audit_functions') THEN CREATE ROLE audit_functions; END IF;
  FOR granted IN
    SELECT member.rolname AS member, parent.rolname AS parent FROM pg_catalog.pg_auth_members
    JOIN pg_catalog.pg_roles AS member ON member.oid = pg_auth_members.member
    JOIN pg_catalog.pg_roles AS parent ON parent.oid = pg_auth_members.roleid
    WHERE member.rolname IN ('audit', 'audit_functions')
  LOOP
    EXECUTE format('REVOKE %I FROM %I', granted.parent, granted.member);
  END LOOP;
END
$$;

-- The role that signs in, from inside the container alone (templates/postgres/pg_hba.conf). It ends its own queries when nothing waits for them.
ALTER ROLE audit LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT CONNECTION LIMIT 8 PASSWORD NULL;
ALTER ROLE audit RESET ALL;
ALTER ROLE audit SET default_transaction_read_only = on;
DO $$
BEGIN
  -- Postgres has it since 17 (PostgreSQL manual, 20.11.1); before, what is asked is one statement.
  IF EXISTS (SELECT FROM pg_catalog.pg_settings WHERE name = 'transaction_timeout') THEN
    ALTER ROLE audit SET transaction_timeout = '10min';
  ELSE
    ALTER ROLE audit SET statement_timeout = '10min';
  END IF;
END
$$;
ALTER ROLE audit SET idle_session_timeout = '1min';

-- The owner of the functions: it signs in nowhere, and reads three columns that hold secrets. It is no superuser, because anyone who
-- controls Synapse could put a table of its own in the place of the one that a function reads.
ALTER ROLE audit_functions NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT;

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM audit, audit_functions;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM audit, audit_functions;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM audit, audit_functions;
REVOKE ALL ON SCHEMA public FROM audit, audit_functions;
REVOKE TEMPORARY ON DATABASE synapse FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO audit, audit_functions;
GRANT SELECT (user_id, account_data_type, content) ON public.account_data TO audit_functions;
GRANT SELECT (event_id, type, room_id, origin_server_ts, stream_ordering, outlier, rejection_reason) ON public.events TO audit_functions;
GRANT SELECT (event_id, json) ON public.event_json TO audit_functions;
GRANT SELECT (name, password_hash, deactivated, locked) ON public.users TO audit_functions;
GRANT SELECT (user_id, puppets_user_id) ON public.access_tokens TO audit_functions;
GRANT SELECT (user_id) ON public.refresh_tokens, public.login_tokens, public.user_threepids, public.erased_users TO audit_functions;
GRANT SELECT (user_id, hidden) ON public.devices TO audit_functions;
GRANT SELECT (user_name) ON public.pushers TO audit_functions;
GRANT SELECT (user_id, room_id, membership) ON public.local_current_membership TO audit_functions;
GRANT SELECT (user_id, deleted) ON public.e2e_room_keys_versions TO audit_functions;
GRANT SELECT (user_id) ON public.local_media_repository TO audit_functions;
GRANT SELECT (sender) ON public.events TO audit_functions;
GRANT SELECT (redacts) ON public.redactions TO audit_functions;

DROP SCHEMA IF EXISTS chatkeep_audit CASCADE;
CREATE SCHEMA chatkeep_audit;
REVOKE ALL ON SCHEMA chatkeep_audit FROM PUBLIC;
GRANT USAGE ON SCHEMA chatkeep_audit TO audit, audit_functions;

-- JSON that members wrote; null where Postgres cannot read it, such as text with a null character.
CREATE FUNCTION chatkeep_audit.readable(text) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN $1::jsonb;
EXCEPTION WHEN OTHERS THEN
  RETURN NULL;
END
$$;

-- What a member's account data says about secret storage and the wish for a backup: names and yes or no, never a content.
CREATE FUNCTION chatkeep_audit.secret_storage(member text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  data jsonb;
  pointer jsonb;
  key_id text;
  description jsonb;
BEGIN
  SELECT jsonb_object_agg(account_data_type, chatkeep_audit.readable(content)) INTO data
  FROM public.account_data
  WHERE user_id = member AND (account_data_type LIKE 'm.secret\_storage.%' OR account_data_type IN (
    'm.cross_signing.master', 'm.cross_signing.self_signing', 'm.cross_signing.user_signing', 'm.megolm_backup.v1',
    'm.key_backup', 'm.org.matrix.custom.backup_disabled'));
  pointer := data -> 'm.secret_storage.default_key';
  IF jsonb_typeof(pointer -> 'key') = 'string' THEN key_id := nullif(pointer ->> 'key', ''); END IF;
  description := data -> ('m.secret_storage.key.' || key_id);
  RETURN jsonb_build_object(
    'pointer', CASE WHEN pointer IS NULL THEN 'none' WHEN key_id IS NULL THEN 'removed' ELSE 'set' END,
    'described', coalesce(jsonb_typeof(description -> 'algorithm') = 'string', false),
    'passphrase', coalesce(jsonb_typeof(description -> 'passphrase') = 'object', false),
    'holds', (
      SELECT coalesce(jsonb_agg(name), '[]') FROM unnest(ARRAY[
        'm.cross_signing.master', 'm.cross_signing.self_signing', 'm.cross_signing.user_signing', 'm.megolm_backup.v1'
      ]) AS name
      WHERE jsonb_typeof(data -> name -> 'encrypted' -> key_id -> 'ciphertext') = 'string'),
    'backupEnabled', CASE WHEN jsonb_typeof(data -> 'm.key_backup' -> 'enabled') = 'boolean'
      THEN data -> 'm.key_backup' -> 'enabled' END,
    'backupDisabled', CASE WHEN jsonb_typeof(data -> 'm.org.matrix.custom.backup_disabled' -> 'disabled') = 'boolean'
      THEN data -> 'm.org.matrix.custom.backup_disabled' -> 'disabled' END);
END
$$;

-- The sessions that encrypted messages were sent in since a time, in some rooms or in all: of a message's content the session's id alone.
CREATE FUNCTION chatkeep_audit.sessions(since_ms bigint, rooms text[])
RETURNS TABLE (room_id text, session_id text, last_sent bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10000 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT sent.room_id, sent.session_id, max(sent.stream_ordering) FROM (
    SELECT e.room_id, e.stream_ordering,
      chatkeep_audit.readable(j.json) -> 'content' ->> 'session_id' AS session_id
    FROM public.events AS e JOIN public.event_json AS j ON j.event_id = e.event_id
    WHERE e.type = 'm.room.encrypted' AND e.origin_server_ts >= since_ms AND NOT e.outlier AND e.rejection_reason IS NULL
      AND (rooms IS NULL OR e.room_id = ANY (rooms))
  ) AS sent
  WHERE sent.session_id IS NOT NULL
  GROUP BY sent.room_id, sent.session_id;
END
$$;

-- How many sessions a member, or each of them, should be able to read, and how many of those the current backup has. A session counts
-- for those who were in its room when it was last used: others never got its key. It has the rights of its caller.
-- Counting with a window keeps the work to the number of sessions and memberships, not to their product. The planner cannot know how
-- many sessions there are, and would join them in a loop.
CREATE FUNCTION chatkeep_audit.session_counts(since_ms bigint, member text)
RETURNS TABLE (user_id text, known bigint, backed_up bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET enable_nestloop = off AS $$
#variable_conflict use_column
DECLARE
  rooms text[];
BEGIN
  IF member IS NOT NULL THEN
    SELECT array_agg(m.room_id) INTO rooms FROM public.local_current_membership AS m
    WHERE m.user_id = member AND m.membership = 'join';
    rooms := coalesce(rooms, '{}');
  END IF;
  RETURN QUERY
  WITH sessions AS MATERIALIZED (
    SELECT s.room_id, s.session_id, s.last_sent FROM chatkeep_audit.sessions(since_ms, rooms) AS s
  ), joined AS MATERIALIZED (
    SELECT m.user_id, m.room_id, coalesce((
      SELECT min(j.event_stream_ordering) FROM public.room_memberships AS j
      WHERE j.user_id = m.user_id AND j.room_id = m.room_id AND j.membership = 'join' AND j.event_stream_ordering > coalesce((
        SELECT max(l.event_stream_ordering) FROM public.room_memberships AS l
        WHERE l.user_id = m.user_id AND l.room_id = m.room_id AND l.membership IN ('leave', 'ban')), 0)), 0) AS since
    FROM public.local_current_membership AS m
    WHERE m.membership = 'join' AND (member IS NULL OR m.user_id = member)
  ), known AS (
    SELECT counted.user_id, sum(counted.later)::bigint AS known FROM (
      SELECT each.user_id, count(each.session_id) OVER (PARTITION BY each.room_id ORDER BY each.at DESC) AS later FROM (
        SELECT NULL AS user_id, s.room_id, s.session_id, s.last_sent AS at FROM sessions AS s
        UNION ALL SELECT j.user_id, j.room_id, NULL, j.since FROM joined AS j
      ) AS each
    ) AS counted
    WHERE counted.user_id IS NOT NULL GROUP BY counted.user_id
  ), newest AS (
    SELECT v.user_id, max(v.version) AS version FROM public.e2e_room_keys_versions AS v
    WHERE v.deleted = 0 AND (member IS NULL OR v.user_id = member) GROUP BY v.user_id
  ), backed_up AS (
    SELECT k.user_id, count(*) AS backed_up
    FROM public.e2e_room_keys AS k
    JOIN newest AS n ON n.user_id = k.user_id AND n.version = k.version
    JOIN sessions AS s ON s.room_id = k.room_id AND s.session_id = k.session_id
    JOIN joined AS j ON j.user_id = k.user_id AND j.room_id = k.room_id
    WHERE s.last_sent > j.since AND (member IS NULL OR k.user_id = member)
    GROUP BY k.user_id
  )
  SELECT known.user_id, known.known, coalesce(backed_up.backed_up, 0)
  FROM known LEFT JOIN backed_up ON backed_up.user_id = known.user_id
  WHERE known.known > 0;
END
$$;

-- What would still let a member in, as numbers and yes or no; null where there is no such account. Sessions by which administrators act
-- as the member count too: Synapse writes them down as the administrator's (`puppets_user_id`), and ends them with nothing of the member's.
CREATE FUNCTION chatkeep_audit.access_of(member text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN (SELECT jsonb_build_object(
    'deactivated', u.deactivated <> 0,
    'locked', coalesce(u.locked, false),
    'erased', EXISTS (SELECT FROM public.erased_users AS x WHERE x.user_id = member),
    'password', u.password_hash IS NOT NULL,
    'accessTokens', (SELECT count(*) FROM public.access_tokens WHERE user_id = member AND puppets_user_id IS NULL),
    'actingTokens', (SELECT count(*) FROM public.access_tokens WHERE puppets_user_id = member),
    'actingAsOthers', (SELECT count(*) FROM public.access_tokens WHERE user_id = member AND puppets_user_id IS NOT NULL),
    'refreshTokens', (SELECT count(*) FROM public.refresh_tokens WHERE user_id = member),
    'loginTokens', (SELECT count(*) FROM public.login_tokens WHERE user_id = member),
    'devices', (SELECT count(*) FROM public.devices WHERE user_id = member AND NOT coalesce(hidden, false)),
    'pushers', (SELECT count(*) FROM public.pushers WHERE user_name = member),
    'addresses', (SELECT count(*) FROM public.user_threepids WHERE user_id = member),
    'keyBackups', (SELECT count(*) FROM public.e2e_room_keys_versions WHERE user_id = member AND deleted = 0),
    'media', (SELECT count(*) FROM public.local_media_repository WHERE user_id = member),
    'rooms', (SELECT coalesce(jsonb_object_agg(room_id, membership), '{}') FROM public.local_current_membership
      WHERE user_id = member AND membership IN ('join', 'invite', 'knock')),
    'messages', (SELECT count(*) FROM public.events AS e
      WHERE e.sender = member AND e.type IN ('m.room.message', 'm.room.encrypted') AND NOT e.outlier AND e.rejection_reason IS NULL
        AND NOT EXISTS (SELECT FROM public.redactions AS r WHERE r.redacts = e.event_id))
  ) FROM public.users AS u WHERE u.name = member);
END
$$;

ALTER FUNCTION chatkeep_audit.readable(text) OWNER TO audit_functions;
ALTER FUNCTION chatkeep_audit.access_of(text) OWNER TO audit_functions;
ALTER FUNCTION chatkeep_audit.secret_storage(text) OWNER TO audit_functions;
ALTER FUNCTION chatkeep_audit.sessions(bigint, text[]) OWNER TO audit_functions;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA chatkeep_audit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION chatkeep_audit.secret_storage(text), chatkeep_audit.sessions(bigint, text[]),
  chatkeep_audit.session_counts(bigint, text), chatkeep_audit.access_of(text) TO audit;
