/**
 * One project, checked again and again while it is being edited: what an edit cannot have changed is not worked out
 * anew. Each answer is what a check from scratch would give. See docs/decisions/0008.
 */
import path from 'node:path';
import { rules as allRules } from '../rules/index.ts';
import { type Analysis, analyseView, type ProjectInView, viewProject } from './analyse.ts';
import { findingsOf, resultOf } from './check.ts';
import type { LoadedCode } from './config-code.ts';
import { holds, type Look, Trace, withTexts } from './disk/disk.ts';
import { isWithin } from './disk/within.ts';
import { Focus } from './focus.ts';
import { frontendOf } from './frameworks.ts';
import { LaravelFrontend } from './frontends/laravel/frontend.ts';
import type { Rule } from './lint/rule.ts';
import { phpErrorsIn } from './php/parse.ts';
import type { ProjectFrontend } from './project-frontend.ts';
import type { CheckOptions, CheckResult, Diagnostic } from './schema/index.ts';
import { knownRule } from './settings.ts';
import { sameSets, TimelineMemory } from './timeline/memory.ts';

export interface SessionOptions extends CheckOptions {
  /** What a configuration that is code has come to; without it, such a configuration is refused. */
  readonly code?: LoadedCode;
}

/** Texts by absolute path that stand for those on the disk; the files must be there. */
export type OpenTexts = ReadonlyMap<string, string>;

/** A look, and when the trace began that noted it. */
interface Seen {
  readonly look: Look;
  readonly at: number;
}

interface Known {
  readonly view: ProjectInView;
  readonly frontend: ProjectFrontend;
  readonly memories: readonly TimelineMemory[];
  /** Files that decide what the view is. */
  readonly ofView: ReadonlySet<string>;
  /** Files besides the migrations that evaluations asked for. */
  askedFor: ReadonlySet<string>;
  /** All looks at the disk so far, by what they look at. */
  readonly seen: Map<string, Seen>;
  analysis?: Analysis;
  /** Made when the first edit is asked about. */
  focus?: Focus;
}

/** What is asked of a project after an edit. */
export interface Question {
  /**
   * The only files (absolute) that can be other than at the last look at everything: whoever watches the disk knows.
   * Absent: any can.
   */
  readonly touched?: ReadonlySet<string>;
  /** Findings of these files (relative to the root) only. Absent: of all. */
  readonly only?: ReadonlySet<string>;
}

export class CheckSession {
  readonly #root: string;
  readonly #options: SessionOptions;
  readonly #rules: readonly Rule[];
  #known: Known | undefined;
  #resumed = false;
  /** What was looked at since the last look at everything. */
  #inFocus: { readonly of: ReadonlySet<string>; readonly analysis: Analysis } | undefined;

  /** `root` is absolute. */
  constructor(root: string, options: SessionOptions = {}, rules: readonly Rule[] = allRules) {
    this.#root = root;
    this.#options = options;
    this.#rules = [...rules, ...(options.code?.rules ?? [])];
  }

  /** Did the last check go on from the one before it? (false: it was made from scratch.) */
  get resumed(): boolean {
    return this.#resumed;
  }

  /** The analysis of the last look; undefined: there was none, or it failed. */
  get analysis(): Analysis | undefined {
    return this.#known?.analysis;
  }

  /** The project as it is now. Throws what `checkProject` throws. */
  check(texts: OpenTexts = new Map()): CheckResult {
    const started = performance.now();
    return this.#look(texts, {}, (analysis) =>
      resultOf(this.#root, analysis, this.#options, this.#rules, started),
    );
  }

