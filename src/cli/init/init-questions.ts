import type { Terminal } from "../../actions/terminal.ts";
import { Refusal } from "../../errors.ts";
import { hostOf, parseHostname, parseOtherServerName, parseServerName } from "../../kinds/names.ts";
import type { StackAnswers } from "../../render/stack-file/stack-file.ts";
import { whyUncertifiable } from "../../settings/names/public-names.ts";
import { listedIn } from "../terminal/listed.ts";
import { askDns } from "./init-dns.ts";
import type { InitFlags, TlsAnswer } from "./init-flags.ts";

/** Asks what the flags leave open. Without a terminal only the server name has to be given; all else has a default. */
export async function askSettings(terminal: Terminal, flags: InitFlags): Promise<StackAnswers> {
  const serverName = await askServerName(terminal, flags);
  const hostName = await askHostName(terminal, flags, serverName);
  const delegation = await askDelegation(terminal, flags, { serverName, hostName });
  const tls = await askTls(terminal, flags, hostName);
  const dns = await askDns(terminal, flags, tls);
  const federation = await askFederation(terminal, flags);
  const adminContact = flags.adminContact ?? contactOf(flags.email ?? emailOf(tls));
  return {
    serverName,
    ...(hostName === serverName ? {} : { hostName }),
    ...(delegation === null ? {} : { delegation }),
    tls,
    ...dns,
    federation,
    ...(flags.memory === undefined ? {} : { memory: flags.memory }),
    ...(adminContact === null ? {} : { adminContact }),
  };
}

async function askServerName(terminal: Terminal, { serverName }: InitFlags): Promise<string> {
  if (serverName !== undefined) return serverName;
  terminal.note(
    "The server name is part of every user ID, as in @ana:acme.example. It can never change: use a domain that you own.",
  );
  const check = (answer: string) => (parseServerName(answer) === null ? "Write a domain, such as acme.example." : null);
  return terminal.text("Server name:", { flag: "--server-name", check });
}

async function askHostName(terminal: Terminal, { hostName }: InitFlags, serverName: string): Promise<string> {
  if (hostName !== undefined || !terminal.interactive) return hostName ?? serverName;
  terminal.note(
    "Clients connect to a host name. It can differ from the server name, if that name already has a website.",
  );
  const check = (answer: string) =>
    parseHostname(answer) === null ? "Write a host, such as chat.acme.example." : null;
  return terminal.text("Host:", { flag: "--host-name", usually: serverName, check });
}

/** Asked only where there is something to delegate. */
async function askDelegation(
  terminal: Terminal,
  { delegation }: InitFlags,
  { serverName, hostName }: { readonly serverName: string; readonly hostName: string },
) {
  const name = parseServerName(serverName);
  const isHost = name === null || hostOf(name) === hostName;
  if (delegation !== undefined || !terminal.interactive || isHost) return delegation ?? null;
  return terminal.choose(
    `Who says at https://${serverName}/.well-known/matrix/ that the host name is ${hostName}:`,
    [
      { value: "elsewhere", label: "the website at that name", hint: "`up` prints what it must serve" },
      {
        value: "here",
        label: "this server",
        hint: `the DNS record of ${serverName} then points to this server, so it cannot have another website`,
      },
    ],
    { flag: "--delegation" },
  );
}

async function askTls(terminal: Terminal, { tls, email }: InitFlags, hostName: string): Promise<TlsAnswer> {
  const mode = tls ?? (terminal.interactive ? await chooseTls(terminal, hostName) : "acme");
  if (mode === "internal") return "internal";
  const address = email ?? (terminal.interactive ? await askEmail(terminal) : "");
  return address === "" ? "acme" : { mode: "acme", email: address };
}

async function chooseTls(terminal: Terminal, hostName: string): Promise<"acme" | "internal"> {
  const why = whyUncertifiable(hostName);
  if (why !== null) {
    terminal.note(`Certificates will come from the server's own authority: ${why}.`);
    return "internal";
  }
  return terminal.choose(
    "Certificates:",
    [
      {
        value: "acme",
        label: "from a public authority",
        hint: "Let's Encrypt; the host's ports 80 and 443 are reachable",
      },
      {
        value: "internal",
        label: "from the server's own authority",
        hint: "every device must be configured to trust it",
      },
    ],
    { flag: "--tls" },
  );
}

function askEmail(terminal: Terminal): Promise<string> {
  const check = (answer: string) =>
    answer === "" || /^\S+@\S+$/.test(answer) ? null : "Write an e-mail address, or leave it empty.";
  return terminal.text("E-mail address for warnings about certificates (may be empty):", {
    flag: "--email",
    usually: "",
    check,
  });
}

async function askFederation(terminal: Terminal, flags: InitFlags): Promise<StackAnswers["federation"] & {}> {
  const { servers } = flags;
  const mode = flags.federation ?? (servers === undefined ? await chooseFederation(terminal) : "allowlist");
  if (mode !== "allowlist" && servers !== undefined)
    throw new Refusal(`--servers needs --federation allowlist, and this is --federation ${mode}`, {
      next: "Write  --federation allowlist",
    });
  if (mode !== "allowlist") return mode;
  return { mode, servers: [...(servers ?? (await askServers(terminal)))] };
}

async function askServers(terminal: Terminal): Promise<readonly string[]> {
  const check = (answer: string) =>
    listedIn(answer).length > 0 && listedIn(answer).every((each) => parseOtherServerName(each) !== null)
      ? null
      : "Write server names, such as partner.example.";
  return listedIn(await terminal.text("Which servers (names, separated by commas):", { flag: "--servers", check }));
}

async function chooseFederation(terminal: Terminal): Promise<"closed" | "allowlist" | "open"> {
  if (!terminal.interactive) return "closed";
  return terminal.choose(
    "Other Matrix servers:",
    [
      { value: "closed", label: "none", hint: "your rooms stay on this server" },
      {
        value: "allowlist",
        label: "the servers that you name",
        hint: "members can talk to people on these servers only",
      },
      { value: "open", label: "all", hint: "members can talk to people on all servers" },
    ],
    { flag: "--federation" },
  );
}

function emailOf(tls: TlsAnswer): string {
  return typeof tls === "string" ? "" : tls.email;
}

/** The e-mail address for certificates is also the administrator's contact, unless another contact is given. */
function contactOf(email: string): string | null {
  return email === "" ? null : `mailto:${email}`;
}
