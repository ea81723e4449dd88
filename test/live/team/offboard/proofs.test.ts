import { afterAll, beforeAll, expect, inject, it, vi } from "vitest";
import { asOperator } from "../../../../src/actions/accounts/operate.ts";
import { sessionFor } from "../../../../src/actions/session.ts";
import { settledStack } from "../../../../src/actions/stack/settings.ts";
import { withLock } from "../../../../src/actions/stack/with-lock.ts";
import { offboardMember } from "../../../../src/actions/team/offboard/offboard.ts";
import type { Person } from "../../../../src/io/matrix/client.ts";
import type { SynapseOperator } from "../../../../src/io/synapse/operator.ts";
import type { UserId } from "../../../../src/kinds/names.ts";
import type { ProofId } from "../../../../src/operations/team/offboard/proofs.ts";
import type { OffboardStep } from "../../../../src/operations/team/offboard/steps.ts";
import { openTeamRecord } from "../../../../src/operations/team/record-file.ts";
import { madeUpTerminal } from "../../../cli/terminal/made-up-terminal.ts";
import { operatorOf } from "../../../support/members/operator.ts";
import { makePeople } from "../../../support/members/people.ts";
import { newDevice } from "../../../support/members/recovering/device.ts";
import { setUpRecovery } from "../../../support/members/recovering/setting-up.ts";
import { sample } from "../../../support/sample.ts";
import { chatkeepSucceeds } from "../../../support/stack/command-line.ts";
import { type KeptDevice, keptDevice } from "../../../support/team/leaver.ts";

const stack = inject("teamStack");
const wishes = { history: "redact", media: "delete", erase: true } as const;
let operator: SynapseOperator;
let [eve, fay, gil]: readonly Person[] = [];
let device: KeptDevice;

const known = (person: Person | undefined) => String(person?.userId) as UserId;

/** Eve has one of everything that can be left. Gil is in a room with her, which she alone leads. */
beforeAll(async () => {
  vi.stubEnv("XDG_STATE_HOME", stack.stateHome);
  operator = await operatorOf(stack);
  [eve, fay, gil] = await makePeople(operator, stack.serverName, ["prf-eve", "prf-fay", "prf-gil"]);
  if (eve === undefined || gil === undefined) throw new Error("no people");
  device = await keptDevice(stack, eve);
  const first = await newDevice(stack, eve, "off");
  await setUpRecovery(first);
  const other = await newDevice(stack, gil, "off");
  const { room_id: room } = await first.sdk.createRoom({ room_version: "11", invite: [gil.userId] });
  await other.sdk.joinRoom(room);
  await first.sdk.sendTextMessage(room, "hello");
  await first.sdk.uploadContent("a file", { type: "text/plain" });
  await first.sdk.setPusher({
    ...{ kind: "http", app_id: "a", app_display_name: "a", device_display_name: "a", pushkey: "k", lang: "en" },
    data: { url: "https://push.example/_matrix/push/v1/notify" },
  });
  await Promise.all([first.stop(), other.stop()]);
  await operator.send("POST", `/_synapse/admin/v1/users/${encodeURIComponent(eve.userId)}/login`, {});
  const token = (await chatkeepSucceeds(stack, ["token", "create"])).stdout.trim();
  const session = sessionOf();
  const record = await openTeamRecord(session, session.paths.teamRecord);
  await record.change(known(eve), { tokens: [token.slice(0, 5)] });
});

afterAll(async () => {
  operator?.close();
  await device?.stop();
  vi.unstubAllEnvs();
});

const sessionOf = () => sessionFor("team offboard", stack.name, madeUpTerminal().terminal);

/** Offboards with some steps left out, and gives the proofs that do not hold. */
async function failing(
  person: Person | undefined,
  keeps: (step: OffboardStep) => boolean,
): Promise<readonly ProofId[]> {
  const session = sessionOf();
  const settled = await settledStack(session);
  const { proofs } = await withLock(session, (_, journal) =>
    asOperator(session, settled, (server) =>
      offboardMember(
        { session, settled, server, journal },
        { user: known(person), wishes },
        { keeps, patienceSeconds: 1 },
      ),
    ),
  );
  return proofs.filter(({ holds }) => !holds).map(({ id }) => id);
}

it("each proof fails until the step that it guards was done", async () => {
  const steps: readonly (readonly [OffboardStep["kind"], readonly ProofId[]])[] = [
    ["freeze", ["locked", "probe"]],
    ["handOver", ["leaders"]],
    ["endSessions", ["access tokens", "refresh tokens", "acting sessions", "devices", "notifications"]],
    ["revokeToken", ["registration tokens"]],
    ["redact", ["messages"]],
    ["deleteMedia", ["files"]],
    ["deactivate", ["deactivated", "password", "rooms", "key backup", "erased"]],
  ];
  const last = steps.length - 1;
  const ends = new Set([...sample("stages of the proofs", [...steps.keys()].slice(0, last), 2), last]);
  const done = new Set<OffboardStep["kind"]>();
  const awaited: ProofId[] = [];
  let before = await failing(eve, ({ kind }) => done.has(kind));
  expect(before).toHaveLength(steps.flatMap(([, ids]) => ids).length);
  for (const [at, [kind, ids]] of steps.entries()) {
    done.add(kind);
    awaited.push(...ids);
    if (kind === "deactivate") done.add("leave");
    if (!ends.has(at)) continue; // it is done together with the next
    const now = await failing(eve, (step) => done.has(step.kind));
    expect([kind, before.filter((id) => !now.includes(id)).sort()]).toEqual([kind, awaited.splice(0).sort()]);
    before = now;
  }
  expect(before).toEqual([]);
});

it("an account that was closed and never locked still answers a session of an administrator, and the proofs say so", async () => {
  expect(await failing(fay, ({ kind }) => kind !== "freeze")).toEqual(["locked", "probe"]);
  expect(await failing(fay, () => true)).toEqual([]);
});
