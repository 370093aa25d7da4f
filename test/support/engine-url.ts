/** Real database engines for tests. */

/**
 * Must tests on real engines run here? In continuous integration an engine that is missing is an error, since a skipped
 * test proves nothing; a job that is meant to run without servers says so with `DIALINT_TEST_ENGINES=optional`.
 */
export function enginesAreRequired(): boolean {
  return process.env.CI === 'true' && process.env.DIALINT_TEST_ENGINES !== 'optional';
}

/** Throws where engines are required; otherwise says on the terminal why the tests are skipped. */
export function engineMissing(reason: string): void {
  if (enginesAreRequired()) {
    throw new Error(
      `${reason}: tests on real engines must run where CI is true, unless DIALINT_TEST_ENGINES is optional`,
    );
  }
  console.warn(`skipped: ${reason}`);
}

/** Where the server is, from `DIALINT_TEST_MYSQL` and its like; undefined where there is none (see `engineMissing`). */
export function engineUrl(name: 'MYSQL' | 'MARIADB' | 'POSTGRES'): string | undefined {
  const variable = `DIALINT_TEST_${name}`;
  const url = process.env[variable];
  if (url !== undefined && url !== '') return url;
  engineMissing(`${variable} is not set`);
  return undefined;
}
