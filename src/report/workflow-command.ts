/**
 * Annotations as workflow commands of GitHub Actions, escaped as @actions/core 1.11 does (`escapeData`, `escapeProperty` in
 * packages/core/src/command.ts): https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */

/** GitHub's three levels of annotations. */
export type AnnotationLevel = 'error' | 'warning' | 'notice';

/** `properties` in the order in which they are written; undefined ones are left out. */
export function workflowCommand(
  level: AnnotationLevel,
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const written = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${property(String(value))}`],
  );
  return `::${level} ${written.join(',')}::${data(message)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
