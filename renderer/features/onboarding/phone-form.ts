import type { SmsCredentials } from '#shared/contract/accounts.ts';

/** Everything typed on the phone screen. */
export interface PhoneForm {
  accountSid: string;
  keyKind: 'key' | 'token';
  keySid: string;
  secret: string;
  baseUrl: string;
  name: string;
}

export type PhoneFormProblem = 'account-sid' | 'key-sid' | 'secret' | 'base-url';

export const emptyPhoneForm: PhoneForm = {
  accountSid: '',
  keyKind: 'key',
  keySid: '',
  secret: '',
  baseUrl: '',
  name: '',
};

/** The form of a number that is connected, to be changed; its secret is kept while none is typed. */
export const phoneFormOf = (
  name: string,
  { accountSid, keySid, baseUrl }: Omit<SmsCredentials, 'secret'>,
): PhoneForm => ({
  accountSid,
  keyKind: keySid === null ? 'token' : 'key',
  keySid: keySid ?? '',
  secret: '',
  baseUrl: baseUrl ?? '',
  name,
});

/** Whether the kept secret still belongs to the key of a changed form. */
export const sameKey = (before: PhoneForm, after: PhoneForm): boolean =>
  before.accountSid === after.accountSid.trim() &&
  before.keyKind === after.keyKind &&
  (after.keyKind === 'token' || before.keySid === after.keySid.trim());

const ACCOUNT_SID = /^AC[0-9a-f]{32}$/i;
const KEY_SID = /^SK[0-9a-f]{32}$/i;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * What still has to be put right before the carrier is asked. The shape of the SIDs is Twilio's; at another base URL
 * they may look different.
 */
export function phoneFormProblems(form: PhoneForm): PhoneFormProblem[] {
  const problems: PhoneFormProblem[] = [];
  const own = form.baseUrl.trim() === '';
  const accountSid = form.accountSid.trim();
  const keySid = form.keySid.trim();
  if (own ? !ACCOUNT_SID.test(accountSid) : accountSid === '') problems.push('account-sid');
  if (form.keyKind === 'key' && (own ? !KEY_SID.test(keySid) : keySid === '')) problems.push('key-sid');
  if (form.secret.trim() === '') problems.push('secret');
  if (!own && !isSafeUrl(form.baseUrl.trim())) problems.push('base-url');
  return problems;
}

/** The credentials of a form without problems. */
export function toCredentials(form: PhoneForm): SmsCredentials {
  return {
    carrier: 'twilio',
    accountSid: form.accountSid.trim(),
    keySid: form.keyKind === 'key' ? form.keySid.trim() : null,
    secret: form.secret.trim(),
    baseUrl: form.baseUrl.trim() || null,
  };
}

/** Encrypted, or not leaving this computer. */
function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));
}
