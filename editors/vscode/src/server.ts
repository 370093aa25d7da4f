/** The server of this extension: that of `dialint lsp`, in a file of its own. */
import { serve } from '../../../src/lsp/server.ts';

serve({
  input: process.stdin,
  output: process.stdout,
  log: (text) => process.stderr.write(`${text}\n`),
  env: process.env,
});
