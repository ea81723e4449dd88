import { finished } from "node:stream/promises";
import type Docker from "dockerode";
import { StackError } from "../../errors.ts";
import { attachTo } from "../docker/container-exec.ts";
import { standardOutput } from "../docker/stream-frames.ts";
import { type Row, rowsIn } from "./rows.ts";

/**
 * The roles that a stack's database is asked as. Postgres lets both in without a password from inside its container, which runs
 * as the user `postgres` (templates/postgres/pg_hba.conf). `postgres` is the superuser; from all secrets, Postgres itself keeps
 * `audit` (templates/recovery/audit.sql).
 */
export type DatabaseRole = "postgres" | "audit";

/** Synapse's database, asked inside its container: the same for a local engine and for one over ssh. */
export interface Database {
  /**
   * The rows of one statement as they come, however many there are: of a query, or of a change that ends in RETURNING. The statement
   * goes to standard input, so no list of processes shows it. Rows that are no longer wanted are still read. A StackError says that Postgres did not do it.
   */
  rows(statement: string): AsyncIterable<Row>;
  /** Runs several statements as one change, by standard input too: all of them, or a StackError and none. */
  run(script: string): Promise<void>;
}

/** Asks through `psql`. COPY gives rows one by one; of a plain query psql keeps all of them in memory first (psql(1), FETCH_COUNT). */
export function databaseIn(engine: Docker, container: string, role: DatabaseRole): Database {
  const args = ["psql", "-h", "/run/postgresql", "-U", role, "-d", "synapse", "-v", "ON_ERROR_STOP=1", "-qX"];
  const ask = (input: string) => rowsOf(engine, container, args, input);
  return {
    rows: (statement) => ask(`COPY (${statement}\n) TO STDOUT;\n\\q\n`),
    run: async (script) => {
      // Without notices: the text of an error is what may be said of a failure.
      for await (const _ of ask(`SET client_min_messages = warning;\nBEGIN;\n${script}\n;\nCOMMIT;\n\\q\n`));
    },
  };
}

async function* rowsOf(engine: Docker, container: string, args: readonly string[], input: string): AsyncGenerator<Row> {
  const { exec, stream } = await attachTo(engine, container, args);
  let complaint = "";
  const output = standardOutput((chunk) => {
    complaint = `${complaint}${chunk}`.slice(-2_000);
  });
  stream.once("error", (error) => void output.destroy(error)).once("close", () => void output.end());
  stream.pipe(output);
  stream.write(input);
  try {
    yield* rowsIn(output);
  } finally {
    await finished(output.resume()); // psql would wait for ever with rows that are not read
  }
  const { ExitCode } = await exec.inspect();
  if (ExitCode !== 0) throw noAnswer(complaint);
}

function noAnswer(complaint: string): StackError {
  return new StackError(`Postgres did not answer: ${complaint.trim() || "its container stopped"}`, {
    next: "See its state:  npx chatkeep status",
  });
}
