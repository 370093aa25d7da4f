/** Checkstyle's XML, as its XMLLogger writes it, which many CI servers read. */
import type { CheckResult } from '../schema/index.ts';
import { type FileName, openFindings, type ReportedFinding } from './findings.ts';
import { xml } from './xml.ts';

/** The version of Checkstyle whose report this is like; readers do not look at it. */
const LIKE = '4.3';

export function renderCheckstyle(results: readonly CheckResult[], fileName: FileName): string {
  const files = new Map<string, ReportedFinding[]>();
  for (const finding of openFindings(results, fileName)) {
    const known = files.get(finding.path);
    if (known === undefined) files.set(finding.path, [finding]);
    else known.push(finding);
  }
  const blocks = Array.from(
    files,
    ([path, findings]) =>
      `  <file name="${xml(path)}">\n${findings.map((finding) => `${error(finding)}\n`).join('')}  </file>\n`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="${LIKE}">\n${blocks.join('')}</checkstyle>\n`;
}

function error({ diagnostic: { rule, severity, message, help, span } }: ReportedFinding): string {
  const text = help === undefined ? message : `${message}\n${help}`;
  return `    <error line="${span.start.line}" column="${span.start.column}" severity="${severity}" message="${xml(text)}" source="${xml(`dialint.${rule}`)}"/>`;
}
