import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitSql } from '../../../src/frontends/sql/split.ts';
import { ENGINE_NAMES, type EngineName } from '../../../src/schema/index.ts';

const split = (text: string, dialect: EngineName) => splitSql(text, dialect).map(({ sql }) => sql);

describe.each(ENGINE_NAMES)('on %s', (dialect) => {
  test('semicolons separate; blanks, comments and empty statements go', () => {
    expect(split(' select 1 ;; -- x;y\n/* a;b */ select 2; \n', dialect)).toEqual(['select 1', 'select 2']);
    expect(split('', dialect)).toEqual([]);
    expect(split(' ; -- nothing\n', dialect)).toEqual([]);
  });

  test('offsets point into the text', () => {
    const text = "\n select 'é😀;' ;\n\tselect 2";
    for (const { sql, start, end } of splitSql(text, dialect)) expect(text.slice(start, end)).toBe(sql);
    expect(splitSql(text, dialect).map(({ start }) => start)).toEqual([2, 19]);
  });

  test('quotes hide semicolons', () => {
    expect(split("select 'a;''b;'; select 2", dialect)).toEqual(["select 'a;''b;'", 'select 2']);
    expect(split('select "a;""b;"; select 2', dialect)).toEqual(['select "a;""b;"', 'select 2']);
  });

  test('a quote or comment that is not closed goes on to the end', () => {
    expect(split("select 'a; select 2", dialect)).toEqual(["select 'a; select 2"]);
    expect(split('select 1; /* a; select 2', dialect)).toEqual(['select 1']);
  });

  test('whatever the text: it ends, the pieces are in order, and only separators are lost', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...(
          "; ;; ' '' \" ` [ ] $$ $a$ $ -- --\n # /* */ /*! /*!50003 /*M! \\ \\' E' \n ( ) @ @@ : :: ? DELIMITER // $$ " +
          'delimiter\t; BEGIN END CASE IF THEN LOOP REPEAT WHILE CREATE TRIGGER PROCEDURE FUNCTION EVENT ATOMIC NOT x 1e5 0x'
        ).split(' '),
        ' ',
        '\nDELIMITER ;;\n',
        '\0',
        '\ud800',
      ),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (parts) => {
        const text = parts.join(' ');
        let at = 0;
        let rest = '';
        for (const { sql, start, end } of splitSql(text, dialect)) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          expect(text.slice(start, end)).toBe(sql);
          rest += `${text.slice(at, start)}\n`;
          at = end;
        }
        rest += text.slice(at);
        // What is left over holds no statement of its own.
        if (!/delimiter/i.test(text) && !/\/\*|\*\//.test(text)) {
          const bare = rest.replace(/--[^\n]*|#[^\n]*/g, '').replace(/[\s\0;]/g, '');
          if (!/--|#/.test(text)) expect(bare).toBe('');
        }
      }),
      { numRuns: 400 },
    );
  });

  test('a long text takes no more than linear time', () => {
    const text = `insert into t values ('${'x'.repeat(50)}');\n`.repeat(20_000);
    expect(splitSql(text, dialect)).toHaveLength(20_000);
    const hostile = 'CREATE PROCEDURE p() BEGIN '.repeat(2_000) + 'IF x THEN '.repeat(2_000);
    expect(splitSql(hostile, dialect).length).toBeGreaterThan(0);
  });
});

describe('comments', () => {
  test('MySQL wants a blank behind two dashes', () => {
    expect(split('select 1--1; select 2', 'mysql')).toEqual(['select 1--1', 'select 2']);
    expect(split('select 1--1; select 2\n', 'sqlite')).toEqual(['select 1']);
    expect(split('select 1 --\n; select 2', 'mysql')).toEqual(['select 1', 'select 2']);
  });

  test('# begins one on MySQL and MariaDB only', () => {
    expect(split('select 1 # a;b\n; select 2', 'mariadb')).toEqual(['select 1', 'select 2']);
    expect(split('select 1 # 2; select 3', 'postgres')).toEqual(['select 1 # 2', 'select 3']);
  });

  test('PostgreSQL nests them', () => {
    expect(split('/* a /* b; */ c; */ select 1', 'postgres')).toEqual(['select 1']);
    expect(split('/* a /* b; */ select 1', 'mysql')).toEqual(['select 1']);
  });

  test('MySQL executes some', () => {
    expect(split('/*!40101 SET NAMES utf8 */; select 2', 'mysql')).toEqual([
      '/*!40101 SET NAMES utf8 */',
      'select 2',
    ]);
    expect(
      split("/*!50003 CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW SET @a = ';' */; select 2", 'mysql'),
    ).toHaveLength(2);
    expect(split('/*M! select 1 */; select 2', 'mariadb')).toHaveLength(2);
    expect(split('/*M! select 1 */; select 2', 'mysql')).toEqual(['select 2']);
    expect(split('/*! select 1 */; select 2', 'postgres')).toEqual(['select 2']);
  });
});

