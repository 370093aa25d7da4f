/** Exit codes, as scripts rely on them. */
export const EXIT = {
  /** Nothing at or above --fail-on. */
  ok: 0,
  findings: 1,
  /** Wrong usage, or a wrong configuration. */
  usage: 2,
  /** What was asked for could not be done. */
  failed: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export { CannotDo } from '../project/errors.ts';
