/** What `doctor` found on this machine and in the project. */

export interface DoctorItem {
  /** `better-sqlite3`, `php`, `dialint.json`. */
  readonly name: string;
  /** `unusable`: it is there, and does not work. */
  readonly state: 'found' | 'missing' | 'unusable';
  readonly version: string | null;
  /** A path, an address, or words. */
  readonly where: string | null;
  /** What needs it; or what is wrong with it. */
  readonly note: string | null;
  /** The line that adds it, to be typed or to be done. */
  readonly add: string | null;
  /** Does the project need it, so that something cannot be done without it? */
  readonly needed: boolean;
}

/** How a target of the project would be replayed here. */
export interface DoctorTarget {
  /** `mysql@8.4`. */
  readonly id: string;
  /** null: in no way. */
  readonly way: 'embedded' | 'container' | 'local' | null;
  /** What it would run on, or what is missing. */
  readonly note: string;
  readonly add: string | null;
}

export interface DoctorReport {
  /** dialint's own version. */
  readonly version: string;
  /** null: the folder is no project. */
  readonly root: string | null;
  readonly project: readonly DoctorItem[];
  readonly targets: readonly DoctorTarget[];
  readonly packages: readonly DoctorItem[];
  readonly programs: readonly DoctorItem[];
  /** A configuration that cannot be: its problems, as `check` tells them. */
  readonly configProblems: readonly string[];
}
