import type { Terminal } from "../io/terminal.ts";
import { parseHostname, parseServerName } from "../kinds/names.ts";
import type { StackAnswers } from "../render/stack-file.ts";

/** The flags that answer the questions beforehand. */
export interface InitFlags {
  readonly serverName: string | undefined;
  readonly hostName: string | undefined;
  readonly tls: "acme" | "internal" | undefined;
  readonly email: string | undefined;
  readonly federation: "closed" | "open" | undefined;
  readonly memory: string | undefined;
  readonly adminContact: string | undefined;
}

/** Asks what the flags leave open. Without a terminal only the server name has to be given; all else has a default. */
export async function askSettings(terminal: Terminal, flags: InitFlags): Promise<StackAnswers> {
  const serverName = await askServerName(terminal, flags);
  const hostName = await askHostName(terminal, flags, serverName);
  const tls = await askTls(terminal, flags);
  const federation = await askFederation(terminal, flags);
  const adminContact = flags.adminContact ?? contactOf(flags.email);
  return {
    serverName,
    ...(hostName === serverName ? {} : { hostName }),
    tls,
    federation,
    ...(flags.memory === undefined ? {} : { memory: flags.memory }),
    ...(adminContact === null ? {} : { adminContact }),
  };
}

async function askServerName(terminal: Terminal, { serverName }: InitFlags): Promise<string> {
  if (serverName !== undefined) return serverName;
  terminal.note(
    "The server name is in every identifier, as in @ana:acme.example. It can never change: take your own domain.",
  );
  const check = (answer: string) => (parseServerName(answer) === null ? "Write a domain, such as acme.example." : null);
  return terminal.text("Server name:", { flag: "--server-name", check });
}

async function askHostName(terminal: Terminal, { hostName }: InitFlags, serverName: string): Promise<string> {
  if (hostName !== undefined || !terminal.interactive) return hostName ?? serverName;
  terminal.note("Clients connect to a host. It may be another than the server name, if a website is there already.");
  const check = (answer: string) =>
    parseHostname(answer) === null ? "Write a host, such as chat.acme.example." : null;
  return terminal.text("Host:", { flag: "--host-name", usually: serverName, check });
}

async function askTls(terminal: Terminal, { tls, email }: InitFlags): Promise<StackAnswers["tls"] & {}> {
  const mode = tls ?? (terminal.interactive ? await chooseTls(terminal) : "acme");
  if (mode === "internal") return "internal";
  const address = email ?? (terminal.interactive ? await askEmail(terminal) : "");
  return address === "" ? "acme" : { mode: "acme", email: address };
}

function chooseTls(terminal: Terminal): Promise<"acme" | "internal"> {
  return terminal.choose(
    "Certificates:",
    [
      {
        value: "acme",
        label: "from a public authority",
        hint: "Let's Encrypt; the host's ports 80 and 443 are reachable",
      },
      { value: "internal", label: "from an authority of its own", hint: "every device has to be told to trust it" },
    ],
    { flag: "--tls" },
  );
}

function askEmail(terminal: Terminal): Promise<string> {
  const check = (answer: string) =>
    answer === "" || /^\S+@\S+$/.test(answer) ? null : "Write an e-mail address, or nothing.";
  return terminal.text("E-mail address for warnings about certificates (may be empty):", {
    flag: "--email",
    usually: "",
    check,
  });
}

async function askFederation(terminal: Terminal, { federation }: InitFlags): Promise<"closed" | "open"> {
  if (federation !== undefined || !terminal.interactive) return federation ?? "closed";
  return terminal.choose(
    "Other Matrix servers:",
    [
      { value: "closed", label: "none", hint: "nothing of your rooms leaves this server" },
      { value: "open", label: "all", hint: "members can talk to people on other servers" },
    ],
    { flag: "--federation" },
  );
}

function contactOf(email: string | undefined): string | null {
  return email === undefined ? null : `mailto:${email}`;
}
