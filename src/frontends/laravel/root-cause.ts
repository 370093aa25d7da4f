/** The first cause of a chain of questions that could not be answered: the way there says nothing to a reader. */
export function rootCause(reason: string): string {
  return reason.replace(/^(?:(?:whether|what|which) (?:the )?tables? [^:]*: )+/, '');
}
