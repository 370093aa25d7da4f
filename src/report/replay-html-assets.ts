/** How the page of `replay --report` looks, and its filters. */

export const REPLAY_STYLE = `
:root { color-scheme: light dark; --ink: #1c2024; --soft: #60646c; --paper: #fcfcfd; --card: #fff; --line: #dfe1e6; --good: #18794e; --good-bg: #e6f6eb; --bad: #c62a2f; --bad-bg: #ffefef; --warn: #945300; --warn-bg: #fff4d5; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceef1; --soft: #a0a6b0; --paper: #111315; --card: #191b1e; --line: #30343a; --good: #6fd3a0; --good-bg: #10291d; --bad: #ff8b8f; --bad-bg: #331618; --warn: #f2c063; --warn-bg: #2f230b; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem clamp(.75rem, 3vw, 2.5rem) 4rem; max-width: 100rem; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: .5rem 0; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .75rem; }
h3 { font-size: 1rem; margin: 0 0 .25rem; }
.count { color: var(--soft); font-weight: 400; }
.verdict { font-size: 1.05rem; padding: .6rem .9rem; border-radius: .5rem; }
.verdict.good { background: var(--good-bg); color: var(--good); }
.verdict.bad { background: var(--bad-bg); color: var(--bad); }
.when, small, .hint, .engines { color: var(--soft); }
.engines { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; }
.engines b { color: var(--ink); }
.engines .bad, .engines .bad b { color: var(--bad); }
article { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--bad); border-radius: .5rem; padding: .75rem 1rem; margin: .75rem 0; }
article.warn { border-left-color: var(--warn); }
article ul { margin: .25rem 0; padding-left: 1.25rem; }
article p { margin: .25rem 0; overflow-wrap: anywhere; }
pre { overflow-x: auto; background: var(--paper); border: 1px solid var(--line); border-radius: .35rem; padding: .5rem .75rem; margin: .5rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
code, pre, .file { font: 13px/1.5 ui-monospace, monospace; }
.file { color: var(--soft); overflow-wrap: anywhere; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); max-height: 80vh; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { position: sticky; top: 0; background: var(--card); font-weight: 600; z-index: 1; white-space: nowrap; }
tbody tr:last-child > * { border-bottom: 0; }
.scroll td { min-width: 6rem; overflow-wrap: anywhere; }
.matrix td { min-width: 7rem; }
.matrix th { min-width: 12rem; overflow-wrap: anywhere; }
.probed { border-bottom: 1px solid var(--line); padding: .35rem 0; }
.probed summary { cursor: pointer; overflow-wrap: anywhere; }
.probed .scroll { margin: .5rem 0; }
.answers th { min-width: 8rem; }
.answers td:nth-child(2) { min-width: 12rem; }
.answers thead th { min-width: 7rem; }
.answers .refuses { color: var(--bad); }
.answers .off { background: var(--warn-bg); }
.answers .off::before { content: '≠ '; color: var(--warn); font-weight: 600; }
.answers .none { color: var(--soft); font-style: italic; }
.mark { white-space: nowrap; }
.mark.accepts { color: var(--good); }
.mark.refuses { color: var(--bad); font-weight: 600; }
.mark.not-run, .mark.unavailable { color: var(--warn); }
.tag { border-radius: .3rem; padding: 0 .4rem; font-size: .85rem; white-space: nowrap; }
.tag.unexplained { background: var(--bad-bg); color: var(--bad); }
.tag.biting { background: var(--warn-bg); color: var(--warn); }
.tag.harmless { background: var(--good-bg); color: var(--good); }
.filters { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin-bottom: .6rem; }
.filters input[type=search] { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: .4rem; padding: .3rem .6rem; flex: 1 1 14rem; max-width: 26rem; min-width: 0; }
[hidden] { display: none !important; }
@media (max-width: 40rem) { body { font-size: 14px; } th, td { padding: .35rem .5rem; } .matrix th { min-width: 9rem; } .matrix td { min-width: 5.5rem; } }
`;

export const REPLAY_SCRIPT = `
for (const section of document.querySelectorAll('section:not(#probes)')) {
  const rows = [...section.querySelectorAll('tbody tr')];
  const search = section.querySelector('[data-filter]');
  const onlyBad = section.querySelector('.filters [data-bad]');
  const classes = [...section.querySelectorAll('.filters [data-class]')];
  if (!search) continue;
  const show = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const weights = new Set(classes.filter((box) => box.checked).map((box) => box.dataset.class));
    for (const row of rows) {
      row.hidden = !words.every((word) => row.dataset.text.includes(word))
        || (onlyBad && onlyBad.checked && row.dataset.bad !== 'true')
        || (classes.length > 0 && !weights.has(row.dataset.class));
    }
  };
  for (const input of section.querySelectorAll('.filters input')) input.addEventListener('input', show);
  show();
}
const probes = document.querySelector('#probes');
if (probes) {
  const tables = [...probes.querySelectorAll('details.probed')].map((details) => ({
    details,
    rows: [...details.querySelectorAll('tbody tr')].map((row) => ({ row, text: '' })),
  }));
  const search = probes.querySelector('[data-filter]');
  const boxes = [...probes.querySelectorAll('[data-only]')];
  const show = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const only = boxes.filter((box) => box.checked).map((box) => box.dataset.only);
    for (const { details, rows } of tables) {
      let left = 0;
      for (const one of rows) {
        if (words.length > 0) one.text ||= (details.dataset.table + ' ' + one.row.textContent).toLowerCase();
        one.row.hidden = !only.every((mark) => one.row.dataset.is.includes(mark)) || !words.every((word) => one.text.includes(word));
        if (!one.row.hidden) left++;
      }
      details.hidden = left === 0;
      if (words.length > 0) details.open = left > 0;
    }
  };
  search.addEventListener('input', show);
  for (const box of boxes) box.addEventListener('input', show);
  show();
}
`;
