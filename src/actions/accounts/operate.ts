import { Refusal, SettingsError, StackError } from "../../errors.ts";
import type { StackObservation } from "../../io/docker/observations.ts";
import type { Database } from "../../io/postgres/database.ts";
import { readToolchain } from "../../io/pulumi/toolchain.ts";
import type { StackEngine } from "../../io/stack-engine.ts";
import { type AccountData, synapseAccountData } from "../../io/synapse/account-data.ts";
import { type Accounts, synapseAccounts } from "../../io/synapse/accounts.ts";
import { type ActingSession, actAs } from "../../io/synapse/acting.ts";
import { type Devices, synapseDevices } from "../../io/synapse/devices.ts";
import { type EventSignatures, eventSignatures } from "../../io/synapse/event-signatures.ts";
import { type Media, synapseMedia } from "../../io/synapse/media.ts";
import { type Notices, synapseNotices } from "../../io/synapse/notices.ts";
import type { Waiting } from "../../io/synapse/operator.ts";
import { type RegistrationTokens, registrationTokens } from "../../io/synapse/registration-tokens.ts";
import { type Rooms, synapseRooms } from "../../io/synapse/rooms.ts";
import { synapseTraces, type Traces } from "../../io/synapse/traces.ts";
import type { MasterKey } from "../../keys/master-key.ts";
import { serverSecrets } from "../../keys/secrets.ts";
import { type Localpart, parseLocalpart, type ServerName, type UserId, userIdOf } from "../../kinds/names.ts";
import { operatorOn, ownNames } from "../../kinds/own-accounts.ts";
import { ensureOperator } from "../../operations/accounts/operator.ts";
import { masterKeyOf } from "../../operations/keys/first-key.ts";
import { refuseUnproven } from "../../operations/ownership/refuse.ts";
import type { Session } from "../session.ts";
import { keyInStackFile } from "../stack/encrypted-values.ts";
import { reachEngine } from "../stack/engine.ts";
import { lookingPulumi } from "../stack/pulumi.ts";
import { type Settled, settingsIn } from "../stack/settings.ts";
import { gatherSituation } from "../stack/situation.ts";
import { withLock } from "../stack/with-lock.ts";
import { readWritten, type Written } from "../stack/written.ts";

/** What the operator administers. */
export interface Administered {
  /** The account that it is done as. */
  readonly operator: UserId;
  readonly accounts: Accounts;
  readonly rooms: Rooms;
  readonly tokens: RegistrationTokens;
  readonly accountData: AccountData;
  readonly devices: Devices;
  readonly notices: Notices;
  readonly signatures: EventSignatures;
  readonly traces: Traces;
  readonly media: Media;
  /** Synapse's database as its superuser, for what is too much to ask Synapse for. */
  readonly database: Pick<Database, "rows">;
  /** Opens a session as a member, which ends at that time by itself. */
  readonly actAs: (user: UserId, until: Date) => Promise<ActingSession>;
}

/** The same, until it is closed. */
export interface Operator extends Administered {
  close(): void;
}

/** Changes something as the operator, while no other command changes the stack; the journal keeps that it was done. */
export function changeAsOperator<Result>(
  session: Session,
  { settled, about }: { readonly settled: Settled; readonly about: Readonly<Record<string, unknown>> },
  doing: (server: Administered) => Promise<Result>,
): Promise<Result> {
  return withLock(session, (_, journal) =>
    journal.record(session.command, about, () => asOperator(session, settled, doing)),
  );
}

/** Does something as the operator, whose right is made sure of first. */
export async function asOperator<Result>(
  session: Session,
  { settings, plan }: Settled,
  doing: (server: Administered) => Promise<Result>,
): Promise<Result> {
  const { files, paths } = session;
  const [engine, toolchain] = await Promise.all([reachEngine(session), readToolchain(files, paths.toolchain)]);
  const written = await readWritten(session);
  const grounds = { written, source: await settingsIn(written, session) };
  const opening = openedHere(written);
  opening.catch(() => undefined); // a stack that is refused needs no key
  const situation = await gatherSituation(session, grounds, engine);
  refuseWhenDown(situation.engine, plan.services.synapse.name);
  refuseUnproven(session, situation.ownership);
  const pulumi = () => lookingPulumi(session, toolchain, grounds);
  const master = (await opening) ?? (await masterKeyOf({ pulumi: await pulumi() }));
  const operator = await openOperator(engine.stack, { settings, plan }, master, (why) => session.terminal.note(why));
  try {
    return await doing(operator);
  } finally {
    operator.close();
  }
}

/** Without Pulumi, whose start alone takes a second; null where only Pulumi can say what is wrong. */
async function openedHere({ stackFile, passphrase }: Written): Promise<MasterKey | null> {
  return stackFile === null || passphrase === null ? null : await keyInStackFile(stackFile, passphrase);
}

/** What the operator administers, once its right is made sure of; `say` is told what is waited for. */
export async function openOperator(
  engine: StackEngine,
  { settings, plan: { services, serverName } }: Settled,
  master: MasterKey,
  say?: Waiting["say"],
): Promise<Operator> {
  const synapse = engine.synapse(services.synapse.name, serverSecrets(master, settings.epochs).operatorToken, say);
  const operator = operatorOn(serverName);
  try {
    await ensureOperator({ engine, synapse, services, serverName });
    return {
      operator,
      accounts: synapseAccounts(synapse, operator),
      rooms: synapseRooms(synapse, operator),
      tokens: registrationTokens(synapse),
      accountData: synapseAccountData(synapse),
      devices: synapseDevices(synapse),
      notices: synapseNotices(synapse),
      signatures: eventSignatures(synapse),
      traces: synapseTraces(synapse),
      media: synapseMedia(synapse),
      database: engine.database(services.postgres.name),
      actAs: (user, until) => actAs(synapse, user, until),
      close: () => synapse.close(),
    };
  } catch (error) {
    synapse.close();
    throw error;
  }
}

/** The full ID of a person's account on this server, from its name or from the ID itself. */
export function accountId(name: string, server: ServerName): UserId {
  const own = `:${server}`;
  const localpart = parseLocalpart((name.endsWith(own) ? name.slice(0, -own.length) : name).replace(/^@/, ""));
  if (localpart !== null) return noneOfOurs(localpart, server);
  const write = `Use lower-case letters, digits and . _ = / + -, such as \`ana\` for @ana:${server}.`;
  throw new SettingsError([
    { file: null, line: null, key: "NAME", found: `\`${name}\` is not a valid account name`, write },
  ]);
}

function noneOfOurs(localpart: Localpart, server: ServerName): UserId {
  const user = userIdOf(localpart, server);
  if (!ownNames.includes(localpart)) return user;
  throw new Refusal(`${user} is chatkeep's own account, and no person uses it`, {
    next: "Choose another name.",
  });
}

function refuseWhenDown({ containers }: StackObservation, container: string): void {
  const found = containers.find(({ name }) => name === container);
  if (found?.state.kind === "running") return;
  throw new StackError("The server is not running", { next: "Start it:  npx chatkeep up" });
}
