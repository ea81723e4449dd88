# Read by start.sh where there are backups: the role that they are made as. It reads all of Synapse's database and writes nothing.
as_superuser() {
  single_user "$volume/cluster" postgres "$1"
}

as_superuser "DO \$\$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'backup') THEN CREATE ROLE backup; END IF; END \$\$;"
as_superuser "ALTER ROLE backup LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS INHERIT CONNECTION LIMIT 8 PASSWORD '$(cat backup-password)';"
as_superuser "ALTER ROLE backup RESET ALL;"
as_superuser "ALTER ROLE backup SET default_transaction_read_only = on;"
as_superuser "GRANT pg_read_all_data TO backup;"
