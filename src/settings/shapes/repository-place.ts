import { parseHostname, parseIpAddress } from "../../kinds/names.ts";
import type { RepositoryAddress } from "../../kinds/repository-address.ts";
import { complain, leaf, type Reading } from "../leaf.ts";

/** Where a repository is, as far as its address says it: who signs in at a REST server or S3 are settings beside it. */
export type RepositoryPlace =
  | Extract<RepositoryAddress, { readonly kind: "folder" | "sftp" }>
  | Omit<Extract<RepositoryAddress, { readonly kind: "rest" }>, "user">
  | Omit<Extract<RepositoryAddress, { readonly kind: "s3" }>, "accessKey">;

const examples = {
  folder: "/srv/chatkeep",
  sftp: "sftp://chatkeep@backup.acme.example/acme",
  rest: "rest:https://backup.acme.example/acme/",
  s3: "s3:https://s3.acme.example/acme-backups",
} as const;

const expected = "a folder (`/srv/chatkeep`), or an address that begins with `sftp://`, `rest:` or `s3:`";

/** A path of a web address or on an SFTP server: nothing in it that an address would need to escape (RFC 3986, section 2.3). */
const plainPath = "[A-Za-z0-9._~+@=,/-]*";

/** What restic calls a repository (restic manual, "Preparing a new repository"), but `/` for the folder alone. */
export const repositoryPlace = leaf<RepositoryPlace>(
  { type: "string", pattern: "^(/|sftp://|rest:https?://|s3:https?://)\\S.*$" },
  (value) => {
    if (typeof value !== "string") return complain(expected, value, `Write \`${examples.folder}\`, or another target.`);
    if (value.startsWith("/")) return readFolder(value);
    const [, scheme, rest = ""] = /^(sftp|rest|s3):(.*)$/.exec(value) ?? [];
    if (/\/\/[^/@]*:[^/@]*@/.test(rest)) return holdsPassword();
    switch (scheme) {
      case "sftp":
        return readSftp(rest, value);
      case "rest":
        return readRest(rest, value);
      case "s3":
        return readS3(rest, value);
      default:
        return complain(expected, value, meant(value));
    }
  },
);

function readFolder(text: string): Reading<RepositoryPlace> {
  const path = text.replace(/\/+$/, "");
  const isPlain = path !== "" && !/[\p{C}"\\]/u.test(path) && !path.split("/").some((part) => /^\.{1,2}$/.test(part));
  if (isPlain) return { value: { kind: "folder", path } };
  return complain("the absolute path of a folder", text, `Write a path such as \`${examples.folder}\`.`);
}

function readSftp(rest: string, value: string): Reading<RepositoryPlace> {
  const [, user, host = "", digits = "22", path] =
    new RegExp(`^//([A-Za-z0-9_][A-Za-z0-9._-]{0,63})@([^:/@]+|\\[[^\\]]+\\])(?::(\\d{1,5}))?/(${plainPath})$`).exec(
      rest,
    ) ?? [];
  const port = Number(digits);
  if (user !== undefined && path !== undefined && path !== "" && isHost(host) && port >= 1 && port <= 65_535)
    return { value: { kind: "sftp", user, host, port, path } };
  return complain("`sftp://USER@HOST/PATH`", value, `Write it like \`${examples.sftp}\`.`);
}

function readRest(rest: string, value: string): Reading<RepositoryPlace> {
  const { origin, path } = webAddress(rest);
  if (origin !== null)
    return { value: { kind: "rest", url: `${origin}/${path.replace(/\/*$/, "/").replace(/^\//, "")}` } };
  return complain("`rest:https://HOST/PATH`", value, `Write it like \`${examples.rest}\`.`);
}

function readS3(rest: string, value: string): Reading<RepositoryPlace> {
  const { origin, path } = webAddress(rest);
  const bucket = path.replace(/\/+$/, "");
  if (origin !== null && /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/|$)/.test(bucket))
    return { value: { kind: "s3", endpoint: origin, path: bucket } };
  return complain("`s3:https://HOST/BUCKET`", value, `Write it like \`${examples.s3}\`.`);
}

/** An http or https address in two parts; the first is null where it is none. */
function webAddress(text: string): { readonly origin: string | null; readonly path: string } {
  const [, scheme, host = "", port = "", path = ""] =
    new RegExp(`^(https?)://([^:/@]+|\\[[^\\]]+\\])(:\\d{1,5})?(?:/(${plainPath}))?$`).exec(text) ?? [];
  if (scheme === undefined || !isHost(host) || Number(port.slice(1)) > 65_535) return { origin: null, path: "" };
  return { origin: `${scheme}://${host}${port}`, path };
}

/** A name, or an address, of which those of IPv6 are in brackets. */
function isHost(text: string): boolean {
  const bracketed = /^\[(.+)\]$/.exec(text)?.[1];
  if (bracketed !== undefined) return parseIpAddress(bracketed) !== null;
  return parseHostname(text) !== null || (parseIpAddress(text) !== null && !text.includes(":"));
}

/** A password that was pasted must not be printed. */
function holdsPassword(): Reading<never> {
  const found = "there is a password in this address";
  const write =
    "Delete it from the address (and change it: it was readable here). Write its user as `user`; `up` asks for the password.";
  return { complaints: [{ found, write }] };
}

function meant(value: string): string {
  const [, scheme] = /^(https?|ssh|scp|s3|file):\/\//i.exec(value) ?? [];
  switch (scheme?.toLowerCase()) {
    case "ssh":
    case "scp":
      return `Write it like \`${examples.sftp}\`.`;
    case "s3":
      return `Write it like \`${examples.s3}\`.`;
    case "http":
    case "https":
      return `Write \`rest:\` or \`s3:\` before it, for what is spoken there.`;
    default:
      return `Write \`${examples.folder}\`, or an address like \`${examples.sftp}\`.`;
  }
}
