import type Docker from "dockerode";
import { describe, expect, inject, it } from "vitest";
import type { ServiceRole } from "../../../src/plan/plan.ts";
import { answers, forwardedTo, listeningPorts, ownAddresses, ownListeningPorts } from "../../support/engines/host.ts";
import { askRaw } from "../../support/proxy/raw-request.ts";
import { inspectService, printedIn, roles } from "../../support/stack/engine.ts";
import { planOf } from "../../support/stack/plan.ts";

const stack = inject("mainStack");
const plan = planOf(stack);
const published = plan.services.proxy.ports.map(({ address, external }) => `${address}:${external}`);

describe("on the machine's own addresses", () => {
  it("the engine publishes the proxy's ports and nothing else", async () => {
    const found = await Promise.all(roles.map(async (role) => publishedBy(await inspectService(stack, role))));
    expect(found.flat()).toEqual(published);
  });

  it("nothing listens for a container of the stack but at the proxy's ports", async () => {
    const addresses = await Promise.all(roles.flatMap((role) => allAddresses(role)));
    expect([...(await forwardedTo(addresses.flat()))].sort()).toEqual([...published].sort());
  });

  it("the proxy's port takes connections where it is published", async () => {
    const [port] = plan.services.proxy.ports;
    expect(await answers(port?.address ?? "", port?.external ?? 0)).toBe(true);
  });

  it("no port that a container listens on takes connections, nor does a usual port of federation or metrics", async () => {
    const inside = await Promise.all(roles.map((role) => portsInside(role)));
    expect(inside).toEqual([
      expect.arrayContaining([5432]),
      expect.arrayContaining([8008]),
      expect.arrayContaining([443]),
    ]);
    const ofOthers = await ownListeningPorts();
    const ports = [...new Set([...inside.flat(), 80, 2019, 8448, 9000, 9093])].filter(
      (port) => !ofOthers.includes(port),
    );
    const tried = ownAddresses().flatMap((host) => ports.map((port) => ({ host, port })));
    const open = await Promise.all(
      tried.map(async ({ host, port }) => ((await answers(host, port)) ? [`${host} ${port}`] : [])),
    );
    console.log(`Tried ${ports.join(", ")} on ${ownAddresses().join(", ")}.`);
    expect(ports).toEqual(expect.arrayContaining([5432, 8008, 8448]));
    expect(open.flat()).toEqual([]);
  });

  it("the published port takes connections on no other address than the one it was bound to", async () => {
    const [port] = plan.services.proxy.ports;
    const others = ownAddresses().filter((address) => address !== port?.address);
    const open = await Promise.all(others.map((address) => answers(address, port?.external ?? 0)));
    expect(others.filter((_, index) => open[index])).toEqual([]);
  });
});

describe("through the proxy", () => {
  it.each([
    "/_synapse/admin",
    "/_synapse/admin/v1/server_version",
    "/_synapse/admin/v1/server_version?access_token=x",
    "/_synapse//admin/v1/server_version",
    "//_synapse/admin/v1/server_version",
    "/_synapse/./admin/v1/server_version",
    "/_synapse/%61dmin/v1/server_version",
    "/%5fsynapse/admin/v1/server_version",
    "/_synapse%2fadmin%2fv1%2fserver_version",
    "/_synapse/admin%2fv1%2fserver_version",
    "/_SYNAPSE/ADMIN/v1/server_version",
    "/_synapse/client/../admin/v1/server_version",
    "/_synapse/client/%2e%2e/admin/v1/server_version",
    "/_synapse/client/..%2fadmin/v1/server_version",
    "/_synapse/client/%2e%2e%2fadmin%2fv1%2fserver_version",
    "/_matrix/../_synapse/admin/v1/server_version",
    "/_matrix/%2e%2e/_synapse/admin/v1/server_version",
    "/_matrix/..%2f_synapse/admin/v1/server_version",
    "/_matrix/client/../../_synapse/admin/v1/server_version",
    "/_synapse/admin;/v1/server_version",
    "/_synapse/metrics",
    "/_synapse/replication",
    "/health",
  ])("%s is not there", async (path) => {
    expect(await askRaw(stack, path)).toMatchObject({ status: 404, body: expect.not.stringContaining("1.163") });
  });

  it.each(["x-original-url", "x-rewrite-url", "x-forwarded-uri"])("a header %s opens nothing", async (header) => {
    const answer = await askRaw(stack, "/_matrix/none", { [header]: "/_synapse/admin/v1/server_version" });
    expect(answer.status).toBe(404);
  });

  it.each([
    "/_matrix/federation/v1/version",
    "/_matrix/federation/v1/publicRooms",
    "/_matrix//federation/v1/version",
    "/_matrix/%66ederation/v1/version",
    "/_matrix/client/../federation/v1/version",
    "/_matrix/key/v2/server",
    "/_matrix/%6bey/v2/server",
    "/_matrix/key/v2/query/team.test",
    "/.well-known/matrix/server",
  ])("closed federation does not answer at %s", async (path) => {
    const answer = await askRaw(stack, path);
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain("verify_keys");
  });

  it.each([
    "/_matrix/static/",
    "/_matrix/static/client/login/",
    "/_matrix//static/client/register/",
    "/_matrix/%73tatic/",
    "/_matrix/client/r0/admin/whois/@a:team.test",
    "/_matrix/client/v3/admin/whois/@a:team.test",
    "/_matrix/client/v3/account/3pid/bind",
    "/_matrix/client/r0/account/3pid/unbind",
    "/_matrix/client/v3/account/3pid/delete",
    "/_matrix/client/unstable/account/3pid/%64elete",
  ])("%s does not reach Synapse", async (path) => {
    expect(await askRaw(stack, path)).toMatchObject({ status: 404, body: expect.stringContaining("Not served here") });
  });

  it("clients are served all the same", async () => {
    expect((await askRaw(stack, "/_matrix/client/versions")).status).toBe(200);
  });
});

function publishedBy({ NetworkSettings }: Docker.ContainerInspectInfo): readonly string[] {
  const bindings = Object.values(NetworkSettings.Ports).flatMap((each) => each ?? []);
  return bindings.map(({ HostIp, HostPort }) => `${HostIp}:${HostPort}`);
}

async function allAddresses(role: ServiceRole): Promise<readonly string[]> {
  const { NetworkSettings } = await inspectService(stack, role);
  return Object.values(NetworkSettings.Networks).map(({ IPAddress }) => IPAddress);
}

/** The engine's own name server listens in every container, on an address of the container alone and a port that changes. */
async function portsInside(role: ServiceRole): Promise<readonly number[]> {
  return listeningPorts(await printedIn(stack, role, "cat", "/proc/net/tcp", "/proc/net/tcp6"));
}
