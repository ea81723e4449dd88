/** Whether /etc/os-release (os-release(5)) describes Debian, Ubuntu or a child of theirs. */
export function isDebianLike(osRelease) {
  const value = (key) => new RegExp(`^${key}="?([^"\\n]*)"?$`, "m").exec(osRelease)?.[1] ?? "";
  return [value("ID"), ...value("ID_LIKE").split(/\s+/)].some((id) => id === "debian" || id === "ubuntu");
}

/** What to do about a machine whose engine does not answer: start it, install it, or stop and say why. */
export function chooseEngine({ dockerHost, denied, platform, debianLike, root, dockerd }) {
  if (dockerHost) return { kind: "stop", why: "named", dockerHost };
  if (denied) return { kind: "stop", why: "denied" };
  if (platform !== "linux") return { kind: "stop", why: "platform" };
  if (!root) return { kind: "stop", why: dockerd ? "root-to-start" : "root-to-install", debianLike };
  if (dockerd) return { kind: "start" };
  return debianLike ? { kind: "install" } : { kind: "stop", why: "system" };
}

/** How to start it: by systemd where that is process 1, else as a process of its own. */
export function chooseStart({ systemd }) {
  return systemd ? "systemd" : "process";
}
