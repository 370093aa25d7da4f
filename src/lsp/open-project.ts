/** One project that is open in the editor: its findings as its files are now, saved or not. */
import path from 'node:path';
import { syntaxError, syntaxFinding } from '../../rules/syntax-error.ts';
import type { Analysis } from '../analyse.ts';
import { CheckSession, type SessionOptions } from '../check-session.ts';
import { loadConfigCode } from '../config-code.ts';
import { existsSync } from '../disk/disk.ts';
import { PartMissing, trust } from '../engines/parts.ts';
import { loadFrameworks } from '../frameworks.ts';
import { ConfigError, findConfigFile, UsageError } from '../project/index.ts';
import { type Diagnostic, isOpen } from '../schema/index.ts';
import { Moved } from './places.ts';
import type { Settings } from './settings.ts';

/** Text of a document that the editor holds, by absolute path. */
export type Texts = ReadonlyMap<string, string>;

/** A configuration, or a baseline, that cannot be; or a project that cannot be looked at. */
export interface Trouble {
  readonly error: Error;
  /** Of a configuration: its file. */
  readonly file?: string;
}

type Problems = NonNullable<ReturnType<CheckSession['syntaxErrorsIn']>>;

/** A text that does not parse, and what it was when it last did. */
interface Broken {
  readonly text: string;
  /** Null: it never did. */
  readonly good: string | null;
  readonly problems: readonly Diagnostic[];
}

export class OpenProject {
  /** Absolute. */
  readonly root: string;
  readonly #settings: Settings;
  #session: CheckSession | undefined;
  #options: SessionOptions = {};
  /** The last analysis that went well. */
  #last: Analysis | undefined;
  /** Findings by file (relative to the root), of the texts in `#judged`. */
  #findings = new Map<string, readonly Diagnostic[]>();
  /** The editor's texts as they were judged: of a file that does not parse, the last that did. */
  #judged: Texts = new Map();
  /** Files (absolute) that can be others than at the last look at everything; null: any. */
  #touched: Set<string> | null = new Set();
  #broken = new Map<string, Broken>();
  #trouble: Trouble | undefined;
  /** Are there findings of other files that still have to be looked for? */
  #partial = false;

  constructor(root: string, settings: Settings) {
    this.root = root;
    this.#settings = settings;
  }

  /** Of the last look that went well. */
  get analysis(): Analysis | undefined {
    return this.#session?.analysis ?? this.#last;
  }

  /** The analysis that has looked at the file (absolute) last. */
  analysisOf(file: string): Analysis | undefined {
    return this.#session?.analysisOf(this.relative(file)) ?? this.#last;
  }

  get options(): SessionOptions {
    return this.#options;
  }

  get trouble(): Trouble | undefined {
    return this.#trouble;
  }

  get isPartial(): boolean {
    return this.#partial;
  }

  get session(): CheckSession | undefined {
    return this.#session;
  }

  /** The editor's texts as the session was given them. */
  get judgedTexts(): Texts {
    return this.#judged;
  }

  /** Is there anything here for dialint to do? */
  get isProject(): boolean {
    const { analysis } = this;
    return (
      this.#trouble !== undefined ||
      (analysis !== undefined &&
        (analysis.project.framework !== null || analysis.project.migrations.length > 0))
    );
  }

  /** Is the file (absolute) a migration, as far as the last look knows? */
  isMigration(file: string): boolean {
    return this.analysis?.project.migrations.some((one) => one.path === file) === true;
  }

  relative(file: string): string {
    return path.relative(this.root, file).split(path.sep).join('/');
  }

  absolute(file: string): string {
    return path.join(this.root, file);
  }

