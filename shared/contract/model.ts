/**
 * The shapes that cross the boundary between the window and the engine. Every field that can be unknown is
 * `null`, never missing; times are milliseconds since the Unix epoch; ids are UUIDv7 strings.
 */
import { invitation } from './calendar.ts';
import { threadChoice } from './choices.ts';
import { deliveryReport } from './reports.ts';
import { caution, senderCheck } from './trust.ts';
import { z } from './zod.ts';

export const id = z.string().min(1).max(64);
export const time = z.number().int();
export const channel = z.enum(['mail', 'sms']);

/** An e-mail address or an E.164 number (or short code, or alphanumeric sender) with the name it came with. */
export const address = z.object({ name: z.string().max(1000), address: z.string().max(1000) });

/** The places of the left column. A message is in exactly one of them, whichever channel it came by. */
export const place = z.enum(['inbox', 'archive', 'sent', 'drafts', 'trash', 'junk']);
/** Views that gather threads by something else than a place. */
export const view = z.enum(['inbox', 'later', 'starred', 'archive', 'sent', 'trash', 'junk', 'all']);

export const errorInfo = z.object({
  /** Stable, for programs: `login-refused`, `certificate-refused`, `opted-out` … */
  code: z.string(),
  /** What happened, for people. */
  message: z.string(),
  /** What to do about it, for people. */
  advice: z.string(),
  /** The server's or carrier's own words, shown in a fold. */
  detail: z.string().nullable(),
});

export const attachment = z.object({
  id,
  filename: z.string(),
  contentType: z.string(),
  size: z.number().int(),
  inline: z.boolean(),
});

export const threadRow = z.object({
  id,
  kind: z.enum(['person', 'topic']),
  /** Who the thread is with, me excluded, newest speaker first. */
  participants: z.array(address),
  participantCount: z.number().int(),
  subject: z.string(),
  snippet: z.string(),
  snippetFromMe: z.boolean(),
  channels: z.array(channel),
  lastAt: time,
  messageCount: z.number().int(),
  unread: z.number().int(),
  starred: z.boolean(),
  hasAttachments: z.boolean(),
  hasDraft: z.boolean(),
  /** Something in it could not be sent, or did not arrive, and waits for the user. */
  needsAttention: z.boolean(),
  /** It is only that a report says so, which lies in the inbox. */
  undelivered: z.boolean(),
  ...threadChoice,
  labels: z.array(z.object({ mailboxId: id, name: z.string() })),
});

export const fold = z.object({ kind: z.enum(['quote', 'signature', 'disclaimer']), text: z.string() });

const itemCommon = {
  id,
  accountId: id,
  conversationId: id,
  date: time,
  from: address,
  to: z.array(address),
  fromMe: z.boolean(),
  unread: z.boolean(),
  starred: z.boolean(),
  attachments: z.array(attachment),
  /** Why this message is in this thread, in one line a person can read. */
  reason: z.string(),
  error: errorInfo.nullable(),
};

export const sendState = z.enum(['queued', 'sending', 'sent', 'failed', 'unsure']);

export const mailItem = z.object({
  kind: z.literal('mail'),
  ...itemCommon,
  cc: z.array(address),
  bcc: z.array(address),
  replyTo: z.array(address),
  subject: z.string(),
  place,
  /** Visible text with quotes and signature folded away; `null` until the body has arrived. */
  text: z.string().nullable(),
  folded: z.array(fold),
  hasHtml: z.boolean(),
  /** `null` for a received message. `unsure`: the server never answered, it may have been sent. */
  sendState: sendState.nullable(),
  /** When an undo-send hold ends; `null` when nothing is held. */
  holdUntil: time.nullable(),
  actionId: id.nullable(),
  warnings: z.array(z.string()),
  /** What a calendar in it says. */
  invitation: invitation.nullable(),
  /** What was reported about it; of each recipient the newest word. */
  reports: z.array(deliveryReport),
  /** It only reports about a mail of the same thread. */
  isReport: z.boolean(),
  /** `null` for what is mine, and where there is no mail server. */
  check: senderCheck.nullable(),
  cautions: z.array(caution),
  /** Nothing came from this address or went to it before. */
  firstContact: z.boolean(),
});

export const deliveryStatus = z.enum([
  'queued',
  'sending',
  'sent',
  'delivered',
  'read',
  'undelivered',
  'failed',
  'canceled',
  'received',
  'unsure',
  'unknown',
]);

