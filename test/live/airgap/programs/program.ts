import type { Plain, Properties } from "../../../../airgap/table/plain.ts";
import { freePort } from "../../../../src/io/machine/free-port.ts";
import { image, label, named } from "../bench.ts";

const busybox = "/bin/busybox";

/** A port for all the containers that publish one here: one runs at a time. */
const port = await freePort();

/** A container that says all that a service of the program says (stacks/components/service.ts). */
export function service(name: string, network: string, volume: string): Properties {
  return {
    ...common(name, `exec ${busybox} sleep 600`),
    user: "1000:1000",
    readOnly: true,
    capabilities: { drops: ["ALL"], adds: ["CAP_NET_BIND_SERVICE"] },
    ulimits: [{ name: "nproc", soft: 4096, hard: 4096 }],
    shmSize: 32,
    tmpfs: { "/tmp": "size=1m,mode=1777" },
    networksAdvanced: [{ name: network, aliases: ["service"] }],
    ports: [{ internal: 80, external: port, ip: "127.0.0.1", protocol: "tcp" }],
    volumes: [{ volumeName: volume, containerPath: "/cfg", readOnly: true }],
    restart: "always",
    stopSignal: "SIGKILL",
    stopTimeout: 1,
    destroyGraceSeconds: 1,
    healthcheck: {
      tests: ["CMD", busybox, "true"],
      interval: "100ms",
      timeout: "2m0s",
      startPeriod: "1ms",
      retries: 3,
    },
    wait: true,
    waitTimeout: 60,
  };
}

/** A container that says all that the installer says (stacks/components/installer.ts). */
export function installer(name: string, volume: string): Properties {
  return {
    ...common(name, `${busybox} cat /in/text`),
    user: "0:0",
    networkMode: "none",
    capabilities: { drops: ["ALL"], adds: ["CAP_CHOWN", "CAP_DAC_OVERRIDE"] },
    mustRun: false,
    attach: true,
    logs: true,
    restart: "no",
    uploads: [{ file: "/in/text", content: "accepted\n" }],
    volumes: [{ volumeName: volume, containerPath: "/cfg" }],
  };
}

function common(name: string, script: string): Properties {
  return {
    name: named(name),
    image,
    entrypoints: ["/bin/sh", "-c", script],
    command: [],
    workingDir: "/",
    labels: [label],
    memory: 64,
    memorySwap: 64,
    securityOpts: ["no-new-privileges:true"],
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
  };
}

/** The network that is reached from outside, the one that is not, and a volume (stacks/components/network.ts and volumes.ts). */
export const edge = { name: named("edge"), driver: "bridge", internal: false, labels: [label] };
export const data = {
  ...edge,
  name: named("data"),
  internal: true,
  options: { "com.docker.network.bridge.inhibit_ipv4": "true" },
};
export const volume = { name: named("program"), driver: "local", labels: [label] };

/** Another value for each property that the program writes. */
export const otherValues: Readonly<Record<string, Plain>> = {
  name: named("another"),
  image: `${image}-other`,
  user: "1:1",
  entrypoints: [busybox],
  command: ["other"],
  workingDir: "/in",
  stopSignal: "SIGTERM",
  stopTimeout: 2,
  readOnly: false,
  capabilities: { drops: ["CAP_CHOWN"], adds: [] },
  "capabilities.adds": ["CAP_FOWNER"],
  "capabilities.drops": ["CAP_CHOWN"],
  securityOpts: ["label=disable"],
  ulimits: [{ name: "nofile", soft: 100, hard: 200 }],
  "ulimits[].name": "nofile",
  "ulimits[].soft": 4000,
  "ulimits[].hard": 5000,
  shmSize: 33,
  logDriver: "local",
  logOpts: { "max-size": "11m" },
  labels: [{ label: "other", value: "label" }],
  "labels[].label": "other",
  "labels[].value": "other",
  volumes: [{ volumeName: "other", containerPath: "/other" }],
  "volumes[].volumeName": "other",
  "volumes[].containerPath": "/other",
  "volumes[].readOnly": false,
  uploads: [{ file: "/in/other", content: "other\n" }],
  "uploads[].file": "/in/other",
  "uploads[].content": "other\n",
  networkMode: "bridge",
  networksAdvanced: [{ name: "bridge" }],
  "networksAdvanced[].name": "bridge",
  "networksAdvanced[].aliases": ["other"],
  ports: [{ internal: 81 }],
  "ports[].internal": 81,
  "ports[].external": 1,
  "ports[].ip": "127.0.0.2",
  "ports[].protocol": "udp",
  memory: 48,
  memorySwap: 80,
  restart: "unless-stopped",
  mustRun: true,
  healthcheck: { tests: ["NONE"] },
  "healthcheck.tests": ["CMD", busybox, "false"],
  "healthcheck.interval": "2s",
  "healthcheck.timeout": "31s",
  "healthcheck.startPeriod": "2ms",
  "healthcheck.retries": 4,
  tmpfs: { "/tmp": "size=2m" },
  wait: false,
  waitTimeout: 61,
  attach: false,
  logs: false,
  destroyGraceSeconds: 2,
  driver: "other",
  internal: false,
  options: { "com.docker.network.bridge.name": "other" },
};
