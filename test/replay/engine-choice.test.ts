/** What `replay --engine` takes besides the names of engines. */
import { describe, expect, it } from 'vitest';
import { readEngineChoice } from '../../src/replay/engine-choice.ts';

const read = (text: string) => readEngineChoice(text, (engine) => (engine === 'mysql' ? '8.4' : '10.11'));

describe('readEngineChoice', () => {
  it('leaves names of engines to others', () => {
    expect(read('mysql')).toBeUndefined();
    expect(read('mysql@8.4')).toBeUndefined();
    expect(read('sqlite')).toBeUndefined();
  });

  it.each([
    ['mysql://root@127.0.0.1:3306', 'url'],
    ['mariadb://u:p@db/x', 'url'],
    ['postgresql://u@h', 'url'],
    ['local', 'local'],
    ['local:mariadb', 'local'],
    ['testcontainers:mysql:9', 'container'],
  ])('takes %s', (text, kind) => {
    expect(read(text)).toMatchObject({ kind });
  });

  it('never repeats a password', () => {
    expect(read('mysql://root:secret@h/db')).toMatchObject({ asked: 'mysql://root:***@h/db' });
  });

  it('gives an image without a tag the target’s version', () => {
    expect(read('testcontainers:mysql')).toMatchObject({ engine: 'mysql', image: 'mysql:8.4' });
    expect(read('testcontainers:registry.example:5000/team/mariadb')).toMatchObject({
      engine: 'mariadb',
      image: 'registry.example:5000/team/mariadb:10.11',
    });
    expect(read('testcontainers:percona/percona-server:8.0')).toMatchObject({
      engine: 'mysql',
      image: 'percona/percona-server:8.0',
    });
  });

  it.each([
    ['oracle://h', 'oracle://'],
    ['mysql://', 'names no host'],
    ['local:postgres', 'local starts a mysql or mariadb server'],
    ['testcontainers:redis:7', 'neither mysql, mariadb nor postgres'],
    ['://', 'no URL'],
  ])('says what is wrong with %s', (text, problem) => {
    expect(read(text)).toMatchObject({ problem: expect.stringContaining(problem) });
  });
});
