/** A string constant (PostgreSQL manual, 4.1.2.1). */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
