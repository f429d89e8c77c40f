// Loads the addon given as the last argument in the runtime this script runs in, and makes the garbage
// collector run while statements, iterators, user functions and databases are dropped without being closed:
// an addon whose finalizers touch the JavaScript heap passes every plain test and aborts here.
const Database = require('better-sqlite3-multiple-ciphers');

const nativeBinding = process.argv[process.argv.length - 1];
const collect = globalThis.gc ?? (() => {});

function drop() {
  const db = new Database(':memory:', { nativeBinding });
  db.pragma("cipher='sqlcipher'");
  db.exec('CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT); CREATE VIRTUAL TABLE f USING fts5(w)');
  db.function('twice', (value) => value * 2);
  db.aggregate('total', { start: 0, step: (sum, value) => sum + value });
  db.table('numbers', {
    columns: ['n'],
    *rows() {
      for (let n = 0; n < 20; n++) yield [n];
    },
  });
  const insert = db.prepare('INSERT INTO t(b) VALUES (?)');
  db.transaction(() => {
    for (let i = 0; i < 50; i++) insert.run(`row ${i}`);
  })();
  db.prepare('INSERT INTO f VALUES (?)').run('needle in hay');
  if (db.prepare('SELECT count(*) AS n FROM f WHERE f MATCH ?').get('needle').n !== 1)
    throw new Error('FTS5 is missing');
  if (db.prepare('SELECT twice(21) AS n').get().n !== 42) throw new Error('user functions do not work');
  if (db.prepare('SELECT total(a) AS n FROM t').get().n !== 1275) throw new Error('aggregates do not work');
  db.prepare('SELECT n FROM numbers').all();
  for (const row of db.prepare('SELECT * FROM t').iterate()) if (row.a === 10) break;
  try {
    db.prepare('SELECT nothing FROM t');
  } catch {
    // A statement that never came to be is dropped too.
  }
}

let round = 0;
(function next() {
  for (let i = 0; i < 10; i++) drop();
  collect();
  // Finalizers that were postponed run between turns of the event loop.
  if (++round < 12) setImmediate(next);
  else process.stdout.write('ok\n');
})();
