import { expect, inject, it } from "vitest";
import { fetchTrusting } from "../../../src/io/matrix/trusting-fetch.ts";
import { fieldsOf, parseJson } from "../../../src/kinds/json.ts";
import { startAndStop } from "../../support/kills/strike.ts";
import { operatorOf } from "../../support/members/operator.ts";
import { chatkeepSucceeds } from "../../support/stack/command-line.ts";

/** What becomes of a member who left, when an archive from before comes back. */
export function leftSinceTests(): void {
  const stack = inject("backupStack");
  const user = `@left-kim:${stack.serverName}`;

  it("keeps a member who left since out from the first moment, and offboards them again", {
    timeout: 600_000,
  }, async () => {
    const { fetch, close } = fetchTrusting(stack.authorityFile);
    const made = await chatkeepSucceeds(stack, ["account", "create", "left-kim", "--generate", "--json"]);
    const identifier = { type: "m.id.user", user };
    const body = { type: "m.login.password", identifier, password: fieldsOf(parseJson(made.stdout)).password };
    const login = await fetch(`${stack.baseUrl}/_matrix/client/v3/login`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    const { access_token: token } = fieldsOf(await login.json());
    const whoami = async () => {
      const headers = { authorization: `Bearer ${token}` };
      return (await fetch(`${stack.baseUrl}/_matrix/client/v3/account/whoami`, { headers })).status;
    };
    expect(await whoami()).toBe(200);
    const { archive } = JSON.parse((await chatkeepSucceeds(stack, ["backup", "now", "--json"])).stdout);
    await chatkeepSucceeds(stack, ["team", "offboard", "left-kim", "--yes"]);

    const words = ["restore", "--in-place", "--archive", archive, "--yes"];
    const stopped = await startAndStop(stack, words, { call: "request", about: "v2/users?from" });
    expect(stopped).not.toBeNull();
    expect(await whoami()).toBe(401);
    stopped?.kill("SIGKILL");
    await chatkeepSucceeds(stack, ["up", "--yes"]); // by itself, where only that is left to do
    const operator = await operatorOf(stack);
    const account = await operator.send("GET", `/_synapse/admin/v2/users/${encodeURIComponent(user)}`);
    operator.close();
    await close();
    expect(account.body).toMatchObject({ deactivated: true, locked: true });
  });
}
