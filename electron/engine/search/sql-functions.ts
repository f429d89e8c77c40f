/** What SQL needs to compare names as people do. */
import type { Database } from '../store/transaction.ts';

const provided = new WeakSet<Database>();

/** Makes `skein_names(typed, name, address, contact)` known to this connection; 1 when one of them holds `typed`. */
export function provideNames(db: Database): void {
  if (provided.has(db)) return;
  db.function('skein_names', { deterministic: true, varargs: true }, (typed, ...names) => {
    const wanted = fold(String(typed)).trim();
    return names.some((name) => fold(String(name)).includes(wanted)) ? 1 : 0;
  });
  provided.add(db);
}

/** Without case and marks, as the index compares words. */
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}
