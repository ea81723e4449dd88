# Read by start.sh where there are backups: the statements for the role that they are made as, one a line. It reads all of Synapse's
# database and writes nothing.
cat <<END
DO \$\$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'backup') THEN CREATE ROLE backup; END IF; END \$\$;
ALTER ROLE backup LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS INHERIT CONNECTION LIMIT 8 PASSWORD '$(cat backup-password)';
ALTER ROLE backup RESET ALL;
ALTER ROLE backup SET default_transaction_read_only = on;
GRANT pg_read_all_data TO backup;
END
