/** Real database servers for tests. */

/**
 * Where the server is, from `DIALINT_TEST_MYSQL` and its like; undefined where there is none, and the test is then
 * skipped. In continuous integration a server that is missing is an error, since a skipped test proves nothing;
 * a job that is meant to run without servers says so with `DIALINT_TEST_ENGINES=optional`.
 */
export function engineUrl(name: 'MYSQL' | 'MARIADB' | 'POSTGRES'): string | undefined {
  const variable = `DIALINT_TEST_${name}`;
  const url = process.env[variable];
  if (url !== undefined && url !== '') return url;
  if (process.env.CI === 'true' && process.env.DIALINT_TEST_ENGINES !== 'optional') {
    throw new Error(
      `${variable} is not set: tests on real engines must run where CI is true, unless DIALINT_TEST_ENGINES is optional`,
    );
  }
  return undefined;
}
