/** One thing that a command does, as data: a dry run prints it, the journal keeps it, tests compare it. No step holds a secret. */
export interface AnyStep {
  readonly kind: string;
}

/** What the journal keeps of a step. */
export type Evidence = Readonly<Record<string, unknown>>;

/** What one kind of step says, leaves as evidence and does. */
export interface StepKind<Step, World> {
  /** What it does, in a person's words. */
  describe(step: Step): string;
  /** What the journal keeps of it: all that it holds, unless this says otherwise; null where no line may be written. */
  evidence?(step: Step): Evidence | null;
  act(step: Step, world: World): Promise<void>;
  /** How many steps of this kind that follow one another may run at once; 1 unless this says otherwise. None of them may need another. */
  readonly atOnce?: number;
  /** What such a step works on, such as a room, where the server lets those on one thing wait for each other: other things are done by turns. */
  on?(step: Step): string;
}

/** A capability's steps, each kind with what it says and does on a world that holds what they need. */
export type StepTable<Step extends AnyStep, World> = {
  readonly [Kind in Step["kind"]]: StepKind<Extract<Step, { readonly kind: Kind }>, World>;
};

/** What a step does, in a person's words. */
export function describeStep<Step extends AnyStep, World>(step: Step, table: StepTable<Step, World>): string {
  return kindIn(table, step).describe(step);
}

/** What a step leaves in the journal; null where it leaves nothing. */
export function evidenceOf<Step extends AnyStep, World>(step: Step, table: StepTable<Step, World>): Evidence | null {
  const { kind: _kind, ...rest } = step;
  const { evidence } = kindIn(table, step);
  return evidence === undefined ? rest : evidence(step);
}

/** How many steps of its kind may run at once. */
export function atOnce<Step extends AnyStep, World>(step: Step, table: StepTable<Step, World>): number {
  return kindIn(table, step).atOnce ?? 1;
}

/** What a step works on; empty where that does not matter. */
export function workedOn<Step extends AnyStep, World>(step: Step, table: StepTable<Step, World>): string {
  return kindIn(table, step).on?.(step) ?? "";
}

/** Does one step. */
export function act<Step extends AnyStep, World>(
  step: Step,
  table: StepTable<Step, World>,
  world: World,
): Promise<void> {
  return kindIn(table, step).act(step, world);
}

function kindIn<Step extends AnyStep, World>(table: StepTable<Step, World>, step: Step): StepKind<Step, World> {
  const kind: Step["kind"] = step.kind;
  return table[kind] as StepKind<Step, World>;
}
