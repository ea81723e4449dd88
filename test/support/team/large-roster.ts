/** A roster of that many members: one space and one room for all of them, and a room for each team of ten. */
export function largeRoster(serverName: string, prefix: string, count: number): string {
  const teams = Math.ceil(count / 10);
  const numbers = Array.from({ length: count }, (_, index) => index);
  const members = numbers.map((index) => {
    const role = index === 0 ? "admin" : "member";
    const id = `"@${prefix}-${index}:${serverName}"`;
    return `  - { id: ${id}, name: "Member ${index}", role: ${role}, teams: [team-${index % teams}] }`;
  });
  const aliases = Array.from({ length: teams }, (_, team) => `${prefix}-team-${team}`);
  const rooms = aliases.map(
    (alias, team) => `  - { alias: ${alias}, name: "Team ${team}", people: { teams: [team-${team}] }, join: invited }`,
  );
  return [
    "members:",
    ...members,
    "spaces:",
    `  - { alias: ${prefix}, name: "Everyone", people: everyone, join: invited, rooms: [${prefix}-all, ${aliases.join(", ")}] }`,
    "rooms:",
    `  - { alias: ${prefix}-all, name: "All", people: everyone, join: invited }`,
    ...rooms,
    "",
  ].join("\n");
}
