/** Runs the steps of a composite action as GitHub's runner does, as far as action.yml makes use of it. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Step {
  readonly id?: string;
  readonly name: string;
  readonly if?: string;
  readonly shell: string;
  readonly 'working-directory': string;
  readonly env: Readonly<Record<string, string>>;
  readonly run: string;
}

export interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string; readonly description: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export function readAction(file: string): Action {
  return parse(readFileSync(file, 'utf8')) as Action;
}

export interface ActionRun {
  /** Of the first step that failed; 0: none has. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** The job's summary. */
  readonly summary: string;
}

/** `workspace`: the checkout. `folder`: where the runner keeps its files. `baseRef`: of a pull request. */
export function runAction(
  action: Action,
  given: Readonly<Record<string, string>>,
  world: {
    readonly workspace: string;
    readonly folder: string;
    readonly baseRef?: string;
    readonly env: NodeJS.ProcessEnv;
  },
): ActionRun {
  const inputs: Record<string, string> = {};
  for (const [name, { default: value }] of Object.entries(action.inputs)) inputs[name] = given[name] ?? value;
  const outputs = new Map<string, string>();
  const value = (expression: string): string => {
    const [, what = '', name = ''] = /^(inputs|github|steps)\.([\w.-]+)$/.exec(expression.trim()) ?? [];
    if (what === 'inputs' && inputs[name] !== undefined) return inputs[name];
    if (what === 'github' && name === 'base_ref') return world.baseRef ?? '';
    if (what === 'steps') return outputs.get(name) ?? '';
    throw new Error(`the test knows no expression ${expression}`);
  };
  const filled = (text: string): string =>
    text.replaceAll(/\$\{\{([^}]*)\}\}/g, (_, expression: string) => value(expression));

  mkdirSync(world.folder, { recursive: true });
  const file = (name: string): string => join(world.folder, name);
  const summary = file('summary');
  writeFileSync(summary, '');
  let code = 0;
  const out = { stdout: '', stderr: '' };
  for (const [index, step] of action.runs.steps.entries()) {
    if (step.shell !== 'bash') throw new Error(`the test runs no ${step.shell}`);
    // Only "!cancelled() && inputs.NAME != 'TEXT'": without it a step waits for the success of those before.
    const condition = /^\$\{\{ !cancelled\(\) && inputs\.([\w-]+) != '(.*)' \}\}$/.exec(step.if ?? '');
    if (step.if !== undefined && condition === null) throw new Error(`the test knows no ${step.if}`);
    if (condition === null ? code !== 0 : inputs[condition[1]!] === condition[2]) continue;
    const script = file(`step-${index}.sh`);
    writeFileSync(script, step.run);
    const output = file(`output-${index}`);
    writeFileSync(output, '');
    const ran = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
      cwd: join(world.workspace, filled(step['working-directory'])),
      encoding: 'utf8',
      env: {
        ...world.env,
        ...Object.fromEntries(Object.entries(step.env).map(([name, text]) => [name, filled(text)])),
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        RUNNER_TEMP: world.folder,
      },
    });
    if (ran.error !== undefined) throw ran.error;
    out.stdout += ran.stdout;
    out.stderr += ran.stderr;
    if (code === 0) code = ran.status ?? 1;
    for (const line of readFileSync(output, 'utf8').split('\n').filter(Boolean)) {
      const [name = '', text = ''] = line.split(/=(.*)/s);
      outputs.set(`${step.id}.outputs.${name}`, text);
    }
  }
  return {
    code,
    ...out,
    outputs: Object.fromEntries(
      Object.entries(action.outputs).map(([name, { value: text }]) => [name, filled(text)]),
    ),
    summary: existsSync(summary) ? readFileSync(summary, 'utf8') : '',
  };
}
