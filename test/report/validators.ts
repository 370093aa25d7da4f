/** Holds reports to the formats' own schemas: schemas/README.md. Each answers what is wrong; nothing where all is well. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { validateXML } from 'xmllint-wasm';

const text = (name: string): string => readFileSync(new URL(`schemas/${name}`, import.meta.url), 'utf8');

type Check = (report: string) => Promise<readonly string[]>;

function jsonErrors(
  validate: {
    (data: unknown): unknown;
    errors?: readonly { instancePath: string; message?: string }[] | null;
  },
  report: string,
): string[] {
  if (validate(JSON.parse(report)) === true) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

async function xmlErrors(schema: string, report: string): Promise<string[]> {
  const { valid, errors } = await validateXML({
    xml: { fileName: 'report.xml', contents: report },
    schema: { fileName: schema, contents: text(schema) },
  });
  return valid ? [] : errors.map(({ message }) => message);
}

let sarif: Parameters<typeof jsonErrors>[0] | undefined;
let gitlab: Parameters<typeof jsonErrors>[0] | undefined;

export const VALIDATORS = {
  sarif: async (report) => {
    if (sarif === undefined) {
      // A pattern of the schema is none in Unicode mode.
      const ajv = new AjvDraft04.default({ allErrors: true, strict: false, unicodeRegExp: false });
      addFormats.default(ajv);
      sarif = ajv.compile(JSON.parse(text('sarif-2.1.0-rtm.5.json')));
    }
    return jsonErrors(sarif, report);
  },
  gitlab: async (report) => {
    gitlab ??= new Ajv2020({ allErrors: true }).compile(JSON.parse(text('gitlab-codequality.schema.json')));
    return jsonErrors(gitlab, report);
  },
  junit: (report) => xmlErrors('jenkins-junit.xsd', report),
  checkstyle: (report) => xmlErrors('checkstyle.xsd', report),
  rdjson: async (report) => {
    const { validate } = await import('@umbrelladocs/rdformat-validator');
    const { valid, errors } = await validate(report, { strictMode: true });
    return valid ? [] : errors.map(({ path, message }) => `${path} ${message}`);
  },
} as const satisfies Readonly<Record<string, Check>>;
