import { parseOtherServerName } from "../../../../src/kinds/names.ts";
import type { WrongBefore } from "../wrong-world.ts";
import { authority, declared, seen } from "./changes-before.ts";

/** What can be wrong before there is a server, as `src/operations/checks/before/surroundings.ts` judges it. */
export const beforeSurroundings: readonly WrongBefore[] = [
  {
    title: "the engine does not start with the machine",
    server: "internal",
    otherwise: { boot: seen({ unit: "disabled" }) },
    found: { "engine.boot": "warning" },
    advice: /systemctl enable docker/,
  },
  {
    title: "there is no systemd to start the engine",
    server: "internal",
    otherwise: { boot: seen({ unit: null }) },
    found: { "engine.boot": "warning" },
    advice: /starts when the machine starts/,
  },
  {
    title: "a firewall flushed the engine's rules",
    server: "public",
    otherwise: { engineRules: seen(false) },
    found: { "engine.rules": "wrong" },
    advice: /systemctl restart docker/,
  },
  {
    title: "the clock is ten minutes behind",
    server: "public",
    otherwise: authority(-600),
    found: { "clock.right": "wrong" },
    advice: /set-ntp true/,
  },
  {
    title: "the clock is a minute ahead",
    server: "public",
    otherwise: authority(60),
    found: { "clock.right": "warning" },
    advice: /set-ntp true/,
  },
  {
    title: "nothing keeps the clock",
    server: "internal",
    otherwise: { clockKept: seen({ kept: false }) },
    found: { "clock.kept": "warning" },
    advice: /set-ntp true/,
  },
  {
    title: "no one says whether something keeps the clock",
    server: "internal",
    otherwise: { clockKept: seen({ kept: null }) },
    found: { "clock.kept": "warning" },
    advice: /chrony/,
  },
  {
    title: "others can log in where Pulumi has no network of its own",
    server: "internal",
    otherwise: { company: seen({ people: ["ana", "ben", "cy", "dee"], isApart: false }) },
    found: { "machine.alone": "warning" },
    advice: /only you use/,
  },
  {
    title: "the host name is longer than some authorities take",
    server: "internal",
    otherwise: declared("acme.example.org", `${"a".repeat(60)}.example.org`),
    found: { "name.length": "warning" },
    advice: /shorter name/,
  },
  {
    title: "the server name is that of a service",
    server: "internal",
    otherwise: declared("matrix.acme.org", "matrix.acme.org"),
    found: { "name.form": "warning" },
    advice: /chatkeep:serverName to acme\.org and chatkeep:hostName to matrix\.acme\.org/,
  },
  {
    title: "a partner's name is written with the port that its server listens at",
    server: "partners",
    otherwise: ({ plan }) => {
      const servers = ["partner.example:8448"].map(parseOtherServerName).filter((each) => each !== null);
      return { plan: { ...plan, homeserver: { ...plan.homeserver, federation: { mode: "allowlist", servers } } } };
    },
    found: { "federation.names": "warning" },
    advice: /without the port/,
  },
  {
    title: "the engine cannot get the official images",
    server: "internal",
    otherwise: { imagesInReach: seen(false) },
    found: { "images.source": "wrong" },
    advice: /chatkeep:imageSource to `local`/,
  },
];
