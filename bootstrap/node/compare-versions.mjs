/** The numbers of a version such as `v22.18.0`, `go1.25.11` or `20.10.24+dfsg1`; null when there are none. Not by semver: bootstrap runs before there are packages. */
export function parseVersion(text) {
  const found = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return found === null ? null : [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)];
}

/** Whether `version` is `floor` or newer; what has no numbers is not. */
export function isAtLeast(version, floor) {
  const [mine, other] = [parseVersion(version), parseVersion(floor)];
  if (mine === null || other === null) return false;
  const first = mine.findIndex((number, index) => number !== other[index]);
  return first === -1 || mine[first] > other[first];
}
