import type { MailSettings, ServerSettings } from '#shared/contract/accounts.ts';
import type { SignInAdvice } from '#shared/contract/sign-in.ts';
import { readAuthority } from './authority.ts';

/** A server as typed: the port is text until it is checked. */
export interface ServerFields {
  host: string;
  port: string;
  tls: ServerSettings['tls'];
}

/** Everything typed on the mail screen. It outlives going back and failed tests. */
export interface MailForm {
  name: string;
  address: string;
  password: string;
  username: string;
  imap: ServerFields;
  smtp: ServerFields;
  authority: string;
  /** The user changed a server field, so discovery no longer writes over them. */
  edited: boolean;
  /** The address the server fields were found for. */
  foundFor: string | null;
  /** What is known about signing in there. */
  advice: SignInAdvice;
  /** The user said that the servers of another domain are right. */
  confirmed: boolean;
  /** What the user chose to sign in with; `null`: what suits best. */
  method: 'password' | 'sign-in' | null;
}

export type ChangeMailForm = (change: (form: MailForm) => MailForm) => void;

export type MailFormProblem =
  | 'address'
  | 'password'
  | 'username'
  | 'imap-host'
  | 'imap-port'
  | 'smtp-host'
  | 'smtp-port'
  | 'authority'
  | 'elsewhere';

export const emptyMailForm: MailForm = {
  name: '',
  address: '',
  password: '',
  username: '',
  imap: { host: '', port: '993', tls: 'implicit' },
  smtp: { host: '', port: '465', tls: 'implicit' },
  authority: '',
  edited: false,
  foundFor: null,
  advice: { elsewhere: [], signIn: null, guide: null },
  confirmed: false,
  method: null,
};

/** Ports by RFC 8314 (implicit TLS) and RFC 9051 and 6409 (STARTTLS). */
const PORTS = {
  imap: { implicit: '993', starttls: '143' },
  smtp: { implicit: '465', starttls: '587' },
} as const;

/** Whether an address is complete enough to look its servers up. */
export const looksComplete = (address: string): boolean =>
  /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(address.trim());

/** The form of an account that is connected, to be changed; its password is kept while none is typed. */
export const formOf = (address: string, name: string, settings: MailSettings): MailForm => ({
  ...emptyMailForm,
  ...fromSettings(settings),
  name,
  address,
  authority: settings.ca ?? '',
  edited: true,
});

const fromSettings = ({ username, imap, smtp }: MailSettings) => ({
  username,
  imap: { ...imap, port: String(imap.port) },
  smtp: { ...smtp, port: String(smtp.port) },
});

/** The form with another address; at another domain nothing is known yet. */
export function withAddress(form: MailForm, address: string): MailForm {
  const domain = (text: string) => text.trim().split('@')[1] ?? '';
  if (domain(address) === domain(form.address)) return { ...form, address };
  return { ...form, address, advice: emptyMailForm.advice, confirmed: false, method: null };
}

/** The form with found settings in it; what the user typed into the server fields stays. */
export function withFound(
  before: MailForm,
  address: string,
  found: MailSettings | null,
  advice: SignInAdvice = before.advice,
): MailForm {
  if (before.address.trim() !== address) return before;
  const form = advice === before.advice ? before : { ...before, advice };
  if (form.edited) return form;
  if (!found)
    return { ...form, foundFor: null, imap: emptyMailForm.imap, smtp: emptyMailForm.smtp, username: '' };
  return {
    ...form,
    ...fromSettings(found),
    foundFor: address,
    authority: found.ca ?? form.authority,
  };
}

/** The form after its encryption was changed: a port that was the other kind's usual one follows. */
export function withTls(form: MailForm, server: 'imap' | 'smtp', tls: ServerSettings['tls']): MailForm {
  const before = form[server];
  const followed = before.port === PORTS[server][before.tls] ? PORTS[server][tls] : before.port;
  return { ...form, edited: true, [server]: { ...before, tls, port: followed } };
}

/** Whether the servers are known, found or typed. */
export const hasServers = (form: MailForm): boolean =>
  form.imap.host.trim() !== '' && form.smtp.host.trim() !== '';

/** With what the account will sign in: by the provider's pages where that works, or where nothing else does. */
export function methodOf({ advice, method, password }: MailForm): 'password' | 'sign-in' {
  if (!advice.signIn) return 'password';
  if (method !== null) return method;
  const best = advice.signIn.ready || advice.guide?.kind === 'no-password';
  return best && password === '' ? 'sign-in' : 'password';
}

/** The servers that the user still has to say yes to; what was typed is the user's own. */
export const unconfirmed = ({ advice, confirmed, edited }: MailForm): string[] =>
  confirmed || edited ? [] : advice.elsewhere;

/** What still has to be put right before the settings can be tried; empty when nothing. */
export function mailFormProblems(form: MailForm): MailFormProblem[] {
  const problems: MailFormProblem[] = [];
  if (!looksComplete(form.address)) problems.push('address');
  if (form.password === '' && methodOf(form) === 'password') problems.push('password');
  for (const server of ['imap', 'smtp'] as const) {
    if (!/^[^\s/:@]+$|^\[[0-9a-f:]+\]$/i.test(form[server].host.trim())) problems.push(`${server}-host`);
    if (readPort(form[server].port) === null) problems.push(`${server}-port`);
  }
  if (readAuthority(form.authority).problem) problems.push('authority');
  if (unconfirmed(form).length > 0) problems.push('elsewhere');
  return problems;
}

/** The settings of a form without problems. */
export function toSettings(form: MailForm): MailSettings {
  const server = (fields: ServerFields): ServerSettings => ({
    host: fields.host.trim().toLowerCase(),
    port: readPort(fields.port) ?? 0,
    tls: fields.tls,
  });
  return {
    username: form.username.trim() || form.address.trim(),
    imap: server(form.imap),
    smtp: server(form.smtp),
    ca: readAuthority(form.authority).pem,
  };
}

function readPort(text: string): number | null {
  if (!/^\d{1,5}$/.test(text.trim())) return null;
  const port = Number(text);
  return port >= 1 && port <= 65_535 ? port : null;
}
