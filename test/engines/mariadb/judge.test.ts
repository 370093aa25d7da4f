import { mariadbJudge } from '../../../src/engines/mariadb/judge.ts';
import { describeAgainstServer } from '../support/mysql-suite.ts';

describeAgainstServer('mariadb', 'DIALINT_TEST_MARIADB', mariadbJudge);
