/** Names of files as senders give them, which are not to be trusted. */

/** UTF-16 units; with the ending and a number a name stays below the 255 bytes of every file system. */
const MAX_STEM = 60;
const MAX_ENDING = 12;
/** Names that Windows keeps for devices, whatever their ending. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** The ending in lower case, without the dot; empty when there is none. Trailing dots and spaces do not hide it. */
export function fileEnding(name: string): string {
  return /\.([^.\s]{1,20})$/.exec(plain(name))?.[1]?.toLowerCase() ?? '';
}

/**
 * One name without directories that shows what it is: no control or format character that could turn it round on the
 * screen, nothing that a shell or Windows takes amiss, and its ending kept.
 */
export function safeFileName(name: string): string {
  const last = plain(name.replaceAll('\\', '/').split('/').at(-1) ?? '');
  const clean = last.replace(/[:*?"<>|]/g, '_').replace(/^[\s.~-]+/, '');
  const dot = clean.lastIndexOf('.');
  const stem = (dot > 0 ? clean.slice(0, dot) : clean).slice(0, MAX_STEM).trim();
  const ending = dot > 0 ? clean.slice(dot + 1, dot + 1 + MAX_ENDING).trim() : '';
  const whole = ending === '' ? stem || 'attachment' : `${stem || 'attachment'}.${ending}`;
  return DEVICES.test(whole) ? `_${whole}` : whole;
}

function plain(name: string): string {
  return name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[\s.]+$/, '');
}