  /**
   * Reads the configuration and begins anew. One that is code is run in a trusted workspace only; elsewhere that is what
   * the trouble says.
   */
  async open(texts: Texts): Promise<void> {
    this.#session = undefined;
    const { engines, trustedWorkspace } = this.#settings;
    this.#options = { ...(engines === undefined ? {} : { engines }), configCode: trustedWorkspace };
    try {
      const found = findConfigFile(this.root);
      if (found?.kind === 'code') {
        if (!trustedWorkspace)
          throw new UsageError(
            `${this.relative(found.file)} is code, which is run in a trusted workspace only; until then ${this.root} is not checked`,
          );
        const code = await loadConfigCode(this.root, this.#options);
        if (code !== null) this.#options = { ...this.#options, code };
      }
    } catch (error) {
      this.#trouble = troubleOf(error, this.#settings);
      return;
    }
    if (trustedWorkspace) trust(this.root);
    await loadFrameworks(this.root);
    this.#session = new CheckSession(this.root, this.#options);
    this.look(texts);
  }

  /**
   * Looks at the project with these texts of the editor's in place of the disk's. `touched`: files (absolute) that can be
   * others than at the last look, besides the editor's; absent: any. `only`: files whose findings are wanted first.
   * Gives the files (absolute) whose findings were looked for.
   */
  look(texts: Texts, touched?: ReadonlySet<string>, only?: ReadonlySet<string>): ReadonlySet<string> {
    const session = this.#session;
    if (session === undefined) return new Set();
    const before = this.#judged;
    const judged = this.#sound(texts);
    const changed = new Set(
      [...new Set([...before.keys(), ...judged.keys()])].filter(
        (file) => (before.get(file) ?? this.analysis?.sources.get(this.relative(file))) !== judged.get(file),
      ),
    );
    this.#judged = judged;
    if (changed.size === 0 && touched?.size === 0 && this.#trouble === undefined) return new Set(only);
    if (touched === undefined) this.#touched = null;
    for (const file of [...changed, ...(touched ?? [])]) this.#touched?.add(file);
    try {
      const wanted = only && new Set([...only].map((file) => this.relative(file)));
      const diagnostics = session.findings(judged, {
        ...this.#sinceThen(),
        ...(wanted === undefined || session.analysis === undefined ? {} : { only: wanted }),
      });
      this.#trouble = undefined;
      if (wanted === undefined) this.#take(diagnostics);
      else {
        for (const file of wanted) this.#findings.delete(file);
        for (const [file, found] of byFile(diagnostics)) this.#findings.set(file, found);
        this.#partial = true;
      }
    } catch (error) {
      this.#trouble = troubleOf(error, this.#settings);
      // What is not known to hold is looked at again.
      this.#partial = false;
    }
    return new Set(only);
  }

  /** There are no findings any more. */
  close(): void {
    this.#session = undefined;
    this.#last = undefined;
    this.#findings = new Map();
    this.#broken = new Map();
    this.#trouble = undefined;
    this.#partial = false;
  }

  /** Lets the session look again at what the editor holds, after it has looked at something else. */
  restore(): void {
    this.#session?.findings(this.#judged);
    this.#touched = new Set();
  }

  #sinceThen(): { readonly touched?: ReadonlySet<string> } {
    return this.#touched === null ? {} : { touched: this.#touched };
  }

  /** Looks for the findings of all files, where only some were looked for last. */
  complete(): void {
    if (!this.#partial) return;
    this.#partial = false;
    const session = this.#session;
    if (session === undefined) return;
    try {
      this.#take(session.allFindings() ?? session.findings(this.#judged, this.#sinceThen()));
    } catch (error) {
      this.#trouble = troubleOf(error, this.#settings);
    }
  }

  #take(diagnostics: readonly Diagnostic[]): void {
    this.#findings = byFile(diagnostics);
    this.#last = this.#session?.analysis;
    this.#touched = new Set();
    this.#partial = false;
  }

  /** The texts to be judged; files that have gone while they were open are left out. */
  #sound(texts: Texts): Texts {
    const judged = new Map<string, string>();
    const broken = new Map<string, Broken>();
    for (const [file, text] of texts) {
      if (!existsSync(file)) continue;
      const known = this.#broken.get(file);
      const last = this.#judged.get(file);
      if (text === last) {
        judged.set(file, text);
        continue;
      }
      if (known?.text === text) {
        broken.set(file, known);
        judged.set(file, known.good ?? text);
        continue;
      }
      const problems = this.#problems(file, text);
      if (problems.length === 0) {
        judged.set(file, text);
        continue;
      }
      // Before the first text that parses there is the disk's.
      const good = known?.good ?? last ?? this.#onDisk(file);
      broken.set(file, { text, good, problems: this.#syntaxFindings(file, problems) });
      judged.set(file, good ?? text);
    }
    this.#broken = broken;
    return judged;
  }

  #onDisk(file: string): string | null {
    const text = this.analysis?.sources.get(this.relative(file));
    return text !== undefined && this.#problems(file, text).length === 0 ? text : null;
  }

  #problems(file: string, text: string): Problems {
    return this.#session?.syntaxErrorsIn(this.relative(file), text) ?? [];
  }

  /** As the rule tells them, unless the configuration has it off. */
  #syntaxFindings(file: string, problems: Problems): Diagnostic[] {
    const { id, severity } = syntaxError;
    const level = this.analysis?.config.rules[id]?.severity ?? severity;
    if (level === 'off') return [];
    return problems.map((problem) => {
      const { identity: _identity, ...finding } = syntaxFinding({ file: this.relative(file), ...problem });
      return { ...finding, rule: id, severity: level, related: [], data: {}, fingerprint: '' };
    });
  }

  /** Files (absolute) that have findings. */
  files(): string[] {
    const files = new Set([...this.#findings.keys()].map((file) => this.absolute(file)));
    for (const file of this.#broken.keys()) files.add(file);
    return [...files];
  }

  /** Where the places of the file's analysis are in the text that the editor holds now. */
  moved(file: string): Moved {
    const judged = this.#judged.get(file) ?? this.analysisOf(file)?.sources.get(this.relative(file)) ?? '';
    return new Moved(judged, this.#broken.get(file)?.text ?? judged);
  }

  isBroken(file: string): boolean {
    return this.#broken.has(file);
  }

  /** What is open of a file's findings, at their places in the text that the editor holds now. */
  findings(file: string): readonly Diagnostic[] {
    const known = (this.#findings.get(this.relative(file)) ?? []).filter(isOpen);
    const broken = this.#broken.get(file);
    if (broken === undefined) return known;
    if (broken.good === null) return known;
    const moved = new Moved(broken.good, broken.text);
    return [...broken.problems, ...known.map((one) => ({ ...one, span: moved.span(one.span) }))];
  }
}

function byFile(diagnostics: readonly Diagnostic[]): Map<string, Diagnostic[]> {
  const files = new Map<string, Diagnostic[]>();
  for (const one of diagnostics) {
    const known = files.get(one.file);
    if (known === undefined) files.set(one.file, [one]);
    else known.push(one);
  }
  return files;
}

function troubleOf(error: unknown, { trustedWorkspace }: Settings): Trouble {
  if (error instanceof ConfigError) return { error, file: error.file };
  if (error instanceof PartMissing && !trustedWorkspace)
    return {
      error: new UsageError(
        `${error.message}. Packages of the workspace itself are loaded, which runs them, in a trusted workspace only.`,
      ),
    };
  if (error instanceof UsageError) return { error };
  return { error: error instanceof Error ? error : new Error(String(error)) };
}
