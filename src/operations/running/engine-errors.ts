/** What an engine's error means, and what to do. */
export interface EngineTrouble {
  readonly cause: string;
  readonly next: string;
}

const again = "Then run the same command again. It continues from here.";

/** An engine has no codes for these, so they are known by texts that stayed from 20.10 to 29. What matches none is shown as it is. */
const known: readonly (EngineTrouble & { readonly output: RegExp })[] = [
  {
    output: /non-overlapping IPv4 address pool|address pools have been fully subnetted/,
    cause: "The engine has no addresses left for another network: each network needs one of about thirty ranges.",
    next: `Remove unused networks (docker network prune), or give it more ranges (default-address-pools in /etc/docker/daemon.json) and restart it. ${again}`,
  },
  {
    output: /iptables failed:.*No chain\/target\/match|No such file or directory; did you mean (table|chain)/s,
    cause: "The engine's firewall rules are missing: a firewall was loaded after the engine and removed them.",
    next: `Restart the engine, which creates them again:  systemctl restart docker  (containers restart by themselves). Configure the firewall to start before the engine. ${again}`,
  },
  {
    output: /cannot expose privileged port/,
    cause: "The engine runs without root and cannot use ports below 1024.",
    next: `Allow it (sysctl -w net.ipv4.ip_unprivileged_port_start=80), or set higher ports in chatkeep:ports. ${again}`,
  },
  {
    output: /docker-proxy["`']?: (executable file not found|no such file)|fork\/exec \S*docker-proxy/,
    cause: "The engine cannot publish ports: its program docker-proxy is missing.",
    next: `Install the engine again, or switch that program off (userland-proxy: false in /etc/docker/daemon.json) and restart it. ${again}`,
  },
  {
    output: /cannot assign requested address/,
    cause: "The machine does not have the address of chatkeep:bindAddress.",
    next: `Set chatkeep:bindAddress to an address of the machine (to list them:  ip address). ${again}`,
  },
  {
    output: /port is already allocated|address already in use/,
    cause: "Another program uses a port that the server needs.",
    next: `Find it:  docker ps  and  ss -ltnp  Stop it, or set another port in chatkeep:ports. ${again}`,
  },
];

/** The trouble that one of these texts tells of; null where none is known. */
export function troubleIn(texts: readonly string[]): EngineTrouble | null {
  return known.find(({ output }) => texts.some((text) => output.test(text))) ?? null;
}
