import type { MailSettings, ServerSettings } from '#shared/contract/model.ts';
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
  | 'authority';

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

/** The form with found settings in it; what the user typed into the server fields stays. */
export function withFound(form: MailForm, address: string, found: MailSettings | null): MailForm {
  if (form.edited || form.address.trim() !== address) return form;
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

/** What still has to be put right before the settings can be tried; empty when nothing. */
export function mailFormProblems(form: MailForm): MailFormProblem[] {
  const problems: MailFormProblem[] = [];
  if (!looksComplete(form.address)) problems.push('address');
  if (form.password === '') problems.push('password');
  for (const server of ['imap', 'smtp'] as const) {
    if (!/^[^\s/:@]+$|^\[[0-9a-f:]+\]$/i.test(form[server].host.trim())) problems.push(`${server}-host`);
    if (readPort(form[server].port) === null) problems.push(`${server}-port`);
  }
  if (readAuthority(form.authority).problem) problems.push('authority');
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
