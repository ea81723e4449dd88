import { createInterface } from "node:readline";
import { untilTrue } from "../../../../src/io/machine/until.ts";
import { installWhereMissing } from "../../debian-package.ts";
import { type Place, type Resident, startInside } from "./place.ts";

/** Something that went over the network: a connection that was begun, or a question to the DNS. */
export interface Seen {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  /** tcpdump's own words, with the name that was asked for. */
  readonly words: string;
}

/** Someone who hears all that goes over the network. */
export interface Listener extends Resident {
  readonly heard: readonly Seen[];
}

const wanted = "(tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn) or (udp dst port 53)";

/** Starts to listen on every interface of the place (Debian's `tcpdump`); what is sent afterwards is heard. */
export async function listenIn(place: Place): Promise<Listener> {
  await installWhereMissing("/usr/bin/tcpdump", "tcpdump");
  const words = ["/usr/bin/tcpdump", "-i", "any", "-n", "-l", "--immediate-mode", wanted];
  const resident = startInside(place, words);
  const heard: Seen[] = [];
  createInterface({ input: resident.process.stdout ?? process.stdin }).on("line", (line) => heard.push(...read(line)));
  let said = "";
  resident.process.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await untilTrue("listener", () => said.includes("listening on"));
  return { ...resident, heard };
}

/** `TIME INTERFACE In IP 11.64.0.3.40000 > 11.0.1.1.443: Flags [S], …` */
function read(line: string): readonly Seen[] {
  const [, from = "", to = "", port = "", words = ""] =
    /IP (\d+\.\d+\.\d+\.\d+)\.\d+ > (\d+\.\d+\.\d+\.\d+)\.(\d+): (.*)$/.exec(line) ?? [];
  return from === "" ? [] : [{ from, to, port: Number(port), words }];
}