export const textItem = z.object({
  kind: z.literal('sms'),
  ...itemCommon,
  text: z.string(),
  status: deliveryStatus,
  holdUntil: time.nullable(),
  actionId: id.nullable(),
  segments: z.number().int(),
  encoding: z.enum(['GSM-7', 'UCS-2']),
});

export const timelineItem = z.discriminatedUnion('kind', [mailItem, textItem]);

export const identity = z.object({
  id,
  kind: z.enum(['mail', 'phone']),
  value: z.string(),
  /** Where it is known from: "signed an e-mail of 3 May", "you joined it". */
  evidence: z.string(),
  optedOut: z.boolean(),
});

export const person = z.object({
  contactId: id,
  name: z.string(),
  identities: z.array(identity),
  files: z.array(attachment.extend({ date: time, messageId: id })),
  suggestions: z.array(z.object({ id, identity: z.string(), evidence: z.string() })),
});

export const thread = threadRow.extend({
  items: z.array(timelineItem),
  /** Older items exist before the first one returned. */
  hasOlder: z.boolean(),
  person: person.nullable(),
  /** Channels the composer can answer on: from which account, to whom. */
  replyChannels: z.array(
    z.object({ channel, accountId: id, from: z.string(), to: z.array(address), label: z.string() }),
  ),
  /** Set once for the first thread that joins two channels, until the user has seen it. */
  joinNotice: z.object({ evidence: z.string() }).nullable(),
});

/** How to be taken off the list by which a mail came (RFC 2369, RFC 8058). */
export const wayOff = z.object({
  messageId: id,
  /** What the list calls itself, or its sender's name. */
  list: z.string(),
  /** The address of mine that is on it. */
  address: z.string(),
  how: z.discriminatedUnion('kind', [
    /** One request to this server, and it is done. */
    z.object({
      kind: z.literal('one-click'),
      host: z.string(),
      /** Whose signature of this the mail server found valid; `null`: it said nothing of it. */
      signedBy: z.string().nullable(),
    }),
    z.object({ kind: z.literal('mail'), to: z.string(), subject: z.string(), text: z.string() }),
    /** Only by hand, in a browser. */
    z.object({ kind: z.literal('page'), host: z.string() }),
  ]),
  /** A page where it can be done by hand. */
  page: z.string().nullable(),
  /** When the user last asked; `waiting`: the mail that asks is in the outbox. */
  asked: z.object({ at: time, waiting: z.boolean() }).nullable(),
});

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

export const mailboxState = z.object({
  id,
  accountId: id,
  name: z.string(),
  role: z.enum(['inbox', 'archive', 'sent', 'drafts', 'trash', 'junk', 'all', 'none']),
  total: z.number().int(),
  synced: z.number().int(),
  checkedAt: time.nullable(),
  error: errorInfo.nullable(),
});

export const account = z.object({
  id,
  channel,
  /** The e-mail address or the E.164 number. */
  address: z.string(),
  /** The sender's display name. */
  name: z.string(),
  provider: z.enum(['imap', 'twilio', 'sample', 'local']),
  sync: syncState,
  mailboxes: z.array(mailboxState),
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

export const draft = z.object({
  id,
  channel,
  accountId: id.nullable(),
  threadId: id.nullable(),
  /** The message it answers or forwards. */
  answers: id.nullable(),
  mode: z.enum(['new', 'reply', 'reply-all', 'forward']),
  to: z.array(address),
  cc: z.array(address),
  bcc: z.array(address),
  subject: z.string(),
  /** What is written, without formatting. */
  text: z.string(),
  /** The same with its formatting, in the small HTML the editor writes; `null`: plain text. */
  html: z.string().nullable(),
  /** Quoted history that will follow the text; the user may drop it. */
  quote: z.string(),
  /** The address it is sent from; `null`: the account's own. */
  senderId: id.nullable(),
  /** The sender's signature follows the text. */
  signature: z.boolean(),
  attachments: z.array(attachment),
  revision: z.number().int(),
  savedAt: time,
  /** When the server's Drafts mailbox got this revision; `null` until then. */
  serverSavedAt: time.nullable(),
  /** Chosen with its sending: brings the thread back then if nobody answered. */
  remindAt: time.nullable(),
  error: errorInfo.nullable(),
});

export const outboxEntry = z.object({
  actionId: id,
  channel,
  threadId: id.nullable(),
  messageId: id.nullable(),
  /** "Reply to Ana Ribeiro", "Archive 3 threads". */
  title: z.string(),
  state: z.enum(['held', 'queued', 'running', 'waiting', 'failed', 'unsure']),
  /** It waits for a time the user chose, not for an undo. */
  planned: z.boolean(),
  holdUntil: time.nullable(),
  nextAttemptAt: time.nullable(),
  attempts: z.number().int(),
  error: errorInfo.nullable(),
});

export const searchHit = z.object({
  id,
  threadId: id,
  messageId: z.string().nullable(),
  channel,
  subject: z.string(),
  from: address,
  date: time,
  /** Text around the hit; the matched words lie between U+2402 and U+2403. */
  excerpt: z.string(),
  score: z.number(),
});

export const eraseScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), id }),
  z.object({ kind: z.literal('thread'), id }),
  z.object({ kind: z.literal('contact'), id }),
  z.object({ kind: z.literal('account'), id }),
  z.object({ kind: z.literal('trash') }),
  z.object({ kind: z.literal('junk') }),
  z.object({ kind: z.literal('everything') }),
]);

