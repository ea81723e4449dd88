import { feedIn } from "../../src/io/docker/container-exec.ts";
import { nameOf } from "../../src/plan/names.ts";
import { engineOf, printedIn } from "../../test/support/stack/engine.ts";
import type { StackRecord } from "../../test/support/stack/stack.ts";
import { afterEvent, type BulkEvent, copy, insertingScript, nextEvent, type RoomTip } from "./events.ts";

/** So many events go in at once: some megabytes. */
const batch = 5_000;

/** Where each room of a member is now, who made it and sends what is in it. */
async function tipsOf(stack: StackRecord, creator: string): Promise<readonly RoomTip[]> {
  const statement = `
    SELECT f.room_id, e.event_id, e.depth, g.state_group,
      (SELECT string_agg(s.event_id, ' ') FROM current_state_events s WHERE s.room_id = f.room_id
        AND (s.type = 'm.room.power_levels' OR s.type = 'm.room.member' AND s.state_key = r.creator)), r.creator
    FROM event_forward_extremities f JOIN events e USING (event_id) JOIN event_to_state_groups g USING (event_id)
    JOIN rooms r ON r.room_id = f.room_id WHERE r.creator = '${creator}'`;
  return (await rows(stack, statement)).map(
    ([room = "", event = "", depth, stateGroup = "", auth = "", sender = ""]) => {
      return { room, event, depth: Number(depth), stateGroup, auth: auth.split(" "), sender };
    },
  );
}

/** Adds events to all rooms in turn, straight into the database while Synapse is stopped: what sending would take an hour for. */
export async function addEvents(stack: StackRecord, member: string, count: number): Promise<void> {
  const synapse = engineOf(stack).getContainer(nameOf(stack.name, "synapse"));
  await synapse.stop();
  let tips = await tipsOf(stack, member);
  let order = Number((await rows(stack, "SELECT max(stream_ordering) FROM events"))[0]?.[0]);
  for (let left = count; left > 0; left -= batch) {
    const made = makeEvents(tips, order, Math.min(batch, left));
    await runSql(stack, `BEGIN;\n${insertingScript(made.events)}COMMIT;\n`);
    tips = made.tips;
    order = made.order;
  }
  const ends = tips.map(({ event, room }) => [event, room]);
  await runSql(
    stack,
    `BEGIN;\nDELETE FROM event_forward_extremities WHERE room_id IN (${tips.map(({ room }) => `'${room}'`).join(", ")});\n${copy("event_forward_extremities (event_id, room_id)", ends)}
    SELECT setval('events_stream_seq', ${order});
    UPDATE federation_stream_position SET stream_id = ${order} WHERE type = 'events';\nCOMMIT;\nANALYZE;\n`,
  );
  await synapse.start();
}

function makeEvents(tips: readonly RoomTip[], order: number, count: number) {
  const now = [...tips];
  const events: BulkEvent[] = [];
  for (let index = 0; index < count; index++) {
    const place = index % now.length;
    const tip = now[place];
    if (tip === undefined) throw new Error("there is no room");
    order += 1;
    const event = nextEvent(tip, order, Date.now());
    now[place] = afterEvent(event);
    events.push(event);
  }
  return { events, tips: now, order };
}

/** Writes files of random bytes as uploads of a member: what an encrypted file looks like, from half a mebibyte to two. */
export async function addMedia(stack: StackRecord, member: string, mebibytes: number): Promise<number> {
  const printed = await printedIn(stack, "synapse", "python3", "-c", writing, String(mebibytes));
  const files = printed
    .trim()
    .split("\n")
    .map((line) => line.split(" "));
  const uploads = files.map(([id = "", size = ""]) => {
    return [id, "application/octet-stream", size, Date.now(), member, "f", "t"];
  });
  const columns = "media_id, media_type, media_length, created_ts, user_id, safe_from_quarantine, authenticated";
  await runSql(stack, copy(`local_media_repository (${columns})`, uploads));
  return files.length;
}

/** By their media id, of which the first two pairs of letters are folders (synapse/media/filepath.py). */
const writing = `
import os, random, secrets, string, sys
left = int(sys.argv[1]) << 20
while left > 0:
    name = "".join(secrets.choice(string.ascii_letters) for _ in range(24))
    folder = f"/data/media/local_content/{name[:2]}/{name[2:4]}"
    os.makedirs(folder, exist_ok=True)
    size = min(left, random.randrange(512 << 10, 2 << 20))
    with open(f"{folder}/{name[4:]}", "wb") as file:
        file.write(os.urandom(size))
    print(name, size)
    left -= size
`;

async function rows(stack: StackRecord, statement: string): Promise<readonly (readonly string[])[]> {
  const printed = await printedIn(stack, "postgres", ...psql, "-Atc", statement);
  return printed
    .trim()
    .split("\n")
    .map((line) => line.split("|"));
}

async function runSql(stack: StackRecord, script: string): Promise<void> {
  const args = [...psql, "-v", "ON_ERROR_STOP=1", "-q"];
  const { exitCode, stderr } = await feedIn(engineOf(stack), nameOf(stack.name, "postgres"), args, Buffer.from(script));
  if (exitCode !== 0) throw new Error(`psql ended with ${exitCode}: ${stderr}`);
}

const psql = ["psql", "-h", "/run/postgresql", "-U", "postgres", "-d", "synapse", "-X"];
