import { nameOf } from "../../../src/plan/names.ts";
import { engineOf, type Place, printedIn } from "../stack/engine.ts";

/** Puts a database of another collation in the place of Synapse's, with all that is in it: as one that was brought from elsewhere. Synapse is stopped. */
export async function bringFromElsewhere(place: Place, collation: string): Promise<void> {
  await engineOf(place).getContainer(nameOf(place.name, "synapse")).stop();
  const script = `
    set -euo pipefail
    ask() { psql -h /run/postgresql -U postgres -d postgres -q -v ON_ERROR_STOP=1 -c "$1"; }
    ask "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'synapse'" > /dev/null
    ask "ALTER DATABASE synapse RENAME TO ours"
    ask "CREATE DATABASE synapse OWNER synapse ENCODING 'UTF8' LOCALE '${collation}' TEMPLATE template0"
    pg_dump -h /run/postgresql -U postgres ours | psql -h /run/postgresql -U postgres -d synapse -q -v ON_ERROR_STOP=1 > /dev/null
    ask "DROP DATABASE ours"`;
  await printedIn(place, "postgres", "bash", "-c", script);
}