export const erasePreview = z.object({
  messages: z.number().int(),
  threads: z.number().int(),
  attachments: z.number().int(),
  drafts: z.number().int(),
  accounts: z.array(z.string()),
  bytes: z.number().int(),
  /** What stays on the servers, in words. */
  stays: z.array(z.string()),
  goes: z.array(z.string()),
});

export const eraseReceipt = erasePreview.extend({ at: time, verified: z.array(z.string()) });

/** How far an erasure is; the last one brings the receipt. */
export const eraseProgress = z.object({
  /** Messages. */
  erased: z.number().int(),
  total: z.number().int(),
  receipt: eraseReceipt.nullable(),
});

export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfortable', 'compact']),
  /** Seconds a sent message is held back so that it can be undone; 0 sends at once. */
  undoSendSeconds: z.number().int().min(0).max(30),
  singleKeyShortcuts: z.boolean(),
  joinPeople: z.boolean(),
  notifications: z.enum(['all', 'people', 'none']),
  /** Hints of the first minutes that need not be shown again. */
  hintsSeen: z.array(z.enum(['palette', 'person', 'text'])),
  personPane: z.boolean(),
  /** Places as icons only. */
  placesCollapsed: z.boolean(),
  /** Width of the list of threads, in CSS pixels at 100 % text. */
  listWidth: z.number().int().min(280).max(640),
  /** Keys the user gave to commands of the window, by the command's id; the others keep their own. */
  shortcuts: z.record(z.string().max(50), z.array(z.string().min(1).max(40)).max(4)),
  /** Closing the window leaves Skein running, with an icon in the system's tray. */
  closeToTray: z.boolean(),
  /** How a new mail is written. */
  composeFormat: z.enum(['rich', 'plain']),
  /** The bar of formatting tools is shown where mail is written. */
  formattingBar: z.boolean(),
  sendersWithRemoteImages: z.array(z.string().max(320)).max(5000),
  /** Senders whose mail does not even offer it. */
  sendersWithoutRemoteImages: z.array(z.string().max(320)).max(5000),
});

/** Where files of texts are put so that carriers can fetch them; the secret never leaves the engine. */
export const mediaHost = z.object({
  /** Files are put below it by HTTP PUT; ends in a slash. */
  uploadUrl: z.string().min(1).max(2000),
  /** Where anybody can fetch them; `null` when it is the same address. */
  publicUrl: z.string().min(1).max(2000).nullable(),
  username: z.string().min(1).max(500).nullable(),
});

export const mediaHostState = z.object({
  host: mediaHost.extend({ hasSecret: z.boolean() }).nullable(),
  /** Files that lie there now, and those of them whose removal has failed so far. */
  files: z.number().int(),
  stuck: z.number().int(),
  error: errorInfo.nullable(),
  nextAt: time.nullable(),
});

export const mediaHostStep = z.object({
  step: z.enum(['upload', 'fetch', 'type', 'hidden', 'delete']),
  error: errorInfo.nullable(),
});

/** Whether a number may be texted: `review` waits for the user to say what the person meant. */
export const standing = z.discriminatedUnion('state', [
  z.object({ state: z.literal('open') }),
  z.object({
    state: z.enum(['opted-out', 'review']),
    at: time,
    /** What they wrote, as recognised; `null` when the carrier or the user said it. */
    words: z.string().nullable(),
    /** The number of mine they said it to. */
    own: z.string(),
    source: z.enum(['keyword', 'carrier', 'user']),
  }),
]);