  /**
   * The same, for whoever wants its findings only, or a part of them. Those of a few migrations, when only migrations have
   * changed, are told from what bears on them; then the session knows no more of the others than before.
   */
  findings(texts: OpenTexts, { touched, only }: Question = {}): readonly Diagnostic[] {
    const focused = only === undefined ? undefined : this.#focused(texts, touched, only);
    if (focused !== undefined) return focused;
    return this.#look(
      texts,
      touched === undefined ? {} : { touched },
      (analysis) => this.#findings(analysis, only).diagnostics,
    );
  }

  /** All findings of the last look, without another one; undefined: there was none, or it was not at everything. */
  allFindings(): readonly Diagnostic[] | undefined {
    const { analysis } = this;
    return analysis === undefined || this.#inFocus !== undefined
      ? undefined
      : this.#findings(analysis).diagnostics;
  }

  /** Undefined: it takes a look at the whole history. */
  #focused(
    texts: OpenTexts,
    touched: ReadonlySet<string> | undefined,
    only: ReadonlySet<string>,
  ): readonly Diagnostic[] | undefined {
    const known = this.#known;
    if (known?.analysis === undefined) return undefined;
    return withTexts(texts, () => {
      const changed = this.#changed(known, touched);
      if (changed === undefined) return undefined;
      const [file, ...more] = [...only];
      if (file === undefined || more.length > 0 || changed.some((one) => one.file !== file)) return undefined;
      const { frontend } = known;
      if (!(frontend instanceof LaravelFrontend)) return undefined;
      known.focus ??= new Focus(known.view, frontend, known.memories);
      const found = known.focus.findings(this.#root, this.#options, this.#rules, known.analysis!, file);
      this.#inFocus = found && { of: only, analysis: found.analysis };
      return found?.diagnostics;
    });
  }

  /** Syntax errors of a text in place of the file's (relative to the root); null: it is not parsed. */
  syntaxErrorsIn(file: string, text: string): ReturnType<ProjectFrontend['syntaxErrorsIn']> {
    if (this.#known !== undefined) return this.#known.frontend.syntaxErrorsIn(file, text);
    // what reads other languages is not there yet
    return phpErrorsIn(file, text);
  }

  /** Of a file (relative to the root): the analysis that has looked at it last. */
  analysisOf(file: string): Analysis | undefined {
    return this.#inFocus?.of.has(file) === true ? this.#inFocus.analysis : this.analysis;
  }

  #findings(analysis: Analysis, only?: ReadonlySet<string>): ReturnType<typeof findingsOf> {
    return findingsOf(this.#root, analysis, this.#options, this.#rules, only === undefined ? {} : { only });
  }

  #look<T>(texts: OpenTexts, { touched }: Question, answer: (analysis: Analysis) => T): T {
    return withTexts(texts, () => {
      const known = this.#known;
      this.#inFocus = undefined;
      // where anything is thrown on the way, nothing of it is worth keeping
      this.#known = undefined;
      const again = known === undefined ? undefined : this.#again(known, touched, answer);
      this.#resumed = again !== undefined;
      return again === undefined ? this.#anew(answer) : again.answer;
    });
  }

  #anew<T>(answer: (analysis: Analysis) => T): T {
    const ofView = new Trace();
    let view: ProjectInView;
    let looks: Look[];
    const trace = new Trace();
    try {
      try {
        view = viewProject(this.#root, {
          ...this.#options,
          knownRules: this.#rules.map(knownRule),
        });
      } finally {
        looks = ofView.end();
      }
      const frontend = frontendOf(view.project, { resumable: true });
      const known: Known = {
        view,
        frontend,
        memories: view.targets.map(() => new TimelineMemory()),
        ofView: new Set(looks.filter(({ of }) => of === 'bytes').map((look) => look.path)),
        askedFor: new Set(),
        seen: new Map(),
      };
      known.analysis = analyseView(view, frontend, known.memories);
      const result = answer(known.analysis);
      known.askedFor = frontend.askedFor;
      note(known, trace);
      frontend.rest?.();
      this.#known = known;
      return result;
    } finally {
      trace.end();
    }
  }

  /** Migrations whose bytes are others than they were, with their looks' keys; undefined: something else has changed as well. */
  #changed(
    known: Known,
    touched: ReadonlySet<string> | undefined,
  ): { readonly key: string; readonly file: string }[] | undefined {
    const migrations = new Map(known.view.project.migrations.map(({ path, file }) => [path, file]));
    const changed: { key: string; file: string }[] = [];
    for (const [key, { look, at }] of known.seen) {
      if (touched !== undefined && !isTouched(look, touched)) continue;
      if (holds(look, at)) continue;
      const file = migrations.get(look.path);
      if (look.of !== 'bytes' || file === undefined || known.ofView.has(look.path)) return undefined;
      changed.push({ key, file });
    }
    return changed;
  }

  /** The same view with other migrations; undefined: something else has changed as well. */
  #again<T>(
    known: Known,
    touched: ReadonlySet<string> | undefined,
    answer: (analysis: Analysis) => T,
  ): { readonly answer: T } | undefined {
    const trace = new Trace();
    try {
      const changed = this.#changed(known, touched);
      if (changed === undefined) return undefined;
      if (changed.length === 0 && known.analysis !== undefined) {
        // an edited file that nothing rests on
        const result = answer(known.analysis);
        this.#known = known;
        return { answer: result };
      }
      for (const { key } of changed) known.seen.delete(key);
      const edited = changed.map(({ file }) => file);
      if (!known.frontend.meanwhile(edited)) return undefined;
      known.focus?.note(edited);
      known.analysis = analyseView(known.view, known.frontend, known.memories);
      const result = answer(known.analysis);
      if (!known.frontend.canResume || !sameSets(known.frontend.askedFor, known.askedFor)) return undefined;
      note(known, trace);
      known.frontend.rest?.();
      this.#known = known;
      return { answer: result };
    } finally {
      trace.end();
    }
  }
}

/** Can the look see something else once these files have changed? A file that comes or goes is seen in its folders. */
function isTouched({ of, path: place }: Look, touched: ReadonlySet<string>): boolean {
  if (touched.has(place)) return true;
  return of !== 'bytes' && [...touched].some((file) => isWithin(place, file) || isWithin(file, place));
}

function note(known: Known, trace: Trace): void {
  for (const look of trace.end()) {
    const key = `${look.of} ${look.path}`;
    if (!known.seen.has(key)) known.seen.set(key, { look, at: trace.beganAt });
  }
}

/** Begins to keep a project in mind. `root`: its folder. */
export function openSession(root: string, options: SessionOptions = {}): CheckSession {
  return new CheckSession(path.resolve(root), options);
}
