/** Subjects compared (RFC 5256 section 2.1), with one departure: tags in brackets stay. */

const MAX_SUBJECT = 1000;

// RFC 5256 knows Re, Fw and Fwd; the others are what common clients write in their own languages.
const REPLY = 're|aw|sv|antw|vs|rif|odp|ynt|res|回复|答复|返信|ответ';
const FORWARD = 'fw|fwd|wg|tr|rv|enc|vb|doorst|转发|転送|пересл';
const LEADER = new RegExp(`^(?:(?:${REPLY}|${FORWARD})\\s*(?:\\[\\d+\\]|\\(\\d+\\))?\\s*[:：]\\s*)+`, 'iu');
const REPLY_LEADER = new RegExp(`^(?:${REPLY})\\s*(?:\\[\\d+\\]|\\(\\d+\\))?\\s*[:：]`, 'iu');
const FORWARD_TRAILER = /\s*\(fwd\)\s*$/i;

/** The subject without its reply and forward marks, as written otherwise. */
export function bareSubject(subject: string): string {
  let text = subject.slice(0, MAX_SUBJECT).replace(/\s+/g, ' ').trim();
  for (;;) {
    let next = text.replace(FORWARD_TRAILER, '').trim();
    // Lists put their tag before the mark: "[tag] Re: x" is an answer to "[tag] x".
    const tags = /^(?:\[[^\]]*\]\s*)*/.exec(next)?.[0] ?? '';
    next = `${tags}${next.slice(tags.length).replace(LEADER, '')}`.trim();
    const wrapped = /^\[fwd:(.*)\]$/i.exec(next);
    if (wrapped) next = (wrapped[1] ?? '').trim();
    if (next === text) return text;
    text = next;
  }
}

/** Equality key of a base subject. `[tags]` stay: two projects' "[a] build failed" and "[b] build failed" differ. */
export function baseSubject(subject: string): string {
  return bareSubject(subject).normalize('NFC').toLowerCase();
}

/** Whether the subject says that the message is an answer. */
export function isReplySubject(subject: string): boolean {
  const text = subject.slice(0, MAX_SUBJECT).trim();
  return REPLY_LEADER.test(text.replace(/^(?:\[[^\]]*\]\s*)+/, '')) || REPLY_LEADER.test(text);
}
