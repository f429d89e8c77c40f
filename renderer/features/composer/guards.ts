import type { Address, Channel } from '#shared/contract/model.ts';
import { validateAddress } from '#shared/text/address-validation.ts';
import { parsePhone } from '#shared/text/phone.ts';
import { openFields } from '#shared/text/template-fields.ts';
import { strings } from '../../app/strings/index.ts';
import { type DraftState, isOver } from './draft-state.ts';

const t = strings.composer;
const many = 10;
/** More are not read. */
const problemsNamed = 3;

/** Whether a message can go to this address on this channel; otherwise why not. */
export function addressProblem(address: Address, channel: Channel, country: string | null): string | null {
  if (channel === 'mail') {
    const checked = validateAddress(address.address);
    return checked.ok ? null : t.badAddress(address.address, checked.error.message);
  }
  return parsePhone(address.address, country).ok ? null : t.badNumber(address.address);
}

/** What makes sending impossible, in words; null when nothing does. */
export function refusal(state: DraftState, country: string | null): string | null {
  const { fields, attachments, attaching } = state;
  const all = fields.channel === 'mail' ? [...fields.to, ...fields.cc, ...fields.bcc] : fields.to;
  if (!fields.accountId) return t.noAccount;
  if (all.length === 0) return t.noRecipient;
  const problems = all.flatMap((address) => addressProblem(address, fields.channel, country) ?? []);
  if (problems.length > 0) {
    const more = problems.length - problemsNamed;
    return [...problems.slice(0, problemsNamed), ...(more > 0 ? [t.badMore(more)] : [])].join(' ');
  }
  if (attaching[0]) return t.attaching(attaching[0].name);
  const words = fields.text.trim() !== '' || (fields.channel === 'mail' && fields.quote !== '');
  if (fields.channel === 'sms' && !words && attachments.length === 0) return t.noText;
  return null;
}

/** Without what is quoted. */
const ownWords = (text: string) => text.replace(/^>.*$/gm, '');

/** What may have been forgotten, in words; each asked about once before sending. */
export function reminders(state: DraftState): string[] {
  const { fields, attachments, mode } = state;
  if (fields.channel !== 'mail') return [];
  const said: string[] = [];
  const files = attachments.filter(({ inline }) => !inline || fields.html === null);
  // An answer gets its subject from the engine when its draft is made.
  const named = fields.subject.trim() !== '' || (mode !== 'new' && state.id === null);
  if (!named) said.push(t.guards.subject);
  if (fields.text.trim() === '' && attachments.length === 0 && mode !== 'forward') said.push(t.guards.text);
  const speaksOfFiles = t.attachmentWords.exec(ownWords(fields.text));
  if (speaksOfFiles && files.length === 0) said.push(t.guards.attachment(speaksOfFiles[0]));
  if (fields.remindAt !== null && isOver(fields.remindAt)) said.push(t.guards.reminder);
  const open = openFields(fields.text);
  if (open.length > 0) said.push(t.guards.fields(open.join(' ')));
  const lone = [...fields.to, ...fields.cc, ...fields.bcc].filter(({ address }) =>
    /@[^.[\]]+$/.test(address),
  );
  if (lone.length > 0) said.push(t.guards.noDot(lone.map(({ address }) => address).join(', ')));
  const people = fields.to.length + fields.cc.length + fields.bcc.length;
  if (people > many) said.push(t.guards.many(people));
  return said;
}
