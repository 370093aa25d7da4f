import { mysqlJudge } from '../../../src/engines/mysql/judge.ts';
import { describeAgainstServer } from '../support/mysql-suite.ts';

describeAgainstServer('mysql', 'DIALINT_TEST_MYSQL', mysqlJudge);
