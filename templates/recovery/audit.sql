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
ALTER ROLE audit SET transaction_timeout = '10min';
ALTER ROLE audit SET idle_session_timeout = '1min';

-- The owner of the functions: it signs in nowhere, and reads two columns that hold secrets. It is no superuser, because anyone who
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

ALTER FUNCTION chatkeep_audit.readable(text) OWNER TO audit_functions;
ALTER FUNCTION chatkeep_audit.secret_storage(text) OWNER TO audit_functions;
ALTER FUNCTION chatkeep_audit.sessions(bigint, text[]) OWNER TO audit_functions;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA chatkeep_audit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION chatkeep_audit.secret_storage(text), chatkeep_audit.sessions(bigint, text[]) TO audit;
