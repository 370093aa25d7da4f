import { describe, expect, it } from 'vitest';
import { globMatcher } from '../../src/lint/glob.ts';
import {
  abbreviate,
  moduleAbbreviations,
  type NameRequest,
  proposeName,
  shorten,
} from '../../src/lint/short-name.ts';
import { acceptSentence, codeText, joinWords, listEngines, plural } from '../../src/lint/wording.ts';
import { nearest } from '../../src/schema/index.ts';
import { MARIADB, MYSQL, POSTGRES, SQLITE, target } from '../support/timeline.ts';

describe('wording', () => {
  it('joins words', () => {
    expect(joinWords([])).toBe('');
    expect(joinWords(['a'])).toBe('a');
    expect(joinWords(['a', 'b'])).toBe('a and b');
    expect(joinWords(['a', 'b', 'c'])).toBe('a, b and c');
  });

  it('leaves versions out where nothing is lost by it', () => {
    const old = target('mysql@5.7');
    expect(listEngines([MARIADB, MYSQL], [SQLITE, MYSQL, MARIADB])).toBe('MySQL and MariaDB');
    expect(listEngines([MYSQL], [MYSQL, old])).toBe('MySQL 8.4');
    expect(listEngines([MYSQL, old], [MYSQL, old, POSTGRES])).toBe('MySQL');
    expect(acceptSentence([SQLITE], [SQLITE, MYSQL])).toBe('SQLite accepts it.');
    expect(acceptSentence([POSTGRES, SQLITE], [SQLITE, POSTGRES])).toBe('SQLite and PostgreSQL accept it.');
    expect(acceptSentence([], [SQLITE])).toBe('');
  });

  it('writes codes as users of the engine know them', () => {
    expect(codeText('mysql', '1059')).toBe('errno 1059');
    expect(codeText('mariadb', '1103')).toBe('errno 1103');
    expect(codeText('postgres', '42P07')).toBe('SQLSTATE 42P07');
    expect(codeText('sqlite', 'SQLITE_ERROR')).toBe('SQLITE_ERROR');
  });

  it('counts', () => {
    expect(plural(1, 'character')).toBe('1 character');
    expect(plural(2, 'key part')).toBe('2 key parts');
  });
});

describe('nearest', () => {
  const known = ['identifier-too-long', 'index-key-too-long', 'engine-rejects', 'select-for-update'];
  it.each([
    ['identifier-to-long', 'identifier-too-long'],
    ['identifer_too_long', 'identifier-too-long'],
    ['engine-reject', 'engine-rejects'],
    ['key-too-long', 'index-key-too-long'],
    ['for-update', 'select-for-update'],
  ])('%s → %s', (word, meant) => {
    expect(nearest(word, known)).toBe(meant);
  });

  it('does not guess wildly', () => {
    expect(nearest('no-console', known)).toBeUndefined();
  });
});

describe('globs', () => {
  it.each([
    ['database/migrations/2019_*', 'database/migrations/2019_01_01_x.php', true],
    ['database/migrations/2019_*', 'database/migrations/2020_01_01_x.php', false],
    ['database/migrations/*', 'database/migrations/tenant/x.php', true],
    ['modules/*/database', 'modules/tg/database/migrations/x.php', true],
    ['modules/*', 'packages/tg/x.php', false],
    ['**/legacy/**', 'database/migrations/legacy/x.php', true],
    ['2019_*', 'database/migrations/2019_x.php', true],
    ['./database/{a,b}/*.php', 'database/b/x.php', true],
    ['database/{a,b}/*.php', 'database/c/x.php', false],
    ['database/[!a]x.php', 'database/bx.php', true],
    ['database/?x.php', 'database/bx.php', true],
    ['database/x.php', 'database/x-php', false],
  ])('%s, %s: %s', (glob, file, expected) => {
    expect(globMatcher(glob)(file)).toBe(expected);
  });
});

describe('short names', () => {
  const propose = (request: NameRequest, taken: readonly string[] = []): string =>
    proposeName(request, request.module === null ? null : abbreviate(request.module), (name) =>
      taken.includes(name),
    );

  it.each([
    ['telegram', 'tg'],
    ['documents', 'doc'],
    ['billing', 'bil'],
    ['weather', 'wth'],
    ['my-module', 'mm'],
    ['gps', 'gps'],
    ['2fa', 'x2fa'],
  ])('abbreviates %s to %s', (slug, short) => {
    expect(abbreviate(slug)).toBe(short);
  });

  it('gives each module an abbreviation of its own', () => {
    const short = moduleAbbreviations(['telegram', 'telegraph', 'documents', 'docs']);
    expect(new Set(short.values()).size).toBe(4);
    expect(moduleAbbreviations(['docs', 'telegraph', 'documents', 'telegram'])).toEqual(short);
  });

  it('shortens words to their stems', () => {
    expect(shorten('enrollment', 8)).toBe('enroll');
    expect(shorten('notifications', 8)).toBe('notif');
    expect(shorten('rules', 8)).toBe('rules');
  });

  it('proposes the names of the convention', () => {
    expect(
      propose({
        table: 'mod_telegram_enrollment_tokens',
        module: 'telegram',
        columns: ['notifiable_type', 'notifiable_id'],
        suffix: 'idx',
      }),
    ).toBe('tg_enroll_notifiable_idx');
    expect(
      propose({
        table: 'mod_telegram_notification_rules',
        module: 'telegram',
        columns: ['event_type', 'recipient_group'],
        suffix: 'unq',
      }),
    ).toBe('tg_rules_event_group_unq');
    expect(
      propose({
        table: 'mod_documents_entries',
        module: 'documents',
        columns: ['customer_id', 'visibility'],
        suffix: 'idx',
      }),
    ).toBe('doc_customer_visibility_idx');
  });

  it('uses more of the table, then numbers, where a name is taken', () => {
    const request: NameRequest = {
      table: 'mod_telegram_notification_rules',
      module: 'telegram',
      columns: ['event_type'],
      suffix: 'idx',
    };
    const first = propose(request);
    const second = propose(request, [first]);
    const third = propose(request, [first, second]);
    expect([first, second, third]).toEqual([
      'tg_rules_event_idx',
      'tg_notif_rules_event_idx',
      'tg_rules_event_2_idx',
    ]);
  });

  it('makes do without a module', () => {
    expect(
      propose({
        table: 'customer_appointment_reminders',
        module: null,
        columns: ['customer_id', 'delivery_channel'],
        suffix: 'idx',
      }),
    ).toBe('car_customer_channel_idx');
    expect(propose({ table: 'subscriptions', module: null, columns: ['stripe_status'], suffix: 'unq' })).toBe(
      'sub_status_unq',
    );
  });

  it('stays short, ASCII and lower case, whatever the columns', () => {
    const requests: NameRequest[] = [
      { table: 'Kündigungen', module: null, columns: ['Straße', 'größe'], suffix: 'idx' },
      { table: '日本', module: null, columns: ['語'], suffix: 'fk' },
      { table: 'x'.repeat(90), module: 'y'.repeat(90), columns: ['z'.repeat(90)], suffix: 'fk' },
      {
        table: 'mod_a_b',
        module: 'a',
        columns: Array.from({ length: 17 }, (_, i) => `some_long_column_name_${i}`),
        suffix: 'unq',
      },
      { table: 'mod_a_entries', module: 'a', columns: [], suffix: 'idx' },
    ];
    for (const request of requests) {
      const name = propose(request);
      expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*_(idx|unq|fk)$/);
      expect(name.length).toBeLessThanOrEqual(63);
    }
  });
});
