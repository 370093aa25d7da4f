/** The projects of the editor's folders, and when each of them is looked at. */
import path from 'node:path';
import { isWithin } from '../disk/within.ts';
import { trustNobody } from '../engines/parts.ts';
import { CODE_FILES, findProjectRoots } from '../project/index.ts';
import { tidy } from './memory.ts';
import { OpenProject } from './open-project.ts';
import type { Settings } from './settings.ts';

/** What the workspace has of the editor. */
export interface Editor {
  /** Texts of the documents that are open, by absolute path. */
  texts(): ReadonlyMap<string, string>;
  /** Are changes on the disk told? */
  readonly watches: boolean;
  /** Findings may be others now: of these files (absolute), or (undefined) of any in the project. */
  changed(project: OpenProject, files: ReadonlySet<string> | undefined): void;
  failed(error: unknown): void;
}

interface Waiting {
  /** Files (absolute) that may have changed on the disk; undefined: any. */
  touched: Set<string> | undefined;
  /** Documents that were edited; undefined: findings of all files are wanted. */
  edited: Set<string> | undefined;
}

/** What migrations are written in. */
const MAY_BE_MIGRATION = /\.(?:php|[mc]?[jt]s|sql)$/;

/** Milliseconds without an edit until the findings of all other files are looked for. */
const QUIET = 400;
/** A look that takes longer than this (milliseconds) is not begun at every key. */
const LONG = 100;
/** The longest time (milliseconds) that it waits then. */
const LONGEST_WAIT = 300;

export class Workspace {
  readonly #editor: Editor;
  #settings: Settings;
  #folders: readonly string[] = [];
  #projects: OpenProject[] = [];
  readonly #waiting = new Map<OpenProject, Waiting>();
  /** Projects of which other files than migrations were edited. */
  readonly #resting = new Set<OpenProject>();
  #timer: NodeJS.Timeout | undefined;
  #quiet: NodeJS.Timeout | undefined;
  /** Milliseconds that the last look took. */
  #lastLook = 0;
  /** Folders that hold no project, so that not every file in them is a question. */
  readonly #none = new Set<string>();

  constructor(editor: Editor, settings: Settings) {
    this.#editor = editor;
    this.#settings = settings;
    trustNobody();
  }

  get projects(): readonly OpenProject[] {
    return this.#projects;
  }

