import { cases, files } from "./case.ts";

/** Keys that nobody knows. */
export const badKeys = [
  ...cases(
    "unknown keys",
    "refuses",
    ["chatkeep:hostname: chat.acme.example.org", "chatkeep:hostname", "Write `hostName`"],
    ["chatkeep:servername: acme.example.org", "chatkeep:servername", "Write `serverName`"],
    ["chatkeep:upload_size: 50 MiB", "chatkeep:upload_size", "Write `uploadSize`"],
    ["chatkeep:cpu: 4", "chatkeep:cpu", "Delete it, or write one of"],
    ["chatkeep:masterkey: abc", "chatkeep:masterkey", "Write `masterKey`"],
    ["chatkeep:tls.mode: internal", "chatkeep:tls.mode", "On the command line, add `--path`"],
    ["chatkeep:ports: { htps: 8443 }", "chatkeep:ports.htps", "Write `https`"],
    ["chatkeep:tls: { mode: internal, email: a@b.example }", "chatkeep:tls.email", "Delete it, or write one of `mode`"],
    ["chatkeep:tls: { mode: acme, chalenge: dns }", "chatkeep:tls.chalenge", "Write `challenge`"],
    ["chatkeep:delegate: here", "chatkeep:delegate", "Write `delegation`"],
    ["chatkeep:epochs: { passwordPepper: 1 }", "chatkeep:epochs.passwordPepper", "no password would match any more"],
    ["chatkeep:epochs: { pulumiPassphrase: 1 }", "chatkeep:epochs.pulumiPassphrase", "it belongs to the master key"],
    ["chatkeep:epochs: { signingkey: 1 }", "chatkeep:epochs.signingkey", "Write `signingKey`"],
    ["chatkeep:__proto__: { push: off }", "chatkeep:__proto__", "there is no such setting"],
    ["chatkeep:constructor: x", "chatkeep:constructor", "there is no such setting"],
    ["chatkeep:max_upload_size: 50M", "chatkeep:max_upload_size", "Use `chatkeep:uploadSize`"],
    ["chatkeep:rc_message: {}", "chatkeep:rc_message", "below `chatkeep:homeserver:`"],
  ),
  ...cases(
    "namespaces",
    "refuses",
    ["serverName: acme.example.org", "`serverName`", "Write `chatkeep:serverName`"],
    ["chatkep:push: off", "`chatkep:push`", "Write `chatkeep:push`"],
    ["chatkeep:config:push: off", "`chatkeep:config:push`", "Write `chatkeep:push`"],
    ["aws:region: eu-central-1", "`aws:region`", "settings begin with"],
    ["Chatkeep:push: off", "`Chatkeep:push`", "Write `chatkeep:push`"],
  ),
  ...files(
    "keys beside config",
    [
      "config:\n  chatkeep:serverName: acme.example.org\nserverName: x\n",
      "`serverName`",
      "`chatkeep:serverName` below `config:`",
    ],
    ["Config:\n  chatkeep:serverName: acme.example.org\n", "`Config`", "Write `config`"],
    ["config:\n  chatkeep:serverName: acme.example.org\nchatkeep:push: off\n", "`chatkeep:push`", "below `config:`"],
    ["config:\n  chatkeep:serverName: acme.example.org\nfoo: 1\n", "`foo`", "the keys here are"],
    [
      "config:\n  chatkeep:serverName: acme.example.org\nencryptionSalt: v1:x\n",
      "`encryptionSalt`",
      "`encryptionsalt`",
    ],
  ),
];
