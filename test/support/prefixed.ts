/** Projects whose connections have a table prefix. */
import { migration } from '../rules/project.ts';

export function databaseConfig(prefix: string, prefixIndexes: boolean): string {
  const connection = (name: string, driver: string) =>
    `'${name}' => ['driver' => '${driver}', 'charset' => '${driver === 'pgsql' ? 'utf8' : 'utf8mb4'}', 'prefix' => '${prefix}', 'prefix_indexes' => ${prefixIndexes}],`;
  return `<?php
return [
    'default' => 'mysql',
    'connections' => [
        ${connection('mysql', 'mysql')}
        ${connection('mariadb', 'mariadb')}
        ${connection('pgsql', 'pgsql')}
    ],
];
`;
}

const file = (name: string): string => `database/migrations/2026_01_01_00000${name}.php`;

/** Each has names that a prefix makes too long in another way. */
export const PROJECTS: readonly {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
}[] = [
  {
    title: 'a compound index and a morph',
    files: {
      [file('1_a')]: migration(
        `Schema::create('delivery_notes', function (Blueprint $table) {
            $table->id();
            $table->string('carrier', 20);
            $table->string('tracking_number', 40);
            $table->morphs('notable');
            $table->index(['carrier', 'tracking_number']);
        });`,
        "Schema::drop('delivery_notes');",
      ),
    },
  },
  {
    title: 'foreign keys and a unique index that a later migration drops',
    files: {
      [file('1_a')]: migration(
        `Schema::create('customers', function (Blueprint $table) { $table->id(); });
        Schema::create('customer_addresses', function (Blueprint $table) {
            $table->id();
            $table->foreignId('customer_id')->constrained();
            $table->string('street', 60);
            $table->unique(['customer_id', 'street']);
        });`,
        "Schema::drop('customer_addresses'); Schema::drop('customers');",
      ),
      [file('2_b')]: migration(
        "Schema::table('customer_addresses', function (Blueprint $table) { $table->dropForeign(['customer_id']); $table->dropUnique(['customer_id', 'street']); });",
        "Schema::table('customer_addresses', function (Blueprint $table) { $table->unique(['customer_id', 'street']); $table->foreign('customer_id')->references('id')->on('customers'); });",
      ),
    },
  },
  {
    title: 'a table that is renamed to a longer name',
    files: {
      [file('1_a')]: migration(
        `Schema::create('logs', function (Blueprint $table) { $table->id(); $table->date('day')->index(); });
        Schema::rename('logs', 'log_entries_of_all_the_services_there_are');`,
        "Schema::drop('log_entries_of_all_the_services_there_are');",
      ),
    },
  },
  {
    title: 'two indexes whose names begin alike',
    files: {
      [file('1_a')]: migration(
        `Schema::create('shipments', function (Blueprint $table) {
            $table->id();
            $table->string('tracking_number_of_carrier_a', 40)->index();
            $table->string('tracking_number_of_carrier_b', 40)->index();
        });`,
        "Schema::drop('shipments');",
      ),
    },
  },
];
