import { fileIdentity } from '../src/lint/file-identity.ts';
import type { Rule } from '../src/lint/rule.ts';
import { sentences } from '../src/lint/wording.ts';

const COUNTER = 'app/Services/Counter.php';

function service(body: string): string {
  return `<?php
namespace App\\Services;

use App\\Models\\Setting;
use Illuminate\\Support\\Facades\\DB;

class Counter
{
    public function next()
    {
        ${body}
    }
}
`;
}

export const lockOutsideTransaction: Rule = {
  id: 'lock-outside-transaction',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: 'Rows are locked, and no transaction is to be seen around it.',
    why: 'Without a transaction each statement is one of its own: MySQL, MariaDB and PostgreSQL give the lock back as soon as the SELECT is done, and what is written afterwards on the strength of what was read overtakes the others, as without a lock. SQLite has no such locks, so no test shows it. Nothing is said where the file speaks of a transaction anywhere; where the caller opens it, say so in a suppression comment.',
    how: 'Put the lock, and all that rests on what was read, into one DB::transaction(function () { … }).',
    engines: ['mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'Read under a lock, written without',
        file: COUNTER,
        code: service(`$setting = Setting::query()->where('key', 'counter')->lockForUpdate()->first();
        $setting->update(['value' => $setting->value + 1]);`),
      },
      {
        title: 'A shared lock',
        file: COUNTER,
        code: service('return Setting::query()->sharedLock()->get();'),
      },
      {
        title: 'In SQL',
        file: COUNTER,
        code: service("return DB::select('select value from settings where id = 1 for update');"),
      },
    ],
    good: [
      {
        title: 'All in one transaction',
        file: COUNTER,
        code: service(`return DB::transaction(function () {
            $setting = Setting::query()->where('key', 'counter')->lockForUpdate()->first();
            $setting->update(['value' => $setting->value + 1]);
        });`),
      },
      {
        title: 'A transaction that is begun by hand',
        file: COUNTER,
        code: service(`DB::beginTransaction();
        $setting = Setting::query()->lockForUpdate()->first();
        $setting->update(['value' => 2]);
        DB::commit();`),
      },
      {
        title: 'A query that somebody else runs',
        file: COUNTER,
        code: service("return Setting::query()->where('key', 'counter')->lockForUpdate();"),
      },
    ],
  },
  create(context) {
    const engines = context.targets.filter(({ engine }) => engine !== 'sqlite').map(({ id }) => id);
    return {
      fact(fact) {
        if (fact.kind !== 'row-lock' || fact.transaction !== 'none' || !fact.executed) return;
        if (engines.length === 0) return;
        const { origin } = fact;
        context.report({
          file: origin.file,
          span: origin.span,
          message: sentences(
            `${fact.text} locks rows, and no transaction is to be seen around it: the lock is given back when the query is done.`,
            'What is written afterwards on the strength of what was read is not protected.',
          ),
          help: 'Put the lock and what rests on it into one DB::transaction(function () { … }). If a caller opens the transaction, say so in a suppression comment.',
          engines,
          data: { lock: fact.lock, inMigration: fact.inMigration },
          identity: `${fact.lock} ${fileIdentity(origin.file)} ${fact.text.replaceAll(' ', '')}`,
        });
      },
    };
  },
};
