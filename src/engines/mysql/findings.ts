/** Collects what is wrong with one statement, and hands it out in the order in which the server would find it. */
import type { Catalog, Origin, Problem, ProblemFact, Verdict } from '../../schema/index.ts';
import type { Wording } from './dialect.ts';

/**
 * The stages through which a statement goes in the server. The first refusal ends it, so a refusal of an earlier stage
 * hides those of later ones. Tried with statements that hold two errors (test/engines/support/mysql-cases-order.ts).
 */
export const STAGES = [
  'syntax',
  'parse',
  'newChecks',
  'open',
  'alterEngine',
  'alterChecks',
  'heldByGenerated',
  'alterColumns',
  'oldKeys',
  'reservedIndexNames',
  'heldColumns',
  'alterDrops',
  'alterIndexes',
  'tableComment',
  'columns',
  'duplicateColumns',
  'earlyNameLengths',
  'earlyKeyNames',
  'primaryKey',
  'keys',
  'nameLengths',
  'keyNames',
  'keyCount',
  'duplicateParts',
  'autoIncrement',
  'neededIndexes',
  'foreignKeys',
  'checks',
  'comments',
  'rowSize',
  'record',
  'duplicateForeignKeys',
  'duplicateChecks',
  'heldParents',
  'expressions',
  'takenForeignKeys',
  'checkExpressions',
  'sameChecks',
  'reopen',
  'engine',
  'engineForeignKeys',
  'end',
] as const;

export type Stage = (typeof STAGES)[number];

/** Stages in which what is written first is found first, and those that go through the columns in their order. */
const IN_TEXT_ORDER = new Set<Stage>(['syntax', 'parse', 'reservedIndexNames']);
const IN_COLUMN_ORDER = new Set<Stage>(['columns', 'record']);

/** A step's place: among those of the statement, and its column's in the table. */
interface Place {
  readonly inText: number;
  readonly ofColumn: number;
}

interface Found {
  readonly stage: number;
  /** Within the stage. */
  readonly place: number;
  readonly problem: Problem;
}

/** What MySQL's parser itself finds: it reads the whole text before anything in it is looked at. */
const FOUND_BY_PARSER = new Set<string | null>(['1064', '1115', '1273']);

const NOTHING: readonly Problem[] = [];

export class Findings {
  /** Is the whole text parsed first? MariaDB looks at each part as it reads it. */
  readonly #parsesFirst: boolean;
  readonly #found: Found[] = [];
  /** Absent: every step stands at the same place. */
  #places: Map<object, Place> | undefined;
  #place: Place = { inText: 0, ofColumn: 0 };
  #reason: string | undefined;

  constructor(parsesFirst: boolean) {
    this.#parsesFirst = parsesFirst;
  }

  /** Where the step stands that a part of an ALTER TABLE makes. */
  setPlace(part: object, place: Place): void {
    this.#places ??= new Map();
    this.#places.set(part, place);
  }

  /** Judges a part of the statement; what is found counts as found at its place. */
  during<T>(part: object, judge: () => T): T {
    if (this.#places === undefined) return judge();
    const outer = this.#place;
    this.#place = this.#places.get(part) ?? outer;
    try {
      return judge();
    } finally {
      this.#place = outer;
    }
  }

  refuse(stage: Stage, fact: ProblemFact, wording: Wording, origin: Origin | undefined): void {
    this.#add(stage, fact, 'refuses', wording, origin);
  }

  /** The engine goes on, and does something else than was asked for. */
  change(stage: Stage, fact: ProblemFact, wording: Wording, origin: Origin | undefined): void {
    this.#add(stage, fact, 'changes', wording, origin);
  }

  #add(
    stage: Stage,
    fact: ProblemFact,
    effect: Problem['effect'],
    wording: Wording,
    origin: Origin | undefined,
  ): void {
    const early = this.#parsesFirst && stage === 'parse' && FOUND_BY_PARSER.has(wording.code);
    this.#found.push({
      stage: STAGES.indexOf(early ? 'syntax' : stage),
      place: IN_TEXT_ORDER.has(stage)
        ? this.#place.inText
        : this.#parsesFirst && IN_COLUMN_ORDER.has(stage)
          ? this.#place.ofColumn
          : 0,
      problem: {
        fact,
        effect,
        code: wording.code,
        message: wording.message,
        ...(origin === undefined ? {} : { origin }),
      },
    });
  }

  /** The outcome rests on something that is not known. The first reason is kept. */
  uncertain(reason: string): void {
    this.#reason ??= reason;
  }

  get refused(): boolean {
    return this.#found.some(({ problem }) => problem.effect === 'refuses');
  }

  /** What an earlier stage finds stands; the server never gets to this one. */
  endsAt(stage: Stage): void {
    this.#dropFrom(0, stage);
  }

  /** Judges something that the server reads and then leaves aside: what it would find from `stage` on is not told. */
  onlyBefore(stage: Stage, judge: () => void): void {
    const start = this.#found.length;
    judge();
    this.#dropFrom(start, stage);
  }

  #dropFrom(start: number, stage: Stage): void {
    const end = STAGES.indexOf(stage);
    const kept = this.#found.filter((entry, i) => i < start || entry.stage < end);
    this.#found.splice(0, this.#found.length, ...kept);
  }

  /** What `judge` finds, for later: the function that is given puts it where the server would have found it. */
  capture(judge: () => void): () => void {
    const start = this.#found.length;
    judge();
    const held = this.#found.splice(start);
    return () => {
      this.#found.push(...held.splice(0));
    };
  }

  /** How much has been found; a later refusal may be put at this place. */
  get position(): number {
    return this.#found.length;
  }

  /** Puts what `judge` finds where the server would have found it, before what was found since `position`. */
  insertAt(position: number, judge: () => void): void {
    const start = this.#found.length;
    judge();
    const late = this.#found.splice(start);
    this.#found.splice(position, 0, ...late);
  }

  /** `left` is what stays after a refusal; most refused statements leave nothing changed. */
  verdict(before: Catalog, after: Catalog, left: Catalog = before): Verdict {
    if (this.#found.length === 0 && this.#reason === undefined)
      return { outcome: 'accepts', problems: NOTHING, after, left: after };
    const sorted = this.#found
      .map((entry, index) => ({ ...entry, index }))
      .sort((a, b) => a.stage - b.stage || a.place - b.place || a.index - b.index)
      .map(({ problem }) => problem);
    const refusals = sorted.filter((problem) => problem.effect === 'refuses');
    const problems = [...refusals, ...sorted.filter((problem) => problem.effect === 'changes')];
    if (refusals.length > 0) return { outcome: 'refuses', problems, after, left };
    if (this.#reason !== undefined) {
      return { outcome: 'unknown', problems, reason: this.#reason, after, left: after };
    }
    return { outcome: 'accepts', problems, after, left: after };
  }
}
