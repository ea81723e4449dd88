import { paths } from "../../../../src/operations/checks/after/paths.ts";
import { answer } from "../good-after.ts";
import type { WrongAfter } from "../wrong-world.ts";
import { inside, seen, web } from "./changes-after.ts";

/** What can be wrong with a running server, as `src/operations/checks/after/exposure.ts` judges it. */
export const afterExposure: readonly WrongAfter[] = [
  {
    title: "the administration answers",
    server: "public",
    otherwise: web(paths.admin, answer({ status: 200 })),
    found: { "admin.hidden": "wrong" },
    advice: /npx chatkeep up/,
  },
  {
    title: "the administration answers under another spelling",
    server: "public",
    otherwise: web(paths.encodedAdmin, answer({ status: 401 })),
    found: { "admin.hidden": "wrong" },
    advice: /npx chatkeep up/,
  },
  {
    title: "federation answers though it is closed",
    server: "public",
    otherwise: web(paths.federationVersion, answer({ status: 200 })),
    found: { "federation.closed": "wrong" },
    advice: /npx chatkeep up/,
  },
  {
    title: "keys are published though federation is closed",
    server: "internal",
    otherwise: web(paths.keys, answer({ status: 200 })),
    found: { "federation.closed": "wrong" },
    advice: /npx chatkeep up/,
  },
  {
    title: "Synapse listens to other servers though federation is closed",
    server: "public",
    otherwise: inside({ keyApiStatus: 200 }),
    found: { "federation.listener": "wrong" },
    advice: /npx chatkeep up/,
  },
  {
    title: "browsers may guess types",
    server: "public",
    otherwise: web(paths.front, answer({ headers: { "content-type": "text/plain", "x-content-type-options": "" } })),
    found: { "headers.security": "wrong" },
    advice: /npx chatkeep up/,
  },
  {
    title: "browsers may fall back to http",
    server: "public",
    otherwise: ({ web: all }) => {
      const { "strict-transport-security": _, ...headers } = answer().seen.headers;
      const bare = seen({ ...answer({ json: { versions: ["v1.12"] } }).seen, headers });
      return { web: { ...all, [paths.versions]: bare } };
    },
    found: { "headers.security": "wrong" },
    advice: /npx chatkeep up/,
  },
  {
    title: "the front page is not told what may run in it",
    server: "public",
    otherwise: web(paths.front, answer({ headers: { "content-type": "text/html; charset=utf-8" } })),
    found: { "headers.security": "wrong" },
    advice: /npx chatkeep up/,
  },
  {
    title: "the server says what it is",
    server: "public",
    otherwise: web(paths.versions, answer({ json: { versions: ["v1.12"] }, headers: { server: "Synapse/1.163.2" } })),
    found: { "headers.security": "warning" },
    advice: /npx chatkeep up/,
  },
];
