/** What there is, and how to use it. Nothing that is not there. */
import { UsageError } from '../project/errors.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { Io } from './io.ts';
import { COMMANDS, LATER_COMMANDS } from './options.ts';
import { suggestion } from './suggestion.ts';

const GENERAL = `dialint reads Laravel migrations and tells what SQLite, MySQL, MariaDB and PostgreSQL make of them.
It runs nothing of your project: it needs no PHP, no server and no network.

Usage
  dialint [check] [paths…]   check a project's migrations
  dialint sql [paths…]       the SQL that each engine would be sent, up and down
  dialint explain RULE       what a rule reports and why, with examples
  dialint rules              the rules
  dialint baseline           accept today's findings, so that only new ones fail
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

What to judge
  --engine LIST              targets instead of those that the project's files tell:
                             sqlite, mysql, mariadb, postgres, with a version or without: mysql@8.4,mariadb@10.11
  --driver mysql|mariadb     the Laravel driver through which MariaDB is reached
  --framework-version V      the Laravel version, instead of the one in composer.lock or composer.json
  --config FILE              the configuration, instead of dialint.json in the project's root
  --rule LIST                only these rules

What to report on
  --since REV                only files that have changed since this branch left REV (origin/main, a tag, a commit),
                             uncommitted changes and new files included
  --staged                   only files with staged changes, every file as it is staged and not as it is on the disk;
                             with --since, all that is staged or committed since then
  --stdin                    the text on standard input stands for the file of --stdin-filename
  --stdin-filename F         that file, which need not exist; nothing else is reported on

What to print
  --format pretty|json       pretty (default) for people; json for programs, see schemas/check-output.schema.json
  --output FILE              write the result to a file instead of standard output
  --quiet                    only errors, no summary
  --verdicts                 also a table: what each engine makes of each migration
  --no-cache                 judge everything anew, and keep nothing
  --statistics               also a table: how many findings each rule has
  --no-color                 no colours; NO_COLOR and FORCE_COLOR in the environment are obeyed as well

When to fail
  --fail-on error|warning|info|never
                             the least severity that gives exit code 1 (default: error)

A list is separated by commas, and its option may be repeated.
`;

const SQL = `Usage: dialint sql [paths…] [options]

Prints the SQL that Laravel would send to each engine for each migration, up and down, without running anything.
The framework's own questions (which tables are there) and the rows of the migrations table are left out.

  --engine LIST              targets instead of those that the project's files tell: mysql@8.4,postgres
  --driver mysql|mariadb     the Laravel driver through which MariaDB is reached
  --framework-version V      the Laravel version, instead of the one in composer.lock or composer.json
  --config FILE              the configuration, instead of dialint.json in the project's root
  --direction up|down        one direction only
  --format pretty|sql|json   pretty (default) for people, engines beside each other where they differ; sql for a
                             script, in which the way back stands as comments unless --direction down asks for
                             it; json for programs, see schemas/sql-output.schema.json
  --output FILE              write the result to a file instead of standard output
  --no-color                 no colours

What cannot be compiled is told with its line and the reason; the exit code is 3 only where nothing could be.
`;

const EXPLAIN = `Usage: dialint explain RULE

Prints what the rule reports, why it matters, what to do instead, its options, and examples.
`;

const RULES = `Usage: dialint rules [options]

Lists the rules with their default severity.

  --format pretty|json       json holds everything that explain prints
  --output FILE              write the list to a file instead of standard output
`;

const BASELINE = `Usage: dialint baseline [project roots…] [options]

Accepts today's findings: writes them to dialint-baseline.json in the project's root, to be committed. From then on a
check fails on new findings only, and its summary counts those in the baseline. A finding is recognised by its rule,
table and object, so it stays accepted when its code is moved or formatted. Findings that a comment suppresses are
not written.

  --prune                    only remove the entries whose finding is gone, and accept nothing new
  --engine LIST              targets instead of those that the project's files tell: mysql@8.4,postgres
  --driver mysql|mariadb     the Laravel driver through which MariaDB is reached
  --framework-version V      the Laravel version, instead of the one in composer.lock or composer.json
  --config FILE              the configuration, instead of dialint.json in the project's root

Give the options here that you give to check: what is found depends on them.
`;

export function helpText(topic: string | undefined): string {
  switch (topic) {
    case 'check':
      return CHECK;
    case 'sql':
      return SQL;
    case 'explain':
      return EXPLAIN;
    case 'rules':
      return RULES;
    case 'baseline':
      return BASELINE;
    default:
      return GENERAL;
  }
}

export function help(operands: readonly string[], io: Io): ExitCode {
  const [topic] = operands;
  if (topic !== undefined && LATER_COMMANDS.includes(topic)) {
    throw new UsageError(`command ${topic} is not available in this version`);
  }
  if (topic !== undefined && !COMMANDS.some((command) => command === topic)) {
    throw new UsageError(
      `no help for ${JSON.stringify(topic)}${suggestion(topic, COMMANDS) || '; a rule: dialint explain RULE'}`,
    );
  }
  io.stdout.write(helpText(topic));
  return EXIT.ok;
}
