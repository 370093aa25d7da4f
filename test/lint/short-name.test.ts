import { describe, expect, it } from 'vitest';
import {
  abbreviate,
  moduleAbbreviations,
  type NameRequest,
  proposeName,
  shorten,
  wordsOf,
} from '../../src/lint/short-name.ts';

describe('the words of an identifier', () => {
  it.each([
    ['customer_object_id', ['customer', 'object', 'id']],
    ['customerObjectId', ['customer', 'object', 'id']],
    ['version2Name', ['version2', 'name']],
    ['crm.contact-people', ['crm', 'contact', 'people']],
    ['__due__on__', ['due', 'on']],
    ['Übersicht_für_Größe', ['ubersicht', 'fur', 'gro', 'e']],
    ['顧客', []],
  ])('%s', (identifier, words) => {
    expect(wordsOf(identifier)).toEqual(words);
  });
});

describe('the short form of a name', () => {
  it.each([
    // the second part of a compound is as telling as the first
    ['telegram', 'tg'],
    ['whatsapp', 'wa'],
    ['workshop', 'ws'],
    ['timesheets', 'ts'],
    ['mytelegram', 'myt'],
    ['telex', 'tel'],
    // three letters, if the third is a consonant
    ['documents', 'doc'],
    ['fleet', 'flt'],
    ['routing', 'rtn'],
    ['weather', 'wth'],
    ['louvre', 'lvr'],
    ['aeon', 'aeo'],
    ['crm', 'crm'],
    ['ace', 'ace'],
    ['hr', 'hr'],
    // initials
    ['winter_service_contracts', 'wsc'],
    ['winterService', 'ws'],
    ['a_b_c_d_e_f_g_h', 'abcdef'],
    // what begins with a digit, and what has no letters
    ['2fa', 'x2fa'],
    ['3d_a_b_c_d_e_f', 'x3abcd'],
    ['顧客', 'x'],
  ])('%s: %s', (name, short) => {
    expect(abbreviate(name)).toBe(short);
  });
});

describe('the short forms of modules', () => {
  const of = (...slugs: string[]) => Object.fromEntries(moduleAbbreviations(slugs));

  it('are those of their names', () => {
    expect(of('telegram', 'fleet', 'winter-service')).toEqual({
      telegram: 'tg',
      fleet: 'flt',
      'winter-service': 'ws',
    });
  });

  it('are longer where two would be the same, in the order of the alphabet', () => {
    expect(of('telegraph', 'telegram')).toEqual({ telegram: 'tg', telegraph: 'tel' });
    expect(of('ab-cd', 'a-c')).toEqual({ 'a-c': 'ac', 'ab-cd': 'abc' });
    expect(of('abcd', 'abc')).toEqual({ abc: 'abc', abcd: 'abcd' });
    expect(of('documents', 'docking', 'docs')).toEqual({ docking: 'doc', docs: 'docs', documents: 'docu' });
    expect(of('alpha-beta-gamma-delta', 'apple-banana-grape-date')).toEqual({
      'alpha-beta-gamma-delta': 'abgd',
      'apple-banana-grape-date': 'appl',
    });
  });

  it('have a number where the whole name is not enough', () => {
    expect(of('ab', 'a-b')).toEqual({ 'a-b': 'ab', ab: 'ab2' });
    expect(of('顧客', '在庫', '天気')).toEqual({ 在庫: 'x', 天気: 'x2', 顧客: 'x3' });
  });
});

describe('a word cut to a length', () => {
  it.each([
    ['notifiable', 10, 'notifiable'],
    ['enrollment', 8, 'enroll'],
    ['notifications', 8, 'notif'],
    ['recipient', 8, 'recipien'],
    // no vowels at the end, but for what is very short
    ['employees', 8, 'employ'],
    ['categories', 6, 'categ'],
    ['creations', 8, 'cre'],
    // the stem must be a word still
    ['stations', 7, 'station'],
  ])('%s to %i: %s', (word, length, short) => {
    expect(shorten(word, length)).toBe(short);
  });
});

