/** What `replay --keep` has left behind, for whoever wants to look into it and has to remove it. */
import type { ReplayResult } from '../schema/index.ts';
import { targetTitle } from './engine-names.ts';
import { printable } from './text.ts';

/** Commands stand on lines of their own, unbroken, to be copied. Empty: nothing was kept. */
export function keptText({ engines }: Pick<ReplayResult, 'engines'>): string {
  const lines = engines.flatMap(({ asked, target, kept }) => {
    if (kept === undefined) return [];
    return [
      `${target === null ? asked : targetTitle(target.id)} is kept.`,
      '  Look into it:',
      ...kept.look.map((command) => `    ${command}`),
      '  Remove it:',
      ...kept.remove.map((command) => `    ${command}`),
    ];
  });
  return lines.length === 0 ? '' : `\n${lines.map(printable).join('\n')}\n`;
}
