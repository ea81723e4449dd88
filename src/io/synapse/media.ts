import { StackError } from "../../errors.ts";
import { answered, at, textOrNull } from "./answers.ts";
import { RawBody } from "./exchange.ts";
import type { SynapseOperator } from "./operator.ts";

/** Files that the server keeps, not encrypted, such as pictures of rooms. */
export interface Media {
  /**
   * Stores one in the operator's name, and gives its address, `mxc://SERVER/ID`. If the connection breaks, it is not sent again: it may be
   * stored, under an address that is not known.
   */
  upload(file: { readonly type: string; readonly bytes: Uint8Array }): Promise<string>;
  /** The SHA-256 of what an address leads to, in hexadecimal digits; null where the server does not have it, or stored it before Synapse 1.128. */
  digestOf(address: string): Promise<string | null>;
}

/** Files as Synapse keeps them (Matrix client-server API, "Content repository"; Synapse admin API, "Query a piece of media by ID"). */
export function synapseMedia(synapse: SynapseOperator): Media {
  return {
    upload: async ({ type, bytes }) => {
      const answer = await synapse.send("POST", "/_matrix/media/v3/upload", new RawBody(type, bytes));
      if (answer.status === 413) throw tooLarge(bytes.length);
      const address = textOrNull(at(answered(answer, "store a file"), "content_uri"));
      if (address === null) throw new StackError("Synapse stored a file, and gave no address of it");
      return address;
    },
    digestOf: async (address) => {
      const [, server = null, id = ""] = /^mxc:\/\/([^/?#]+)\/([\w-]+)$/.exec(address) ?? [];
      if (server === null) return null;
      const path = `/_synapse/admin/v1/media/${encodeURIComponent(server)}/${encodeURIComponent(id)}`;
      const answer = await synapse.send("GET", path);
      if (answer.status === 404) return null;
      return textOrNull(at(at(answered(answer, `say what ${address} is`), "media_info"), "sha256"));
    },
  };
}

function tooLarge(bytes: number): StackError {
  return new StackError(`The running server takes no file of ${bytes} bytes`, {
    next: "If the stack file has a larger `chatkeep:uploadSize` by now, bring the server up to date:  npx chatkeep up",
  });
}
