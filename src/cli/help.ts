/** What there is, and how to use it. Nothing that is not there. */
import { UsageError } from '../project/errors.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { Io } from './io.ts';
import { COMMANDS } from './options.ts';
import { suggestion } from './suggestion.ts';

const GENERAL = `dialint reads migrations of Laravel, Knex, TypeORM, Sequelize, Kysely, MikroORM and db-migrate, and SQL files,
and tells what SQLite, MySQL, MariaDB and PostgreSQL make of them. It runs nothing of your project but a
dialint.config.ts, needs no PHP, and only replay asks real engines.

Usage
  dialint [check] [paths…]   check a project's migrations
  dialint sql [paths…]       the SQL that each engine would be sent, up and down
  dialint replay [paths…]    send the SQL to real engines, up, down and up again, and compare
  dialint explain RULE       what a rule reports and why, with examples
  dialint rules              the rules
  dialint init               write dialint.json from what was found, and say what was guessed
  dialint baseline           accept today's findings, so that only new ones fail
  dialint prefix-budget      the longest table prefix that every name of the project tolerates
  dialint doctor             which engines, packages and programs were found, and what adds those that are missing
  dialint lsp                the language server, for editors
  dialint help [COMMAND]     more about a command

  dialint --version, -V      the version
  dialint --help, -h         this text; after a command, the command's

Exit codes
  0  no finding at or above --fail-on (default: error)
  1  findings
  2  wrong usage or configuration
  3  what was asked for could not be done
`;

const CHECK = `Usage: dialint [check] [paths…] [options]

Checks the migrations of the project that the current folder is in, or that the paths lie in. A path may be a
project's root, a folder or a file; it selects what is reported, the project's whole history is always read.
In a folder that lies in no project, the projects below it are checked: up to two levels down, and in all packages of
the workspaces that it declares (package.json, pnpm-workspace.yaml, lerna.json).

What to judge
  --engine LIST              targets instead of those that the project's files tell:
                             sqlite, mysql, mariadb, postgres, with a version or without: mysql@8.4,mariadb@10.11
  --driver mysql|mariadb     the Laravel driver through which MariaDB is reached
  --framework-version V      the framework's version, instead of the one that the project's files name
  --config FILE              the configuration, instead of dialint.json or dialint.config.* in the project's root
  --no-config-code           do not run a dialint.config.ts, .mts, .js or .mjs, but refuse it (exit code 2)
  --rule LIST                only these rules

What to report on
  --since REV                only files that have changed since this branch left REV (origin/main, a tag, a commit),
                             uncommitted changes and new files included
  --staged                   only files with staged changes, every file as it is staged and not as it is on the disk;
                             with --since, all that is staged or committed since then
  --stdin                    the text on standard input stands for the file of --stdin-filename
  --stdin-filename F         that file, which need not exist; nothing else is reported on

What to fix
  --fix                      write what cannot change a schema that is deployed: names of indexes and keys, misspelt
                             modifiers, a missing down(), the order of drops; with it every place that refers to it.
                             Migrations of the main branch are not edited; without git, only files that are named
  --fix-unsafe               also what changes a schema: lengths of indexed strings, json for text, table prefixes
  --fix-dry-run              print a unified diff instead, and write nothing; with --fix-unsafe all of it

What to print
  --format NAME              pretty (default) for people; json for programs, see schemas/check-output.schema.json;
                             sarif (2.1.0), github (annotations of GitHub Actions), gitlab (code quality), junit,
                             checkstyle, rdjson (reviewdog), markdown (for a pull request's comment),
                             agent (one line for each finding); see docs/formats.md
  --output FILE              write the result to a file instead of standard output
  --quiet                    only errors, no summary; like --verdicts and --statistics for pretty only
  --verdicts                 also a table: what each engine makes of each migration
  --show-config              instead of checking: the configuration that holds, each value with the place that it comes
                             from; with one file as path, the rules as they are for it
  --no-cache                 judge everything anew, and keep nothing
  --statistics               also a table: how many findings each rule has
  --no-color                 no colours; NO_COLOR and FORCE_COLOR in the environment are obeyed as well

When to fail
  --fail-on error|warning|info|never
                             the least severity that gives exit code 1 (default: error)

A list is separated by commas, and its option may be repeated.
`;

