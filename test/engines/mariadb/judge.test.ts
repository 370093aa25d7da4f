import { describeAgainstServer } from '../support/mysql-suite.ts';
import { mariadbJudge } from '../../../src/engines/mariadb/judge.ts';

describeAgainstServer('mariadb', 'DIALINT_TEST_MARIADB', mariadbJudge);
