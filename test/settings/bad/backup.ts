import { cases } from "./case.ts";

const key = "chatkeep:backup";
const group = (parts: string) => `${key}: { ${parts} }`;
const to = (address: string) => group(`repository: "${address}"`);
const sftp = 'repository: "sftp://chatkeep@backup.acme.example/acme"';
const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

/** Wrong wishes for backups. */
export const badBackups = [
  ...cases(
    "backups",
    "refuses",
    [`${key}: on`, key, "`off`, or a group with `repository`"],
    [`${key}: /srv/chatkeep`, key, "Write `off`, or `{ repository: /srv/chatkeep }`."],
    [`${key}: {}`, `${key}.repository`, "Write `/srv/chatkeep`"],
    [to("srv/chatkeep"), `${key}.repository`, "Write `/srv/chatkeep`"],
    [to("/"), `${key}.repository`, "the absolute path of a folder"],
    [to("ssh://chatkeep@backup.acme.example/acme"), `${key}.repository`, "Write it like `sftp://"],
    [to("https://backup.acme.example/"), `${key}.repository`, "Write `rest:` or `s3:` before it"],
    [to("s3:s3.acme.example/acme"), `${key}.repository`, "expected `s3:https://HOST/BUCKET`"],
    [group(`${sftp}, hostKeys: [AAAAC3NzaC1lZDI1NTE5]`), `${key}.hostKeys[0]`, "a host key such as"],
    [group(`${sftp}, hostKeys: "${hostKey}"`), `${key}.hostKeys`, "a list of host keys"],
    [group("repository: /srv/chatkeep, every: hourly"), `${key}.every`, "a duration such as `1 hour`"],
    [group("repository: /srv/chatkeep, keep: { daily: -1 }"), `${key}.keep.daily`, "how many archives"],
    [group("repository: /srv/chatkeep, keep: { yearly: 1 }"), `${key}.keep.yearly`, "there is no such setting"],
    [group("repository: /srv/chatkeep, password: hunter2hunter2"), `${key}.password`, "there is no such setting"],
    [group('repository: "rest:https://b.acme.example/", user: "a:b"'), `${key}.user`, "a user name such as `chatkeep`"],
  ),
  ...cases(
    "backups in detail",
    "accepts",
    [group("repository: /srv/chatkeep, every: 1 minute"), `${key}.every`, "at least 5 minutes"],
    [to("/srv/../etc"), `${key}.repository`, "the absolute path of a folder"],
    [to("sftp://backup.acme.example/acme"), `${key}.repository`, "expected `sftp://USER@HOST/PATH`"],
    [to("sftp://-oProxyCommand=x@backup.acme.example/acme"), `${key}.repository`, "expected `sftp://USER@HOST/PATH`"],
    [to("sftp://chatkeep@-oProxyCommand/acme"), `${key}.repository`, "expected `sftp://USER@HOST/PATH`"],
    [to("sftp://chatkeep@backup.acme.example:0/acme"), `${key}.repository`, "expected `sftp://USER@HOST/PATH`"],
    [to("rest:https://ana:hunter2@backup.acme.example/"), `${key}.repository`, "there is a password in this address"],
    [to("rest:https://backup.acme.example/a b"), `${key}.repository`, "expected `rest:https://HOST/PATH`"],
    [to("s3:https://s3.acme.example"), `${key}.repository`, "expected `s3:https://HOST/BUCKET`"],
  ),
  ...cases(
    "backups beside other settings",
    "accepts",
    [group(sftp), `${key}.hostKeys`, "another machine could take its place"],
    [group('repository: "s3:https://s3.acme.example/acme"'), `${key}.accessKey`, "S3 needs an access key"],
    [group("repository: /srv/chatkeep, user: ana"), `${key}.user`, "for a REST server only"],
    [group("repository: /srv/chatkeep, accessKey: ana"), `${key}.accessKey`, "for S3 only"],
    [group(`repository: /srv/chatkeep, hostKeys: ["${hostKey}"]`), `${key}.hostKeys`, "for an SFTP server only"],
    [group("repository: /srv/chatkeep, appendOnly: true"), `${key}.appendOnly`, "a target on another machine only"],
    [
      group('repository: "rest:http://backup.acme.org/", user: ana'),
      `${key}.repository`,
      "anyone on the way could read the password",
    ],
    [
      group("repository: /srv/chatkeep, keep: { hourly: 0, daily: 0, weekly: 0, monthly: 0 }"),
      `${key}.keep`,
      "every archive would be deleted",
    ],
  ),
];