export const mediaLimits = z.object({
  maxMediaCount: z.number().int(),
  maxMediaBytes: z.number().int(),
  mediaTypes: z.array(z.string()),
});

export const sessionStatus = z.object({
  /**
   * `locked`: a passphrase opens the store; `choose`: no keychain here, a passphrase must be chosen first;
   * `key-missing`: there is a store and no key for it, only an exported one helps.
   */
  state: z.enum(['ready', 'locked', 'choose', 'key-missing']),
  keychain: z.string().nullable(),
  profile: z.string(),
  version: z.string(),
});

export const placeCounts = z.object({
  inboxUnread: z.number().int(),
  /** Unread messages by mailbox; those without are left out. */
  mailboxUnread: z.record(id, z.number().int()),
  drafts: z.number().int(),
  outbox: z.number().int(),
  /** Entries of the outbox that wait for the user. */
  outboxAttention: z.number().int(),
  /** Messages in the outbox that wait for a time the user chose. */
  outboxPlanned: z.number().int(),
  /** Threads with something in Trash or Junk. */
  trash: z.number().int(),
  junk: z.number().int(),
});

export const change = z.object({
  /** Threads whose row or timeline changed; `'all'` when too many to name. */
  threads: z.union([z.array(id), z.literal('all')]),
  accounts: z.boolean(),
  drafts: z.boolean(),
  outbox: z.boolean(),
  settings: z.boolean(),
  people: z.boolean(),
});

export const doctorReport = z.object({
  version: z.string(),
  electron: z.string().nullable(),
  node: z.string(),
  sqlite: z.string(),
  cipher: z.string(),
  encrypted: z.boolean(),
  integrity: z.string(),
  keychain: z.string(),
  schema: z.number().int(),
  storeBytes: z.number().int(),
  contentBytes: z.number().int(),
  messages: z.number().int(),
  threads: z.number().int(),
});

export type Address = z.infer<typeof address>;
export type Channel = z.infer<typeof channel>;
export type Place = z.infer<typeof place>;
export type View = z.infer<typeof view>;
export type ErrorInfo = z.infer<typeof errorInfo>;
export type Attachment = z.infer<typeof attachment>;
export type ThreadRow = z.infer<typeof threadRow>;
export type Thread = z.infer<typeof thread>;
export type TimelineItem = z.infer<typeof timelineItem>;
export type MailItem = z.infer<typeof mailItem>;
export type TextItem = z.infer<typeof textItem>;
export type WayOff = z.infer<typeof wayOff>;
export type Person = z.infer<typeof person>;
export type SyncState = z.infer<typeof syncState>;
export type MailboxState = z.infer<typeof mailboxState>;
export type Account = z.infer<typeof account>;
export type ServerSettings = z.infer<typeof serverSettings>;
export type MailSettings = z.infer<typeof mailSettings>;
export type TestStep = z.infer<typeof testStep>;
export type SmsCredentials = z.infer<typeof smsCredentials>;
export type Connection = z.infer<typeof connection>;
export type SmsNumber = z.infer<typeof smsNumber>;
export type Draft = z.infer<typeof draft>;
export type OutboxEntry = z.infer<typeof outboxEntry>;
export type SearchHit = z.infer<typeof searchHit>;
export type EraseScope = z.infer<typeof eraseScope>;
export type ErasePreview = z.infer<typeof erasePreview>;
export type EraseReceipt = z.infer<typeof eraseReceipt>;
export type EraseProgress = z.infer<typeof eraseProgress>;
export type Settings = z.infer<typeof settings>;
export type MediaHost = z.infer<typeof mediaHost>;
export type MediaHostState = z.infer<typeof mediaHostState>;
export type MediaHostStep = z.infer<typeof mediaHostStep>;
export type MediaLimits = z.infer<typeof mediaLimits>;
export type Standing = z.infer<typeof standing>;
export type SessionStatus = z.infer<typeof sessionStatus>;
export type PlaceCounts = z.infer<typeof placeCounts>;
export type Change = z.infer<typeof change>;
export type DeliveryStatus = z.infer<typeof deliveryStatus>;
export type DoctorReport = z.infer<typeof doctorReport>;