  /** Finds and reads the projects in these folders (absolute). `progress` is told each before it is read. */
  async open(
    folders: readonly string[],
    progress: (root: string, index: number, count: number) => Promise<void> = async () => {},
  ): Promise<void> {
    this.#folders = folders;
    this.#none.clear();
    const roots = new Set<string>();
    for (const folder of folders) {
      try {
        for (const { root } of findProjectRoots([folder], folder)) roots.add(root);
      } catch (error) {
        // a folder that has gone
        this.#editor.failed(error);
      }
    }
    const before = this.#projects;
    this.#projects = before.filter(({ root }) => roots.has(root) || this.#holdsOpenFile(root));
    for (const gone of before.filter((one) => !this.#projects.includes(one))) this.#forget(gone);
    let index = 0;
    const added = [...roots].filter((root) => !this.#projects.some((one) => one.root === root));
    for (const root of added) {
      await progress(root, index++, added.length);
      await this.#add(root);
    }
    tidy(true);
  }

  #holdsOpenFile(root: string): boolean {
    return [...this.#editor.texts().keys()].some((file) => isWithin(file, root));
  }

  #forget(project: OpenProject): void {
    this.#waiting.delete(project);
    this.#resting.delete(project);
    project.close();
    this.#editor.changed(project, undefined);
  }

  async #add(root: string): Promise<OpenProject | undefined> {
    const project = new OpenProject(root, this.#settings);
    await project.open(this.#textsIn(project));
    if (!project.isProject) {
      this.#none.add(root);
      return undefined;
    }
    this.#projects.push(project);
    this.#editor.changed(project, undefined);
    return project;
  }

  #textsIn({ root }: OpenProject): Map<string, string> {
    return new Map([...this.#editor.texts()].filter(([file]) => this.#ownerOf(file, root)));
  }

  /** Is the root the innermost one of the known that the file is in? */
  #ownerOf(file: string, root: string): boolean {
    if (!isWithin(file, root)) return false;
    return !this.#projects.some((other) => other.root.length > root.length && isWithin(file, other.root));
  }

  /** The project that a file (absolute) belongs to; undefined: none that is known. */
  projectOf(file: string): OpenProject | undefined {
    return this.#projects
      .filter(({ root }) => isWithin(file, root))
      .sort((a, b) => b.root.length - a.root.length)[0];
  }

  /** The settings are others: everything is read anew. */
  async configure(settings: Settings): Promise<void> {
    if (JSON.stringify(settings) === JSON.stringify(this.#settings)) return;
    this.#settings = settings;
    trustNobody();
    const folders = this.#folders;
    for (const project of this.#projects) this.#forget(project);
    this.#projects = [];
    await this.open(folders);
  }

  /** A document was opened, edited or closed. */
  async edited(file: string): Promise<void> {
    let project = this.projectOf(file);
    if (project === undefined) {
      if (!MAY_BE_MIGRATION.test(file)) return;
      project = await this.#addFor(file);
      if (project === undefined) return;
    }
    if (isCode(file)) return;
    // What is no migration may concern all of them: that is for when nobody types.
    if (!project.isMigration(file)) {
      this.#resting.add(project);
      this.#completeSoon();
      return;
    }
    this.#wait(project, new Set()).edited?.add(file);
    this.#schedule();
  }

  /** A migration of a project that lies deeper than folders are searched. */
  async #addFor(file: string): Promise<OpenProject | undefined> {
    const folder = path.dirname(file);
    if (this.#none.has(folder)) return undefined;
    this.#none.add(folder);
    const [found] = findProjectRoots([file], folder);
    if (found === undefined || this.#none.has(found.root)) return undefined;
    return this.#add(found.root);
  }

  /** Files (absolute) have changed on the disk, come or gone. */
  async touched(files: readonly string[]): Promise<void> {
    for (const file of files) {
      const project = this.projectOf(file);
      if (project === undefined) {
        // a project may have begun
        this.#none.clear();
        continue;
      }
      if (isCode(file)) {
        await project.open(this.#textsIn(project));
        this.#editor.changed(project, undefined);
        continue;
      }
      const waiting = this.#wait(project, new Set());
      waiting.touched?.add(file);
      waiting.edited = undefined;
    }
    this.#schedule();
  }

  #wait(project: OpenProject, edited: Set<string>): Waiting {
    const known = this.#waiting.get(project);
    if (known !== undefined) return known;
    const waiting: Waiting = { touched: this.#editor.watches ? new Set() : undefined, edited };
    this.#waiting.set(project, waiting);
    return waiting;
  }

  /** Edits that come while others are being looked at are looked at together. */
  #schedule(): void {
    if (this.#waiting.size === 0) return;
    clearTimeout(this.#quiet);
    clearTimeout(this.#timer);
    const wait = this.#lastLook < LONG ? 0 : Math.min(this.#lastLook / 2, LONGEST_WAIT);
    this.#timer = setTimeout(() => this.flush(), wait);
  }

  /** Looks at once at all that waits. */
  flush(): void {
    clearTimeout(this.#timer);
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const [project, { touched, edited }] of waiting) {
      const started = performance.now();
      this.#guard(() => {
        project.look(this.#textsIn(project), touched, edited);
        this.#editor.changed(project, project.trouble === undefined ? edited : undefined);
      });
      this.#lastLook = performance.now() - started;
    }
    tidy(false);
    if (this.#resting.size > 0 || this.#projects.some(({ isPartial }) => isPartial)) this.#completeSoon();
  }

  #completeSoon(): void {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => {
      this.complete();
      tidy(true);
    }, QUIET);
  }

  /** The findings of all files, where only those of edited ones were looked for. */
  complete(): void {
    clearTimeout(this.#quiet);
    for (const project of this.#resting) this.#wait(project, new Set()).edited = undefined;
    this.#resting.clear();
    if (this.#waiting.size > 0) this.flush();
    clearTimeout(this.#quiet);
    for (const project of this.#projects) {
      if (!project.isPartial) continue;
      this.#guard(() => {
        project.complete();
        this.#editor.changed(project, undefined);
      });
    }
  }

  #guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#editor.failed(error);
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#quiet);
  }
}

function isCode(file: string): boolean {
  return CODE_FILES.includes(path.basename(file));
}