const SQL = `Usage: dialint sql [paths…] [options]

Prints the SQL that a project's framework would send to each engine for each migration, up and down. Nothing is run.
The framework's own questions (which tables are there) and the rows of the migrations table are left out.

  --engine LIST              targets instead of those that the project's files tell: mysql@8.4,postgres
  --driver mysql|mariadb     the Laravel driver through which MariaDB is reached
  --framework-version V      the framework's version, instead of the one that the project's files name
  --config FILE              the configuration, instead of dialint.json or dialint.config.* in the project's root
  --no-config-code           do not run a configuration that is code, but refuse it (exit code 2)
  --direction up|down        one direction only
  --format pretty|sql|json   pretty (default) for people, engines beside each other where they differ; sql for a
                             script, in which the way back stands as comments unless --direction down asks for
                             it; json for programs, see schemas/sql-output.schema.json
  --output FILE              write the result to a file instead of standard output
  --no-color                 no colours

What cannot be compiled is told with its line and the reason; the exit code is 3 only where nothing could be.
`;

const REPLAY = `Usage: dialint replay [paths…] [options]

Sends a project's migrations to real engines, up, down and up again, side by side, and compares what each of them has
made. Nothing of your project is run, unless --runner asks for it, and no database of yours is touched: each
engine gets a new one with a random name, which is removed in the end.

Which engines
  --engine LIST              sqlite                   embedded (better-sqlite3)
                             postgres                 embedded (PGlite)
                             mysql, mariadb@10.11     in a container, else a server program of this machine
                             mysql://user@host:port   a server: mysql://, mariadb://, postgres://
                             testcontainers:mysql:8.4 an image; without a tag the target's version
                             local, local:mariadb     a server program of this machine, started privately
                             default: the engines of the project's tests and production
  --driver mysql|mariadb     the Laravel driver through which MariaDB is reached
  --framework-version V      the framework's version, instead of the one that the project's files name
  --config FILE              the configuration, instead of dialint.json or dialint.config.* in the project's root
  --no-config-code           do not run a configuration that is code, but refuse it (exit code 2)
  --runner sql|artisan|knex|typeorm
                             who runs the migrations: dialint, from the SQL that it works out (sql, the default), or
                             your application: with its vendor folder (artisan; needs PHP, DIALINT_PHP names it), or
                             through the library in its node_modules (knex, typeorm). It may connect to the replay's
                             databases only: another connection stops it before it is made
  --rows                     give each new table a few rows before later migrations run, since most accidents with
                             data need some
  --probe                    when all migrations are up, ask each engine what it makes of boundary values (strings that
                             are too long, other case, dates that are none, …) in each column and key, and compare:
                             what the tests on one engine do not see of the others. Nothing of it stays
  --probe-baseline FILE      differences that are known: the file is written where it is not there, and from then on
                             only new ones are shown and fail
  --keep                     leave the databases, containers and servers that the replay made, and print how to look
                             into each and how to remove it; one that is interrupted removes them all the same
  --timeout SECONDS          for how long a statement, or with another runner a migration, may run (default: 60)

What to print
  --format pretty|json|junit|github
                             pretty (default) for people; json for programs, see schemas/replay-output.schema.json;
                             junit for CI servers; github for annotations of GitHub Actions
  --output FILE              write the result to a file instead of standard output
  --report FILE.html         also a page: migrations × engines, the differences side by side, filters
  --no-color                 no colours

Engines need packages that are not installed along with dialint: better-sqlite3, mysql2, pg, @electric-sql/pglite,
testcontainers with @testcontainers/mysql and the like. Where one is missing, the message says which line adds it.
DIALINT_PARTS names a folder in whose node_modules they are looked for as well.

Exit codes
  0  every engine took every migration, and they made the same, but for known differences
  1  a refusal, something left over after down, an unexplained difference, a name too long for a target
  2  wrong usage or configuration
  3  an engine could not be had, or something could not be sent
`;

const EXPLAIN = `Usage: dialint explain RULE

Prints what the rule reports, why it matters, what to do instead, its options, and examples. A rule may also be one
that the dialint.config.ts of the current folder's project brings along, which is run then.

  --no-config-code           only rules of dialint itself
  --no-color                 no colours
`;

const RULES = `Usage: dialint rules [options]

Lists the rules with their default severity and presets. Those that the dialint.config.ts of the current folder's
project brings along are among them: it is run.

  --no-config-code           only rules of dialint itself
  --format pretty|json       json holds everything that explain prints
  --output FILE              write the list to a file instead of standard output
`;

const INIT = `Usage: dialint init [project root] [options]

Writes dialint.json in the project's root from what the project's files tell: the engine of the tests, the engines of
production, and modules. What nothing in the project tells is guessed, and named as guessed with the reason. A
configuration that is there already is left as it is (exit code 2).

  --force                    write dialint.json anew, where there is one
  --no-color                 no colours
`;

