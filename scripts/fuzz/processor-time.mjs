/** Processor time of another process: on a machine that is shared, a case may wait for longer than it works. */
import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second, whatever the kernel's own clock (USER_HZ). */
const TICK_MS = 10;

/** undefined: the platform does not tell, or the process is gone. */
export function processorMs(pid) {
  try {
    // the second field, the name in parentheses, may hold blanks
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return undefined;
  }
}
