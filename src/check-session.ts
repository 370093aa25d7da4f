/**
 * One project, checked again and again while it is being edited: what an edit cannot have changed is not worked out
 * anew. Each answer is what a check from scratch would give. See docs/decisions/0008.
 */
import path from 'node:path';
import { rules as allRules } from '../rules/index.ts';
import { analyseView, type ProjectInView, viewProject } from './analyse.ts';
import { resultOf } from './check.ts';
import type { LoadedCode } from './config-code.ts';
import { holds, type Look, Trace, withTexts } from './disk/disk.ts';
import { LaravelFrontend } from './frontends/laravel/frontend.ts';
import type { Rule } from './lint/rule.ts';
import { frontendFor } from './project-frontend.ts';
import type { CheckOptions, CheckResult } from './schema/index.ts';
import { knownRule } from './settings.ts';
import { TimelineMemory } from './timeline/memory.ts';

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
  readonly frontend: LaravelFrontend;
  readonly memories: readonly TimelineMemory[];
  /** Files that decide what the view is. */
  readonly ofView: ReadonlySet<string>;
  /** Files besides the migrations that evaluations asked for. */
  askedFor: ReadonlySet<string>;
  /** All looks at the disk so far, by what they look at. */
  readonly seen: Map<string, Seen>;
}

export class CheckSession {
  readonly #root: string;
  readonly #options: SessionOptions;
  readonly #rules: readonly Rule[];
  #known: Known | undefined;
  #resumed = false;

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

  /** The project as it is now. Throws what `checkProject` throws. */
  check(texts: OpenTexts = new Map()): CheckResult {
    return withTexts(texts, () => {
      const started = performance.now();
      const known = this.#known;
      // where anything is thrown on the way, nothing of it is worth keeping
      this.#known = undefined;
      const again = known === undefined ? undefined : this.#again(known, started);
      this.#resumed = again !== undefined;
      return again ?? this.#anew(started);
    });
  }

  #anew(started: number): CheckResult {
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
      if ((view.project.framework?.value ?? 'laravel') !== 'laravel') {
        // nothing is kept of other frameworks' migrations
        const analysis = analyseView(view, frontendFor(view.project));
        return resultOf(this.#root, analysis, this.#options, this.#rules, started);
      }
      const frontend = new LaravelFrontend(view.project, { resumable: true });
      const known: Known = {
        view,
        frontend,
        memories: view.targets.map(() => new TimelineMemory()),
        ofView: new Set(looks.filter(({ of }) => of === 'bytes').map((look) => look.path)),
        askedFor: new Set(),
        seen: new Map(),
      };
      const result = this.#checked(known, started);
      known.askedFor = frontend.askedFor;
      note(known, trace);
      this.#known = known;
      return result;
    } finally {
      trace.end();
    }
  }

  /** The same view with other migrations; undefined: something else has changed as well. */
  #again(known: Known, started: number): CheckResult | undefined {
    const trace = new Trace();
    try {
      const migrations = new Map(known.view.project.migrations.map(({ path, file }) => [path, file]));
      const edited: string[] = [];
      for (const [key, seen] of known.seen) {
        if (holds(seen.look, seen.at)) continue;
        const { look } = seen;
        const file = migrations.get(look.path);
        if (look.of !== 'bytes' || file === undefined || known.ofView.has(look.path)) return undefined;
        known.seen.delete(key);
        edited.push(file);
      }
      if (!known.frontend.meanwhile(edited)) return undefined;
      const result = this.#checked(known, started);
      if (!known.frontend.canResume || !sameSets(known.frontend.askedFor, known.askedFor)) return undefined;
      note(known, trace);
      this.#known = known;
      return result;
    } finally {
      trace.end();
    }
  }

  #checked({ view, frontend, memories }: Known, started: number): CheckResult {
    const analysis = analyseView(view, frontend, memories);
    return resultOf(this.#root, analysis, this.#options, this.#rules, started);
  }
}

function note(known: Known, trace: Trace): void {
  for (const look of trace.end()) {
    const key = `${look.of} ${look.path}`;
    if (!known.seen.has(key)) known.seen.set(key, { look, at: trace.beganAt });
  }
}

function sameSets(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((item) => b.has(item));
}

/** Begins to keep a project in mind. `root`: its folder. */
export function openSession(root: string, options: SessionOptions = {}): CheckSession {
  return new CheckSession(path.resolve(root), options);
}
