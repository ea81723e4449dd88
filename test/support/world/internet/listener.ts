import { createInterface } from "node:readline";
import { until, untilTrue } from "../../../../src/io/machine/until.ts";
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
  /** How many packets it could not read in time: with some missed, silence proves nothing. */
  missed(): Promise<number>;
}

const wanted = "(tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn) or (udp dst port 53)";

/**
 * The beginning of a packet says all that is wanted. By default tcpdump keeps whole ones and has room for five of them; on a busy
 * machine the rest are lost before it reads them. The buffer is in KiB.
 */
const capture = ["--snapshot-length=256", "--buffer-size=16384"];

/** Starts to listen on every interface of the place (Debian's `tcpdump`); what is sent afterwards is heard. */
export async function listenIn(place: Place): Promise<Listener> {
  await installWhereMissing("/usr/bin/tcpdump", "tcpdump");
  const words = ["/usr/bin/tcpdump", "-i", "any", "-n", "-l", "--immediate-mode", ...capture, wanted];
  const resident = startInside(place, words);
  const heard: Seen[] = [];
  createInterface({ input: resident.process.stdout ?? process.stdin }).on("line", (line) => heard.push(...read(line)));
  let said = "";
  resident.process.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await untilTrue("listener", () => said.includes("listening on"));
  const missed = async () => {
    said = "";
    resident.process.kill("SIGUSR1"); // tcpdump(1): it says its counts
    return until("count of missed packets", () => {
      const [, count] = /(\d+) packets? dropped by kernel/.exec(said) ?? [];
      return count === undefined ? null : Number(count);
    });
  };
  return { ...resident, heard, missed };
}

/** `TIME INTERFACE In IP 11.64.0.3.40000 > 11.0.1.1.443: Flags [S], …` */
function read(line: string): readonly Seen[] {
  const [, from = "", to = "", port = "", words = ""] =
    /IP (\d+\.\d+\.\d+\.\d+)\.\d+ > (\d+\.\d+\.\d+\.\d+)\.(\d+): (.*)$/.exec(line) ?? [];
  return from === "" ? [] : [{ from, to, port: Number(port), words }];
}