describe('a proposal', () => {
  function proposed(
    request: Partial<NameRequest>,
    abbreviation: string | null = null,
    taken: readonly string[] = [],
  ): string {
    const whole: NameRequest = { table: 'invoices', module: null, columns: [], suffix: 'idx', ...request };
    return proposeName(whole, abbreviation, (name) => taken.includes(name));
  }

  it('is made of the table, the columns and the kind', () => {
    expect(proposed({ columns: ['due_on'] })).toBe('inv_on_idx');
    expect(proposed({ columns: ['customer_id', 'number'], suffix: 'unq' })).toBe('inv_customer_number_unq');
    expect(proposed({ table: 'rental_contracts', columns: ['customer_id'], suffix: 'fk' })).toBe(
      'rc_customer_fk',
    );
    expect(proposed({ table: '2fa', columns: ['user_id'] })).toBe('x2fa_user_idx');
  });

  it('without columns, is made of the last word of the table', () => {
    expect(proposed({ table: 'rental_contracts', suffix: 'pk' })).toBe('rc_contract_pk');
    expect(proposed({ table: 'app_rental_contracts' })).toBe('arc_contract_idx');
  });

  it('begins with the abbreviation of the module, and leaves its prefix out', () => {
    const request = { module: 'telegram', columns: ['notifiable_type', 'notifiable_id'] };
    for (const table of [
      'mod_telegram_enrollment_tokens',
      'telegram_enrollment_tokens',
      'mod_enrollment_tokens',
      'enrollment_tokens',
    ])
      expect(proposed({ ...request, table }, 'tg')).toBe('tg_enroll_notifiable_idx');
    expect(proposed({ ...request, table: 'mod_enrollment_tokens' }, 'tg', ['tg_enroll_notifiable_idx'])).toBe(
      'tg_enroll_tokens_notifiable_idx',
    );
    expect(proposed({ ...request, table: 'mod_fleet_cars', columns: ['on'] }, 'tg')).toBe('tg_cars_on_idx');
    expect(proposed({ ...request, table: 'mod_telegram', columns: ['on'] }, 'tg')).toBe('tg_on_idx');
  });

  it('takes the last word of the table that says something', () => {
    const at = (table: string, columns: string[] = ['on']) =>
      proposed({ table, module: 'fleet', columns }, 'fl');
    expect(at('mod_fleet_tyre_list_entries')).toBe('fl_tyre_on_idx');
    expect(at('mod_fleet_items')).toBe('fl_on_idx');
    expect(at('mod_fleet_item_lists', [])).toBe('fl_item_lists_idx');
    expect(at('mod_fleet_tyres', [])).toBe('fl_tyres_idx');
  });

  it('takes the telling word of a column', () => {
    const of = (...columns: string[]) => proposed({ columns });
    expect(of('id')).toBe('inv_id_idx');
    expect(of('type', 'id')).toBe('inv_type_id_idx');
    expect(of('customer_object_id')).toBe('inv_object_idx');
    expect(of('customer_object_type', 'customer_object_id')).toBe('inv_object_idx');
    expect(of('start_date', 'end_date', 'final_date')).toBe('inv_date_end_final_idx');
    expect(of('a_b_x', 'ab_x')).toBe('inv_x_ab_idx');
    expect(of('顧客', 'day')).toBe('inv_day_idx');
  });

  it('of many columns, keeps the first and the last', () => {
    const columns = ['aa', 'bb', 'cc', 'dd', 'ee'];
    expect(proposed({ columns })).toBe('inv_aa_bb_cc_dd_ee_idx');
    expect(proposed({ columns: [...columns, 'ff'] })).toBe('inv_aa_bb_cc_dd_ff_idx');
  });

  it('cuts the words as far as it takes to stay within 40 characters', () => {
    const columns = ['manufacturer', 'organization'];
    const pallets = { table: 'pallets', module: 'fleet' };
    expect(proposed({ ...pallets, columns }, 'fl')).toBe('fl_pallets_manufacturer_organization_idx');
    expect(proposed({ ...pallets, columns }, 'flt')).toBe('flt_pallets_manufact_organ_idx');
    const four = ['warehouse', 'department', 'supplier', 'carrier'];
    expect(proposed({ ...pallets, columns: four }, 'fl')).toBe('fl_pallet_wareh_depart_suppl_carr_idx');
    const five = ['warranties', 'dispatcher', 'transport', 'customers', 'forwarders'];
    expect(proposed({ ...pallets, columns: five }, 'abcdef')).toBe('abcdef_pall_warr_disp_forw_idx');
  });

  it('takes the whole name of the table where the first choice is taken, then a number', () => {
    const tyres = { table: 'mod_fleet_tyre_changes', module: 'fleet', columns: ['on'] };
    const names = [
      'fl_changes_on_idx',
      'fl_tyre_changes_on_idx',
      'fl_changes_on_2_idx',
      'fl_changes_on_3_idx',
    ];
    for (const [i, name] of names.entries()) expect(proposed(tyres, 'fl', names.slice(0, i))).toBe(name);
    const own = ['inv_on_idx', 'inv_invoices_on_idx', 'inv_on_2_idx', 'inv_on_3_idx'];
    for (const [i, name] of own.entries()) {
      expect(proposed({ columns: ['on'] }, null, own.slice(0, i))).toBe(name);
    }
  });

  it('cuts the words to the utmost where a table has many', () => {
    const request = {
      table: 'warranty_dispatcher_transport_customers',
      module: 'fleet',
      columns: ['forwarders', 'handlers', 'suppliers'],
    };
    const first = proposed(request, 'abcdefghij');
    expect(first).toBe('abcdefghij_custom_forwar_handl_suppl_idx');
    expect(proposed(request, 'abcdefghij', [first])).toBe('abcdefghij_war_dis_tra_cus_forw_supp_idx');
  });

  it('never has more than 63 characters', () => {
    const table = 'ant_bee_cat_dog_elk_fox_gnu_hen_jay_kit_owl_pig_ram_rat_sow_yak';
    const of = (suffix: NameRequest['suffix']) => {
      const request = { table, module: 'fleet', suffix };
      return proposed(request, 'abcdefghij', [`abcdefghij_yak_${suffix}`]);
    };
    expect(of('idx')).toBe('abcdefghij_ant_bee_cat_dog_elk_fox_gnu_hen_jay_kit_owl_pig_idx');
    expect(of('fk')).toBe('abcdefghij_ant_bee_cat_dog_elk_fox_gnu_hen_jay_kit_owl_pig_r_fk');
  });

  it('has no gap where nothing is left of a word', () => {
    expect(proposed({ columns: ['aaaaaaaaaaaaaaaa', 'day'] })).toBe('inv_day_idx');
  });
});
