/** dialint-baseline.json: the findings that a project has accepted. */
import path from 'node:path';
import { existsSync, readFileSync } from '../disk/disk.ts';
import type { BaselineEntry } from '../schema/index.ts';
import { ConfigError, UsageError } from './errors.ts';
import { type JsonMember, type JsonNode, JsonSyntaxError, parseJson, positionsIn } from './json-document.ts';

export const BASELINE_FILE = 'dialint-baseline.json';

/** Of the file's form, raised where an older dialint would misread it. */
const VERSION = 1;

const REMEDY = 'Resolve the conflict if it was merged, or write it anew with dialint baseline.';

/** Null: there is none. `root` is absolute. Throws ConfigError where it is no baseline. */
export function readBaseline(root: string): readonly BaselineEntry[] | null {
  const file = path.join(root, BASELINE_FILE);
  if (!existsSync(file)) return null;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${BASELINE_FILE} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  const refuse = (message: string, at: number): never => {
    throw new ConfigError(file, [{ message, ...positionsIn(text)(at), hint: REMEDY }]);
  };
  let document: JsonNode;
  try {
    document = parseJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return refuse(error.message, error.at);
    throw error;
  }
  const members = (node: JsonNode, what: string): ReadonlyMap<string, JsonMember> =>
    node.value instanceof Map ? node.value : refuse(`${what} is not an object`, node.at);
  const whole = members(document, 'the document');
  const version = whole.get('version')?.node;
  if (version?.value !== VERSION) {
    return refuse(
      `"version" is not ${VERSION}: another version of dialint wrote it`,
      version?.at ?? document.at,
    );
  }
  const findings = whole.get('findings')?.node;
  if (findings === undefined || !Array.isArray(findings.value)) {
    return refuse('"findings" is not a list', findings?.at ?? document.at);
  }
  return (findings.value as readonly JsonNode[]).map((node, index) => {
    const entry = members(node, `findings[${index}]`);
    const word = (key: keyof BaselineEntry): string => {
      const value = entry.get(key)?.node.value;
      return typeof value === 'string' ? value : refuse(`findings[${index}] has no "${key}"`, node.at);
    };
    return { fingerprint: word('fingerprint'), rule: word('rule'), file: word('file'), hint: word('hint') };
  });
}
