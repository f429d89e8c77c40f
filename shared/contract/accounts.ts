/** Accounts: what they connect with, how far they are in line with their server, and how they are tried. */
import { mailboxState } from './mailboxes.ts';
import { channel, errorInfo, id, time } from './model.ts';
import { z } from './zod.ts';

export const syncState = z.object({
  state: z.enum(['starting', 'syncing', 'idle', 'paused', 'offline', 'error']),
  /** "Inbox" … what is being synced just now. */
  what: z.string().nullable(),
  done: z.number().int(),
  total: z.number().int(),
  checkedAt: time.nullable(),
  /** While syncing: since when the server has said nothing. */
  silentSince: time.nullable(),
  offlineSince: time.nullable(),
  error: errorInfo.nullable(),
});

export const account = z.object({
  id,
  channel,
  /** The email address or the E.164 number. */
  address: z.string(),
  /** The sender's display name. */
  name: z.string(),
  provider: z.enum(['imap', 'twilio', 'sample', 'local']),
  sync: syncState,
  mailboxes: z.array(mailboxState),
  /** The list of mailboxes leaves out those that are not subscribed. */
  onlySubscribed: z.boolean(),
});

/** What the user chose about an account, besides what it connects with. */
export const accountOptions = z.object({
  id,
  onlySubscribed: z.boolean(),
  /** Whose results about senders count, and those of the servers below it; empty: nobody's. `null`: it is found out. */
  trustedServer: z.string().max(255).nullable(),
});

export const serverSettings = z.object({
  host: z.string().min(1).max(253),
  port: z.number().int().min(1).max(65535),
  tls: z.enum(['implicit', 'starttls']),
});

export const mailSettings = z.object({
  username: z.string().min(1).max(320),
  imap: serverSettings,
  smtp: serverSettings,
  /** PEM of an authority the user chose to trust for this account only. */
  ca: z.string().max(100_000).nullable(),
  /** Through which provider's pages it signs in; left out where a password does. */
  signIn: z.object({ provider: z.string().min(1).max(253) }).optional(),
});

/** What the server that mail is sent with offers. */
export const smtpOffer = z.object({
  /** Bytes of the largest message it takes; `null`: it does not say. */
  sizeLimit: z.number().int().nullable(),
  /** It can be asked for delivery reports (RFC 3461). */
  deliveryReports: z.boolean(),
});

export const testStep = z.object({
  server: z.enum(['imap', 'smtp', 'carrier']),
  step: z.enum(['dns', 'connect', 'tls', 'login', 'capability', 'numbers']),
  state: z.enum(['running', 'ok', 'failed']),
  error: errorInfo.nullable(),
});

export const smsCredentials = z.object({
  carrier: z.literal('twilio'),
  accountSid: z.string().min(1).max(100),
  /** API key SID, or `null` when the secret is the account's auth token. */
  keySid: z.string().max(100).nullable(),
  secret: z.string().min(1).max(500),
  /** Another base URL of the same API; `null` for the carrier's own. */
  baseUrl: z.string().max(500).nullable(),
});

/** What an account connects with. Its password or secret never comes to the window. */
export const connection = z.discriminatedUnion('channel', [
  z.object({ channel: z.literal('mail'), name: z.string(), settings: mailSettings }),
  z.object({
    channel: z.literal('sms'),
    name: z.string(),
    credentials: smsCredentials.omit({ secret: true }),
  }),
]);

export const smsNumber = z.object({
  number: z.string(),
  label: z.string(),
  sms: z.boolean(),
  mms: z.boolean(),
});

export type SyncState = z.infer<typeof syncState>;
export type Account = z.infer<typeof account>;
export type AccountOptions = z.infer<typeof accountOptions>;
export type ServerSettings = z.infer<typeof serverSettings>;
export type MailSettings = z.infer<typeof mailSettings>;
export type TestStep = z.infer<typeof testStep>;
export type SmsCredentials = z.infer<typeof smsCredentials>;
export type Connection = z.infer<typeof connection>;
export type SmsNumber = z.infer<typeof smsNumber>;
