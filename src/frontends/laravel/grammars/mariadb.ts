/** Illuminate\Database\Schema\Grammars\MariaDbGrammar, Laravel 11 to 13: what the `mariadb` driver does differently. */
import { compareVersions, type Statement } from '../../../schema/index.ts';
import type { Blueprint } from '../blueprint.ts';
import { arrayCast } from '../expression.ts';
import type { Fluent } from '../fluent.ts';
import { MySqlGrammar } from './mysql.ts';

export class MariaDbGrammar extends MySqlGrammar {
  protected override readonly shortName: string = 'MariaDbGrammar';

  protected override uuidType(): string {
    const old = this.can.mariaUuidByVersion && compareVersions(this.connection.serverVersion, '10.7.0') < 0;
    return old ? 'char(36)' : 'uuid';
  }

  protected override get sridWord(): string {
    return 'ref_system_id=';
  }

  protected override wrapJsonSelector(value: string): string {
    if (!this.can.mariaJsonValue) return super.wrapJsonSelector(value);
    const [field, path] = this.jsonFieldAndPath(value);
    return `json_value(${field}${path})`;
  }

  override vectorIndexAttributes(): ReturnType<MySqlGrammar['vectorIndexAttributes']> {
    return this.can.mariaVectorIndex
      ? { algorithm: null, operatorClass: 'M=6 DISTANCE=cosine' }
      : super.vectorIndexAttributes();
  }

  protected override vectorIndex(): ReturnType<MySqlGrammar['vectorIndex']> {
    return this.can.mariaVectorIndex
      ? (blueprint, command) => this.#vectorIndex(blueprint, command)
      : super.vectorIndex();
  }

  protected override dropVectorIndex(): ReturnType<MySqlGrammar['dropVectorIndex']> {
    return this.can.dropVectorIndex && ((blueprint, command) => this.dropIndex(blueprint, command));
  }

  #vectorIndex(blueprint: Blueprint, command: Fluent): Statement[] {
    const spec = this.index(command, 'index', { method: 'vector' });
    const sql =
      `alter table ${this.wrapTable(blueprint.table)} add vector index ${this.wrap(command.get('index'))}` +
      `(${this.columnize(arrayCast(command.get('columns')))}) ${command.text('operatorClass')}${this.lock(command)}`;
    return this.alter(blueprint, command, sql, [
      spec === undefined ? undefined : { kind: 'addIndex', index: spec },
    ]);
  }
}
