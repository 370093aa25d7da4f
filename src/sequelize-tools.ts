/**
 * The package through which migrations of Sequelize are read. Its methods are asynchronous, and what evaluates migrations
 * is not: it is loaded into a context whose microtasks are run before a call into it returns, so that a call has come to
 * its end by then. What it would ask of a database is answered at once (src/frontends/sequelize/wire.ts).
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import { findPart } from './engines/parts.ts';
import type { SequelizeClass, SequelizeTools, Settled } from './frontends/sequelize/library.ts';
import { compilerBeside } from './script-tools.ts';

/** Throws PartMissing. */
export function sequelizeTools(): SequelizeTools {
  const { ts } = compilerBeside('sequelize');
  const { folder, version } = findPart('sequelize')!;
  const context = vm.createContext(
    // Values of the evaluated code are of this realm, and the library asks whose instances they are.
    {
      Buffer,
      Date,
      Error,
      Map,
      RangeError,
      RegExp,
      Set,
      TypeError,
      Uint8Array,
      URL,
      console: SILENT,
      process,
    },
    { microtaskMode: 'afterEvaluate' },
  );
  const load = loader(context);
  return {
    ts,
    version,
    sequelize: load(path.join(folder, 'lib', 'index.js')) as SequelizeClass,
    finish: (job) => finish(context, job),
  };
}

/** It warns of what a dialect does not have, once for each process. */
const SILENT = { log: () => {}, warn: () => {}, error: () => {}, info: () => {}, debug: () => {} };

/** What has asynchronous functions that calls wait for. */
const INSIDE = /[\\/]node_modules[\\/](?:sequelize[\\/]lib|retry-as-promised)[\\/].*\.js$/;

/** Loads modules into the context; the packages that have nothing asynchronous are shared with the program. */
function loader(context: vm.Context): (file: string) => unknown {
  const loaded = new Map<string, { exports: unknown }>();
  const load = (file: string): unknown => {
    const known = loaded.get(file);
    if (known !== undefined) return known.exports;
    const module: { exports: unknown } = { exports: {} };
    loaded.set(file, module);
    const outside = createRequire(file);
    const run = vm.compileFunction(
      readFileSync(file, 'utf8'),
      ['exports', 'require', 'module', '__filename', '__dirname'],
      { filename: file, parsingContext: context },
    );
    const require = (name: string): unknown => {
      const resolved = outside.resolve(name);
      return INSIDE.test(resolved) ? load(resolved) : outside(name);
    };
    run.call(module.exports, module.exports, require, module, file, path.dirname(file));
    return module.exports;
  };
  return load;
}

const JOB = new vm.Script('job().then((value) => settle({ value }), (error) => settle({ error }))');

function finish(context: vm.Context, job: () => unknown): Settled {
  let settled: Settled = { pending: true };
  context.job = job;
  context.settle = (result: Settled) => {
    settled = result;
  };
  try {
    JOB.runInContext(context);
  } catch (error) {
    // a method that is not asynchronous throws at once
    return { error };
  }
  return settled;
}
