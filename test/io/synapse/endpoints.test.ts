import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** Which file calls which endpoint: accounts have one interface, so that another back end can stand behind it. */
const callers: Readonly<Record<string, readonly string[]>> = {
  "/_synapse/admin/v2/users": ["src/io/synapse/accounts.ts", "src/io/synapse/devices.ts"],
  // Rooms, and the session of a minute by which the operator returns to one that it made.
  "/_synapse/admin/v1/rooms": ["src/io/synapse/entering.ts"],
  "/_synapse/admin/v1/users": [
    "src/io/synapse/account-data.ts",
    "src/io/synapse/acting.ts",
    "src/io/synapse/traces.ts",
  ],
  "/_matrix/client/v3/logout": ["src/io/synapse/acting.ts"],
  // What a member leaves behind.
  "/_synapse/admin/v1/user": ["src/io/synapse/traces.ts"],
  "/_synapse/admin/v1/media": ["src/io/synapse/media.ts"],
  "/_synapse/admin/v1/send_server_notice": ["src/io/synapse/notices.ts"],
  "/_synapse/admin/v1/background_updates": ["src/io/synapse/event-signatures.ts"],
  "/_synapse/admin/v1/reset_password": ["src/io/synapse/accounts.ts"],
  "/_synapse/admin/v1/deactivate": ["src/io/synapse/accounts.ts"],
  "/_synapse/admin/v1/registration_tokens": ["src/io/synapse/registration-tokens.ts"],
  // The operator itself, who is no account of a person.
  "/_matrix/client/v3/register": ["src/operations/accounts/operator.ts"],
  "/_matrix/client/v3/account/whoami": ["src/actions/keys/new-master/running-server.ts", "src/io/synapse/acting.ts"],
  // Of what no client may reach.
  "/_synapse/admin/v1/server_version": ["src/actions/try/ports.ts", "src/operations/checks/after/paths.ts"],
};

const endpoint = /\/_synapse\/admin\/v\d\/\w+|\/_matrix\/client\/\w+\/(?:register|login|logout|account\/\w+)/g;

it("what makes, changes, ends and lists accounts is asked for in one file", () => {
  const found = new Map<string, string[]>();
  for (const file of globSync("src/**/*.ts").sort())
    for (const [path] of new Set(readFileSync(file, "utf8").matchAll(endpoint)))
      found.set(path, [...new Set([...(found.get(path) ?? []), file])]);
  expect(Object.fromEntries(found)).toEqual(callers);
});
