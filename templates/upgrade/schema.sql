-- What the tables of a database are like, as one JSON object: the same text on every version of Postgres. Run after manifest.sql, whose
-- empty search_path has every name written in full. The audit's schema is made again by the next audit.
-- What is a word of its own, and is therefore quoted, differs between versions.
SET quote_all_identifiers = on;
WITH ours AS (
  SELECT oid, nspname FROM pg_catalog.pg_namespace
  WHERE nspname <> 'information_schema' AND nspname <> 'chatkeep_audit' AND nspname !~ '^pg_'
), parts (name, definition) AS (
  SELECT format('column %I.%I.%I', nspname, relname, attname),
    pg_catalog.format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' not null' ELSE '' END || CASE attidentity WHEN '' THEN '' ELSE ' identity' END
      || coalesce(' default ' || pg_catalog.pg_get_expr(adbin, adrelid), '')
  FROM pg_catalog.pg_attribute
  JOIN pg_catalog.pg_class ON pg_class.oid = attrelid
  JOIN ours ON ours.oid = relnamespace
  LEFT JOIN pg_catalog.pg_attrdef ON adrelid = attrelid AND adnum = attnum
  WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND attnum > 0 AND NOT attisdropped
  UNION ALL
  SELECT format('index %I.%I', nspname, relname), pg_catalog.pg_get_indexdef(indexrelid) || CASE WHEN indisvalid THEN '' ELSE ' invalid' END
  FROM pg_catalog.pg_index
  JOIN pg_catalog.pg_class ON pg_class.oid = indexrelid
  JOIN ours ON ours.oid = relnamespace
  UNION ALL
  SELECT format('constraint %I.%I.%I', nspname, relname, conname), pg_catalog.pg_get_constraintdef(pg_constraint.oid)
  FROM pg_catalog.pg_constraint
  JOIN pg_catalog.pg_class ON pg_class.oid = conrelid
  JOIN ours ON ours.oid = relnamespace
  WHERE contype IN ('p', 'u', 'f', 'c', 'x')
  UNION ALL
  SELECT format('trigger %I.%I.%I', nspname, relname, tgname), pg_catalog.pg_get_triggerdef(pg_trigger.oid)
  FROM pg_catalog.pg_trigger
  JOIN pg_catalog.pg_class ON pg_class.oid = tgrelid
  JOIN ours ON ours.oid = relnamespace
  WHERE NOT tgisinternal
  UNION ALL
  SELECT format('function %I.%I(%s)', nspname, proname, pg_catalog.pg_get_function_identity_arguments(pg_proc.oid)), md5(prosrc)
  FROM pg_catalog.pg_proc
  JOIN ours ON ours.oid = pronamespace
)
SELECT json_build_object('parts', coalesce(json_object_agg(name, definition), '{}')) FROM parts;
