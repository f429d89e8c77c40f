/**
 * One message as an mbox file holds it (RFC 4155), with the quoting called mboxrd: every line that begins with `From `
 * behind any number of `>` gets one more `>`, so that taking one away from each such line gives the very source back.
 */

const LF = 0x0a;
const GREATER = 0x3e;
const FROM = Buffer.from('From ');
/**
 * Stands behind the date of a source whose last line has no end, so that an import gives it back without one. Readers
 * know the form from UUCP, where the name of the host a mail came from stood there.
 */
export const UNENDED = ' remote from unended-line';

/** The separator line, the quoted source, and the empty line that ends it. `date` in milliseconds since the epoch. */
export function mboxEntry(source: Buffer, sender: string, date: number): Buffer {
  const ended = source.at(-1) === LF;
  const from = `${separator(sender, date)}${ended ? '' : UNENDED}\n`;
  return Buffer.concat([Buffer.from(from), quoteFromLines(source), Buffer.from(ended ? '\n' : '\n\n')]);
}

/** `From sender date` with the date as asctime writes it, in UTC. */
function separator(sender: string, date: number): string {
  const address = /^[\x21-\x7e]+$/.test(sender) ? sender : 'MAILER-DAEMON';
  const [day, number, month, year, time] = new Date(date).toUTCString().replace(',', '').split(' ');
  return `From ${address} ${day} ${month} ${number?.replace(/^0/, ' ')} ${time} ${year}`;
}

/** Quotes the source. Lines end with LF, whatever stands before it. */
export function quoteFromLines(source: Buffer): Buffer {
  const pieces: Buffer[] = [];
  let kept = 0;
  for (let at = source.indexOf(FROM); at >= 0; at = source.indexOf(FROM, at + FROM.length)) {
    let start = at;
    while (start > kept && source[start - 1] === GREATER) start--;
    if (start > 0 && source[start - 1] !== LF) continue;
    pieces.push(source.subarray(kept, start), Buffer.from('>'));
    kept = start;
  }
  pieces.push(source.subarray(kept));
  return Buffer.concat(pieces);
}
