import { describe, expect, it } from "vitest";
import { complaintIn } from "../../../src/io/repository/complaint.ts";

/** What restic 0.18 and OpenSSH 10 printed for a target that was wrong in one way, and what is said of it. */
const seen = [
  [
    "another host key",
    'ssh: Host key verification failed.\n{"message_type":"exit_error","code":1,"message":"Fatal: unable to open repository at sftp://a@b/c: unexpected EOF"}',
    "Host key verification failed.",
    /ssh-keyscan/,
  ],
  [
    "another key of ours",
    '{"message_type":"exit_error","code":1,"message":"Fatal: unexpected EOF"}\nssh: a@b: Permission denied (publickey,keyboard-interactive).',
    "a@b: Permission denied (publickey,keyboard-interactive).",
    /--backup-credential-file/,
  ],
  [
    "a wrong password",
    '{"message_type":"exit_error","code":1,"message":"Fatal: unable to open config file: unexpected HTTP response (401): 401 Unauthorized\\nIs there a repository at the following location?\\nrest:http://a:***@b/c/"}',
    "unable to open config file: unexpected HTTP response (401): 401 Unauthorized",
    /--backup-credential-file/,
  ],
  [
    "a certificate of an authority that is not known, until it was ended",
    'Stat(<config/>) returned error, retrying after 2.4s: Head "https://a:***@b/config": tls: failed to verify certificate: x509: certificate signed by unknown authority\nsignal terminated received, cleaning up\n{"message_type":"exit_error","code":1,"message":"Fatal: unable to open config file: context canceled\\nIs there a repository at the following location?\\nrest:https://a:***@b/"}',
    'Head "https://a:***@b/config": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    /--trusted-authorities-file/,
  ],
  [
    "nothing that listens there",
    "ssh: ssh: connect to host b port 22: Connection refused",
    "connect to host b port 22: Connection refused",
    /is reached from the engine's machine/,
  ],
  ["a word of restic's own", "Fatal: the index is not there", "the index is not there", /is reached/],
] as const;

describe("what a target is said to be wrong in", () => {
  it.each(seen)("%s", (_, stderr, why, next) => {
    expect(complaintIn(stderr).why).toBe(why);
    expect(complaintIn(stderr).next).toMatch(next);
  });
});
