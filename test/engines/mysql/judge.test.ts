import { describeAgainstServer } from '../support/mysql-suite.ts';
import { mysqlJudge } from '../../../src/engines/mysql/judge.ts';

describeAgainstServer('mysql', 'DIALINT_TEST_MYSQL', mysqlJudge);
