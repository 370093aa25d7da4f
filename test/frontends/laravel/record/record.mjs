/**
 * Records what real frameworks do, for the tests to compare with: needs PHP and composer, which the tests do not.
 *
 *   npm run record -- --help
 */
import { runnerImport } from 'vite';

const { main } = (await runnerImport(new URL('./main.ts', import.meta.url).pathname)).module;
process.exitCode = main(process.argv.slice(2));
