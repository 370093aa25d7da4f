import { groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import { keysMadeBy, type NewKey } from '../src/lint/keys.ts';
import { NameAdvisor, type NamingCall } from '../src/lint/name-advice.ts';
import { moduleSlug, slugWord } from '../src/lint/ownership.ts';
import { allSteps, reachOf } from '../src/lint/reach.ts';
import type { MigrationView, Rule } from '../src/lint/rule.ts';
import { withoutPrefix } from '../src/lint/table-prefix.ts';
import { quote, sentences } from '../src/lint/wording.ts';
import type { ObjectKind } from '../src/schema/index.ts';

type NamedKind = Exclude<NewKey['kind'], 'primary'>;

interface Named extends NamingCall {
  readonly kind: NamedKind;
  readonly name: string;
  readonly table: string;
}

const DEFAULT_PATTERN = '{abbrev}_{purpose}_{idx|unq|fk}';

const NOUNS: Readonly<Record<NamedKind, string>> = {
  index: 'index',
  unique: 'unique index',
  foreign: 'foreign key',
  fulltext: 'fulltext index',
  spatial: 'spatial index',
};

/** The ending that a kind of key has, of those that the pattern lists: index, unique index, foreign key. */
function endingOf(kind: NamedKind, endings: readonly string[]): string {
  const place = kind === 'unique' ? 1 : kind === 'foreign' ? 2 : 0;
  return endings[place] ?? endings[0] ?? '';
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** The pattern as a regular expression for one kind of key. */
export function conventionFor(pattern: string, kind: NamedKind, slug: string): RegExp {
  const source = pattern.replace(/\{([^}]*)\}|([^{]+)/g, (_whole, token?: string, text?: string) => {
    if (text !== undefined) return escaped(text);
    switch (token) {
      case 'abbrev':
        return '(?!mod_)[a-z][a-z0-9]*';
      case 'purpose':
        return '[a-z0-9]+(?:_[a-z0-9]+)*';
      case 'slug':
        return escaped(slugWord(slug));
      default:
        return escaped(endingOf(kind, (token ?? '').split('|')));
    }
  });
  return new RegExp(`^${source}$`);
}

function* givenNames(view: MigrationView): IterableIterator<Named> {
  for (const run of allSteps(view)) {
    if (run.direction !== 'up') continue;
    for (const step of run.steps) {
      for (const { kind, name, table, origin } of keysMadeBy(step.statement)) {
        if (kind === 'primary' || name === undefined || origin.nameGiven !== true) continue;
        if (origin.file !== view.migration.file) continue;
        // Too long for PostgreSQL: another rule proposes a short one.
        if (Buffer.byteLength(name) > 63) continue;
        yield { kind, name, table: table.name, target: run.target, step, origin };
      }
    }
  }
}

function objectOf(kind: NamedKind): ObjectKind {
  return kind === 'unique' ? 'unique' : kind === 'foreign' ? 'foreignKey' : 'index';
}

const TELEGRAM = 'modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_rules.php';

function example(key: string): string {
  return `Schema::create('mod_telegram_rules', function (Blueprint $table) {
    $table->id();
    $table->string('event_type', 50);
    $table->string('recipient_group', 50);
    ${key}
});`;
}

export const shortNameConvention: Rule = {
  id: 'short-name-convention',
  severity: 'info',
  recommended: true,
  claims: [],
  docs: {
    what: 'A name that was given to an index, unique index or foreign key of a module does not follow {abbrev}_{purpose}_{idx|unq|fk}.',
    why: 'MySQL and MariaDB allow 64 characters (errno 1059), PostgreSQL keeps 63 bytes, and index names are shared by all tables on SQLite and PostgreSQL. A short abbreviation of the module keeps names within that and apart from those of other modules, and the ending tells what is to be dropped with which call.',
    how: "Take the module's abbreviation, what the key is for, and idx, unq or fk: tg_rules_event_group_unq.",
    engines: [],
    options: {
      pattern: {
        type: 'string',
        default: DEFAULT_PATTERN,
        description:
          "The convention. {abbrev} is a short word (not mod), {purpose} one word or more, {slug} the module's slug; a list such as {idx|unq|fk} has the endings of indexes, unique indexes and foreign keys.",
      },
    },
    bad: [
      {
        title: 'No ending',
        file: TELEGRAM,
        code: example("$table->unique(['event_type', 'recipient_group'], 'rules_event_group');"),
      },
      {
        title: 'The ending of another kind',
        file: TELEGRAM,
        code: example("$table->unique(['event_type', 'recipient_group'], 'tg_rules_event_group_idx');"),
      },
      {
        title: "The module's whole prefix",
        file: TELEGRAM,
        code: example("$table->index('event_type', 'mod_telegram_rules_event_type_idx');"),
      },
    ],
    good: [
      {
        title: 'Abbreviation, purpose, ending',
        file: TELEGRAM,
        code: example("$table->unique(['event_type', 'recipient_group'], 'tg_rules_event_group_unq');"),
      },
      {
        title: 'An automatic name is not looked at',
        file: TELEGRAM,
        code: example("$table->index('event_type');"),
      },
      {
        title: 'The application may name as it likes',
        code: `Schema::create('rules', function (Blueprint $table) {
    $table->id();
    $table->string('event_type', 50)->index('RulesByEvent');
});`,
      },
    ],
  },
  create(context) {
    const given = context.options.pattern;
    const pattern = typeof given === 'string' ? given : DEFAULT_PATTERN;
    const advisor = new NameAdvisor(context);
    /** Names that have been told of, wherever they are given. */
    const told = new Set<string>();
    return {
      migration(view) {
        const slug = moduleSlug(view.migration.owner, context.configured === true);
        if (slug === null) return;
        const hits = [...givenNames(view)].filter(
          (key) => !conventionFor(pattern, key.kind, slug).test(key.name),
        );
        const groups = groupByTarget(hits, context.targets, (hit) => `${placeKey(hit.origin)} ${hit.name}`);
        for (const { hits: same, targets } of groups) {
          const [hit] = same;
          const { origin, name, kind } = hit;
          const reach = reachOf(same.map((one) => one.step));
          const table = withoutPrefix(hit.table, hit.target);
          // A second way to the same key, for databases that are older than its first.
          if (told.has(`${table} ${name}`) && reach.mark.unreached !== undefined) continue;
          told.add(`${table} ${name}`);
          const endings = /\{([^}|]*\|[^}]*)\}/.exec(pattern)?.[1]?.split('|') ?? [];
          const ending = endingOf(kind, endings);
          const wrongEnding =
            ending !== '' &&
            endings.some((other) => other !== ending && name.endsWith(`_${other}`)) &&
            !name.endsWith(`_${ending}`);
          // The proposal is made to the usual convention; another pattern has its own.
          const advice =
            pattern === DEFAULT_PATTERN
              ? advisor.advise(view, hit, { object: objectOf(kind), name, table: hit.table })
              : null;
          context.report({
            file: origin.file,
            span: origin.span,
            message: sentences(
              `${NOUNS[kind]} name ${quote(name)} of module ${quote(slug)} does not follow ${pattern}.`,
              wrongEnding && `The ending of ${kind === 'index' ? 'an' : 'a'} ${NOUNS[kind]} is _${ending}.`,
              !wrongEnding &&
                name.startsWith('mod_') &&
                'The prefix of the tables makes names long; an abbreviation will do.',
              reach.sentence,
            ),
            ...reach.mark,
            help: advice?.help ?? `Name it to the pattern ${pattern}.`,
            engines: ids(targets),
            ...(advice?.fix === undefined ? {} : { fix: advice.fix }),
            related: [...(origin.related ?? []), ...(advice?.related ?? [])],
            data: {
              table,
              name,
              kind,
              module: slug,
              pattern,
              ...(advice === null ? {} : { proposal: advice.proposal }),
              ...(reach.reached ? {} : { reached: false }),
            },
            identity: `${slug} ${table} ${name}`,
          });
        }
      },
    };
  },
};
