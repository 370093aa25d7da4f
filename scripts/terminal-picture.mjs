/**
 * Draws docs/images/terminal.svg from what the command really prints, colours included. Run after a change of wording.
 * `--stdout` prints it instead.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PROJECT = join(ROOT, 'fixtures/wintertrace');
const ARGUMENTS = [
  'modules/telegram/database/migrations/2026_02_03_080000_create_mod_telegram_enrollment_tokens_table.php',
  'modules/telegram/database/migrations/2026_02_17_080000_create_mod_telegram_conversation_participants_table.php',
];

const { stdout, status } = spawnSync(
  process.execPath,
  [join(ROOT, 'dist/src/cli/main.js'), 'check', '--no-cache', ...ARGUMENTS],
  { cwd: PROJECT, encoding: 'utf8', env: { ...process.env, FORCE_COLOR: '1' } },
);
if (status !== 1) throw new Error(`the example ends with exit code ${status}`);

/** What src/report/style.ts writes, by number of the escape sequence (ECMA-48, Select Graphic Rendition). */
const COLOURS = { 31: '#ff7b72', 32: '#7ee787', 33: '#d29922', 34: '#79c0ff', 36: '#76e3ea' };
const [BACKGROUND, PROMPT, TEXT] = ['#0d1117', '#7ee787', '#e6edf3'];
const [WIDTH, HEIGHT, SIZE, MARGIN] = [8.43, 19, 14, 20];

// Drawing programs fold spaces; those that do not break are left as they are.
const escaped = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll(' ', '\u00A0');

/** One line of the terminal as tspans; styles reach over line ends. */
let style = { bold: false, dim: false, colour: undefined };
function drawn(line) {
  return line
    .split(/\u001B\[(\d+)m/)
    .map((part, at) => {
      if (at % 2 === 1) {
        const code = Number(part);
        if (code === 1) style = { ...style, bold: true };
        else if (code === 2) style = { ...style, dim: true };
        else if (code === 22) style = { ...style, bold: false, dim: false };
        else if (code === 39) style = { ...style, colour: undefined };
        else if (code in COLOURS) style = { ...style, colour: COLOURS[code] };
        else throw new Error(`no colour is known for ${code}`);
        return '';
      }
      if (part === '') return '';
      const attributes = [
        style.bold ? ' font-weight="bold"' : '',
        style.dim ? ' opacity="0.6"' : '',
        style.colour === undefined ? '' : ` fill="${style.colour}"`,
      ].join('');
      return attributes === '' ? escaped(part) : `<tspan${attributes}>${escaped(part)}</tspan>`;
    })
    .join('');
}

// What was measured differs from run to run.
const lines = stdout
  .trimEnd()
  .replace(/\([\d.]+ m?s\)/, '(124 ms)')
  .split('\n');
const columns = Math.max(...lines.map((line) => [...line.replaceAll(/\u001B\[\d+m/g, '')].length));
const rows = [
  `<tspan fill="${PROMPT}">$</tspan> npx dialint modules/telegram/database/migrations/2026_02_{03,17}_080000_*`,
  '',
  ...lines.map(drawn),
];
const [width, height] = [Math.ceil(columns * WIDTH) + 2 * MARGIN, rows.length * HEIGHT + 2 * MARGIN];
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="dialint in a terminal: an index name that MySQL and MariaDB refuse">
<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${SIZE}" fill="${TEXT}" xml:space="preserve">
${rows.map((row, at) => `<text x="${MARGIN}" y="${MARGIN + SIZE + at * HEIGHT}">${row}</text>`).join('\n')}
</g>
</svg>
`;
if (process.argv.includes('--stdout')) process.stdout.write(svg);
else {
  mkdirSync(join(ROOT, 'docs/images'), { recursive: true });
  writeFileSync(join(ROOT, 'docs/images/terminal.svg'), svg);
}
