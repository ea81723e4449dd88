import { readFileSync } from "node:fs";
import { createInterface, type Interface } from "node:readline";
import type { Duplex } from "node:stream";
import type Docker from "dockerode";
import { standardOutput } from "../../../src/io/docker/stream-frames.ts";
import type { Json, JsonObject } from "../../../src/kinds/json.ts";
import { engineOf, type Place } from "../stack/engine.ts";

const script = readFileSync(new URL("parser.py", import.meta.url), "utf8");

/** What Synapse made of a homeserver.yaml: the plain data, the value of each expression over its configuration, or its refusal. */
export interface Parsed {
  readonly read: JsonObject | null;
  readonly values: readonly Json[];
  readonly refusal: string | null;
}

/** One Python that reads configurations as Synapse does, again and again: starting it again takes over a second, reading a tenth. */
export class ParserProcess {
  readonly #container: Docker.Container;
  readonly #input: Duplex;
  readonly #lines: AsyncIterator<string>;
  readonly #output: Interface;
  #complaints = "";

  private constructor(container: Docker.Container, stream: Duplex) {
    this.#container = container;
    this.#input = stream;
    const collect = (chunk: Buffer) => {
      this.#complaints = (this.#complaints + chunk.toString()).slice(-4_000);
    };
    this.#output = createInterface(stream.pipe(standardOutput(collect)));
    this.#lines = this.#output[Symbol.asyncIterator]();
  }

  /** Starts it in a container of the image that Synapse runs from, without a network; it belongs to the stack's leftovers. */
  static async start(place: Place, image: string): Promise<ParserProcess> {
    const container = await engineOf(place).createContainer({
      Image: image,
      Entrypoint: ["python", "-u", "-c", script],
      Cmd: [],
      User: "991:991",
      Labels: { "chatkeep.stack": place.name },
      OpenStdin: true,
      StdinOnce: true,
      HostConfig: { NetworkMode: "none", AutoRemove: true, Tmpfs: { "/tmp": "mode=1777", "/data": "mode=1777" } },
    });
    const stream = await container.attach({ stream: true, hijack: true, stdin: true, stdout: true, stderr: true });
    const parser = new ParserProcess(container, stream as Duplex);
    await container.start();
    await parser.#line();
    return parser;
  }

  /** Has these files read; without expressions the plain data alone. */
  async parse(files: Readonly<Record<string, string>>, expressions: readonly string[] = []): Promise<Parsed> {
    this.#input.write(`${JSON.stringify({ files, expressions })}\n`);
    return JSON.parse(await this.#line());
  }

  /** Its input ends, and so does it. */
  async stop(): Promise<void> {
    const gone = this.#container.wait({ condition: "removed" });
    this.#input.end();
    await gone;
    this.#output.close();
  }

  async #line(): Promise<string> {
    const next = await this.#lines.next();
    if (next.done !== true) return next.value;
    throw new Error(`The parser process is gone:\n${this.#complaints}`);
  }
}
