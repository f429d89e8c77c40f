/** Names for files and folders, made of names that come from servers and senders and are not to be trusted. */

/** UTF-16 units; with its ending a name stays below the 255 bytes of every file system. */
const MAX_LENGTH = 60;
/** Names that Windows keeps for devices, whatever their ending. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** One part of a path: no separators, no control or format characters, nothing that a shell or Windows takes amiss. */
export function fileName(name: string): string {
  const clean = name
    .normalize('NFC')
    .slice(0, MAX_LENGTH)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[/\\:*?"<>|]/g, '_')
    .replace(/^[\s.~-]+|[\s.]+$/g, '');
  if (clean === '') return '_';
  return DEVICES.test(clean) ? `_${clean}` : clean;
}

/** Gives each key a name of its own, also where file systems take upper and lower case for the same. */
export class UniqueNames {
  readonly #taken = new Set<string>();
  readonly #names = new Map<string, string>();

  /** The name of `key`: `wanted`, or that with a number. The same for the same key. */
  of(key: string, wanted: string): string {
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    let name = wanted;
    for (let number = 2; this.#taken.has(name.toLowerCase()); number++) name = `${wanted} (${number})`;
    this.#taken.add(name.toLowerCase());
    this.#names.set(key, name);
    return name;
  }
}
