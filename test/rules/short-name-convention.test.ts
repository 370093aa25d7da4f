import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'short-name-convention';

describe('the examples', () => {
  it('No ending', async () => {
    expect(await example(RULE, 'No ending')).toMatchInlineSnapshot(`
      "info modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_rules.php:16:21 «unique(['event_type', 'recipient_group'], 'rules_event_group');»
        unique index name "rules_event_group" of module "telegram" does not follow {abbrev}_{purpose}_{idx|unq|fk}.
        help: Name it: ->unique(['event_type', 'recipient_group'], 'tg_rules_event_group_unq')
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        fix (safe): Name it 'tg_rules_event_group_unq'
          modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_rules.php:16:63 «'rules_event_group'» → «'tg_rules_event_group_unq'»
        data: {"table":"mod_telegram_rules","name":"rules_event_group","kind":"unique","module":"telegram","pattern":"{abbrev}_{purpose}_{idx|unq|fk}","proposal":"tg_rules_event_group_unq"}"
    `);
  });
  it('The ending of another kind', async () => {
    expect(await example(RULE, 'The ending of another kind')).toMatchInlineSnapshot(`
      "info modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_rules.php:16:21 «unique(['event_type', 'recipient_group'], 'tg_rules_event_group_idx');»
        unique index name "tg_rules_event_group_idx" of module "telegram" does not follow {abbrev}_{purpose}_{idx|unq|fk}. The ending of a unique index is _unq.
        help: Name it: ->unique(['event_type', 'recipient_group'], 'tg_rules_event_group_unq')
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        fix (safe): Name it 'tg_rules_event_group_unq'
          modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_rules.php:16:63 «'tg_rules_event_group_idx'» → «'tg_rules_event_group_unq'»
        data: {"table":"mod_telegram_rules","name":"tg_rules_event_group_idx","kind":"unique","module":"telegram","pattern":"{abbrev}_{purpose}_{idx|unq|fk}","proposal":"tg_rules_event_group_unq"}"
    `);
  });
  it("The module's whole prefix", async () => {
    expect(await example(RULE, "The module's whole prefix")).toMatchInlineSnapshot(`
      "info modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_rules.php:16:21 «index('event_type', 'mod_telegram_rules_event_type_idx');»
        index name "mod_telegram_rules_event_type_idx" of module "telegram" does not follow {abbrev}_{purpose}_{idx|unq|fk}. The prefix of the tables makes names long; an abbreviation will do.
        help: Name it: ->index('event_type', 'tg_rules_event_idx')
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        fix (safe): Name it 'tg_rules_event_idx'
          modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_rules.php:16:41 «'mod_telegram_rules_event_type_idx'» → «'tg_rules_event_idx'»
        data: {"table":"mod_telegram_rules","name":"mod_telegram_rules_event_type_idx","kind":"index","module":"telegram","pattern":"{abbrev}_{purpose}_{idx|unq|fk}","proposal":"tg_rules_event_idx"}"
    `);
  });
});