const BASELINE = `Usage: dialint baseline [project roots…] [options]

Accepts today's findings: writes them to dialint-baseline.json in the project's root, to be committed. From then on a
check fails on new findings only, and its summary counts those in the baseline. A finding is recognised by its rule,
table and object, so it stays accepted when its code is moved or formatted. Findings that a comment suppresses are
not written.

  --prune                    only remove the entries whose finding is gone, and accept nothing new
  --engine LIST              targets instead of those that the project's files tell: mysql@8.4,postgres
  --driver mysql|mariadb     the Laravel driver through which MariaDB is reached
  --framework-version V      the framework's version, instead of the one that the project's files name
  --config FILE              the configuration, instead of dialint.json or dialint.config.* in the project's root
  --no-config-code           do not run a configuration that is code, but refuse it (exit code 2)

Give the options here that you give to check: what is found depends on them.
`;

const PREFIX_BUDGET = `Usage: dialint prefix-budget [project root] [options]

Tells, for each target, the longest table prefix (the connection's "prefix") that every name of the project tolerates,
and the five names that set the limit, with their place. The prefix is part of the names of tables, and of automatic
names of indexes and foreign keys where the connection's prefix_indexes is on; both settings are told. MySQL and MariaDB
refuse names of more than 64 characters. PostgreSQL cuts them to 63 bytes without a word; what counts there is the first
prefix with which two names become one.

  --engine LIST              targets instead of those that the project's files tell: mysql@8.4,postgres
  --driver mysql|mariadb     the Laravel driver through which MariaDB is reached
  --framework-version V      the framework's version, instead of the one that the project's files name
  --config FILE              the configuration, instead of dialint.json or dialint.config.* in the project's root
  --no-config-code           do not run a configuration that is code, but refuse it (exit code 2)
  --format pretty|json       pretty (default) for people; json for programs
  --output FILE              write the result to a file instead of standard output
  --no-color                 no colours
`;

const DOCTOR = `Usage: dialint doctor [project root] [options]

Tells what was found on this machine and in the project, where, and in which version: the project and its configuration,
git, the cache, how replay would run each target, the packages and programs that some commands need. Beside what is
missing stands the line that adds it. Nothing is started, and a dialint.config.ts is not run.

  --config FILE              the configuration, instead of dialint.json or dialint.config.* in the project's root
  --format pretty|json       pretty (default) for people; json for programs
  --output FILE              write the result to a file instead of standard output
  --no-color                 no colours

Exit codes
  0  whatever optional parts are missing
  2  wrong usage, or a configuration that cannot be
  3  something that the project needs cannot be used: what reads its dialint.config.ts, or Node itself
`;

const LSP = `Usage: dialint lsp [options]

The language server: an editor starts it, and speaks to it on standard input and output. It
shows findings as you type, saved or not, offers their fixes, and tells names, sizes and types where the pointer rests.
docs/editors.md says how to set up VS Code, Neovim, Helix, Zed and PhpStorm.

  --stdio                    standard input and output, which is so in any case: editors' libraries add it
  --clientProcessId ID       the editor's process, with which the server ends; editors' libraries add it
  --no-color                 no colours

What the editor may send as initializationOptions, or as its configuration's section "dialint"
  engines                    targets instead of those that the project's files tell: ["mysql@8.4", "postgres"]
  trustedWorkspace           true: a dialint.config.ts of the workspace may be run, and its packages that read its
                             migrations be loaded (default: false, they are not)

It ends with its editor. What it has to say besides goes to standard error.
`;

export function helpText(topic: string | undefined): string {
  switch (topic) {
    case 'check':
      return CHECK;
    case 'sql':
      return SQL;
    case 'replay':
      return REPLAY;
    case 'explain':
      return EXPLAIN;
    case 'rules':
      return RULES;
    case 'init':
      return INIT;
    case 'baseline':
      return BASELINE;
    case 'prefix-budget':
      return PREFIX_BUDGET;
    case 'doctor':
      return DOCTOR;
    case 'lsp':
      return LSP;
    default:
      return GENERAL;
  }
}

export function help(operands: readonly string[], io: Io): ExitCode {
  const [topic] = operands;
  if (topic !== undefined && !COMMANDS.some((command) => command === topic)) {
    throw new UsageError(
      `no help for ${JSON.stringify(topic)}${suggestion(topic, COMMANDS) || '; a rule: dialint explain RULE'}`,
    );
  }
  io.stdout.write(helpText(topic));
  return EXIT.ok;
}
