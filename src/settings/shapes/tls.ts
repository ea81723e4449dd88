import * as z from "zod";
import { choice, complain, group, leaf, optional } from "../leaf.ts";
import { emailAddress, strangeCharacters } from "./email-address.ts";

/** Let's Encrypt's production directory (letsencrypt.org/docs/acme-protocol-updates). */
export const publicAcmeDirectory = "https://acme-v02.api.letsencrypt.org/directory";

const expected = "`internal`, `acme` or `files`";

const email = emailAddress({ example: "admin@acme.example", otherwise: ", or delete the line" });

const address = `^https://[^\\s\\p{C}/${strangeCharacters}]+(/[^\\s\\p{C}${strangeCharacters}]*)?$`;

const directory = leaf<string>({ type: "string", pattern: address }, (value) => {
  if (typeof value === "string" && new RegExp(address, "u").test(value) && URL.canParse(value)) return { value };
  return complain(
    "the `https:` address of an ACME directory",
    value,
    `Write \`${publicAcmeDirectory}\`, or delete the line.`,
  );
});

/** A path to a file beside the stack file, or an absolute one. */
function filePath(what: string, example: string) {
  return leaf<string>({ type: "string", pattern: "^[^\\s\\p{Cc}]([^\\p{Cc}]*[^\\s\\p{Cc}])?$" }, (value) => {
    if (typeof value === "string" && /^[^\s\p{Cc}]([^\p{Cc}]*[^\s\p{Cc}])?$/u.test(value)) return { value };
    return complain(
      `the path of ${what}`,
      value === undefined || isPem(value) ? undefined : value,
      `Write a path such as \`${example}\`, relative to the folder of the stack file.`,
    );
  });
}

/** A key pasted where its path belongs must not be printed. */
function isPem(value: unknown): boolean {
  return typeof value === "string" && value.includes("-----BEGIN");
}

const groups = z.discriminatedUnion(
  "mode",
  [
    group({ mode: z.literal("internal") }),
    group({
      mode: z.literal("acme"),
      email: optional(email).meta({
        description: "The e-mail address that the authority warns before a certificate expires.",
      }),
      directory: directory
        .prefault(publicAcmeDirectory)
        .meta({ description: "The URL of the authority's ACME directory." }),
      challenge: choice(["http", "dns"]).prefault("http").meta({
        description:
          "How you prove to the authority that the name is yours: over ports 80 and 443 (http), or with a DNS record (dns).",
      }),
    }),
    group({
      mode: z.literal("files"),
      certificateFile: filePath("the certificate, in PEM", "tls/fullchain.pem").meta({
        description:
          "The file of the certificate and its chain, in PEM; a path relative to the folder of the stack file.",
      }),
      keyFile: filePath("its key, in PEM", "tls/key.pem").meta({
        description: "The file of the private key, in PEM; a path relative to the folder of the stack file.",
      }),
    }),
  ],
  { error: expected },
);

const plainMode = leaf<z.output<typeof groups>>({ type: "string", enum: ["internal", "acme"] }, (value) => {
  if (value === "internal") return { value: { mode: "internal" } };
  if (value === "acme")
    return { value: { mode: "acme", email: null, directory: publicAcmeDirectory, challenge: "http" } };
  if (value === "files") {
    return complain(
      "the files to use",
      value,
      "Write `mode: files` below `chatkeep:tls:`, and `certificateFile:` and `keyFile:` at the same level.",
    );
  }
  return complain(expected, value, "Write `acme` for a public name, or `internal` for the server's own authority.");
});

/** Where certificates come from: a word, or a group with `mode`. */
export const tls = z.union([plainMode, groups]);