describe('quotes', () => {
  test('backslashes escape on MySQL, and in E strings of PostgreSQL', () => {
    expect(split("select 'a\\'; select 2'; select 3", 'mysql')).toEqual([
      "select 'a\\'; select 2'",
      'select 3',
    ]);
    expect(split("select 'a\\'; select 2", 'postgres')).toEqual(["select 'a\\'", 'select 2']);
    expect(split("select E'a\\'; b'; select 2", 'postgres')).toEqual(["select E'a\\'; b'", 'select 2']);
    expect(split("select 'a\\'; select 2", 'sqlite')).toEqual(["select 'a\\'", 'select 2']);
  });

  test('dollar quotes', () => {
    expect(split('do $$ begin x; y; end $$; select 1', 'postgres')).toEqual([
      'do $$ begin x; y; end $$',
      'select 1',
    ]);
    expect(split('select $a$ ; $b$ ; $a$; select 1', 'postgres')).toHaveLength(2);
    expect(split('select a$b$; select c$b$', 'postgres')).toEqual(['select a$b$', 'select c$b$']);
    expect(split('select $1; select $2', 'postgres')).toHaveLength(2);
  });

  test('backticks and brackets', () => {
    expect(split('select `a;b`; select 2', 'mysql')).toEqual(['select `a;b`', 'select 2']);
    expect(split('select [a;b]; select 2', 'sqlite')).toEqual(['select [a;b]', 'select 2']);
    expect(split('select a[1]; select 2', 'postgres')).toHaveLength(2);
  });
});

describe('bodies', () => {
  const trigger = 'CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW BEGIN SET @a = 1; SET @b = 2; END';

  test('of triggers, procedures, functions and events stay whole', () => {
    expect(split(`${trigger}; select 1`, 'mysql')).toEqual([trigger, 'select 1']);
    const nested =
      'CREATE DEFINER=`root`@`localhost` PROCEDURE p(n INT) BEGIN DECLARE i INT; WHILE i < n DO IF i > 2 THEN SET i = IF(a, 1, 2); ELSEIF i = 3 THEN SET i = 1; END IF; ' +
      'CASE i WHEN 1 THEN SELECT 1; ELSE BEGIN SELECT CASE WHEN 1 THEN 2 END; END; END CASE; END WHILE; l: LOOP LEAVE l; END LOOP l; REPEAT SET i = REPEAT(1, 2); UNTIL i END REPEAT; END';
    expect(split(`${nested};\nselect 1;`, 'mysql')).toEqual([nested, 'select 1']);
    expect(split(`${nested};\nselect 1;`, 'mariadb')).toEqual([nested, 'select 1']);
    const sqlite =
      'CREATE TEMP TRIGGER IF NOT EXISTS t AFTER UPDATE OF a ON x WHEN new.a > 1 BEGIN UPDATE x SET a = CASE WHEN 1 THEN 2 ELSE 3 END; DELETE FROM y; END';
    expect(split(`${sqlite}; select 1`, 'sqlite')).toEqual([sqlite, 'select 1']);
    const atomic =
      'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END';
    expect(split(`${atomic}; select 1`, 'postgres')).toEqual([atomic, 'select 1']);
    const event = 'CREATE EVENT e ON SCHEDULE EVERY 1 HOUR DO BEGIN DELETE FROM a; DELETE FROM b; END';
    expect(split(`${event}; select 1`, 'mysql')).toEqual([event, 'select 1']);
  });

  test('a body without BEGIN', () => {
    const plain = 'CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW SET NEW.a = 1';
    expect(split(`${plain}; select 1`, 'mysql')).toEqual([plain, 'select 1']);
    const conditional =
      'CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW IF NEW.a THEN IF NEW.b THEN SET NEW.b = 1; END IF; SET NEW.a = 1; END IF';
    expect(split(`${conditional}; select 1`, 'mysql')).toEqual([conditional, 'select 1']);
  });

  test('tables called event and columns called trigger have none', () => {
    expect(split('create table event (`begin` int, trigger_at int); select 1', 'mysql')).toHaveLength(2);
    expect(split('begin; select 1; commit', 'mysql')).toHaveLength(3);
    expect(split('begin; select 1; end', 'sqlite')).toHaveLength(3);
    expect(split('drop trigger if exists begin_x; select 1', 'mysql')).toHaveLength(2);
  });

  test("a rule's statements stand in parentheses", () => {
    expect(
      split('create rule r as on insert to a do also (delete from b; delete from c); select 1', 'postgres'),
    ).toHaveLength(2);
  });
});

describe('DELIMITER', () => {
  test('changes what separates', () => {
    const text =
      'DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\nselect 2//\nDELIMITER ;\nselect 3;';
    expect(split(text, 'mysql')).toEqual([
      'CREATE PROCEDURE p() BEGIN SELECT 1; END',
      'select 2',
      'select 3',
    ]);
  });

  test('$$ and ;;', () => {
    expect(
      split('delimiter $$\nselect 1; select 2 $$\nbegin end$$\ndelimiter ;\nselect 3', 'mariadb'),
    ).toEqual(['select 1; select 2', 'begin end', 'select 3']);
    expect(split('DELIMITER ;;\nselect 1;;\nDELIMITER ;\nselect 2', 'mysql')).toEqual([
      'select 1',
      'select 2',
    ]);
  });

  test('is no command elsewhere', () => {
    expect(split('DELIMITER //\nselect 1; select 2', 'postgres')).toEqual([
      'DELIMITER //\nselect 1',
      'select 2',
    ]);
  });
});
