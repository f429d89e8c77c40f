-- Times are milliseconds since the Unix epoch. Ids are UUIDv7 text, because another machine may see them one day.
-- A message's `row` is its time times 2048 plus a counter, so that "newest first" is a walk down the primary key.

CREATE TABLE account (
  id TEXT PRIMARY KEY,
  channel TEXT NOT NULL CHECK (channel IN ('mail', 'sms')),
  provider TEXT NOT NULL,
  address TEXT NOT NULL,
  name TEXT NOT NULL,
  settings TEXT NOT NULL,            -- JSON without any secret
  paused INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE mailbox (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  delimiter TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,                -- inbox archive sent drafts trash junk all none
  subscribed INTEGER NOT NULL DEFAULT 1,
  selectable INTEGER NOT NULL DEFAULT 1,
  resetting INTEGER NOT NULL DEFAULT 0, -- between a new UIDVALIDITY and the end of the comparison that follows it
  uidvalidity INTEGER,
  uidnext INTEGER,
  highestmodseq TEXT,                -- 63 bits (RFC 7162), kept as decimal text
  total INTEGER NOT NULL DEFAULT 0,
  checked_at INTEGER,
  error TEXT,                        -- JSON of the contract's errorInfo
  UNIQUE (account_id, path)
) STRICT;

CREATE TABLE contact (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  name_source TEXT NOT NULL,         -- user, header, address: a better source replaces a worse one
  name_key TEXT NOT NULL DEFAULT ''  -- full names for comparing; '' when the name is too short to tell people apart
) STRICT;
CREATE INDEX contact_name ON contact (name_key) WHERE name_key <> '';

CREATE TABLE identity (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('mail', 'phone')),
  value TEXT NOT NULL,               -- normalised for comparing
  display TEXT NOT NULL,
  name TEXT NOT NULL DEFAULT '',     -- the last name seen with it
  contact_id TEXT NOT NULL REFERENCES contact (id),
  evidence TEXT NOT NULL,            -- for people: how it came to its contact
  joined_by TEXT NOT NULL DEFAULT 'itself', -- itself, signature, user: only a signature's word can be withdrawn
  used INTEGER NOT NULL DEFAULT 0,   -- times I wrote to it
  used_at INTEGER,
  UNIQUE (kind, value)
) STRICT;
CREATE INDEX identity_contact ON identity (contact_id);

CREATE TABLE thread (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('person', 'topic')),
  contact_id TEXT REFERENCES contact (id),
  -- everything below is derived from its messages by threads/summary and may be rebuilt at any time
  subject TEXT NOT NULL DEFAULT '',
  snippet TEXT NOT NULL DEFAULT '',
  snippet_from_me INTEGER NOT NULL DEFAULT 0,
  participants TEXT NOT NULL DEFAULT '[]',
  participant_count INTEGER NOT NULL DEFAULT 0,
  channels TEXT NOT NULL DEFAULT '',  -- mail, sms, mail,sms
  last_at INTEGER NOT NULL DEFAULT 0,
  message_count INTEGER NOT NULL DEFAULT 0,
  unread INTEGER NOT NULL DEFAULT 0,
  starred INTEGER NOT NULL DEFAULT 0,
  has_attachments INTEGER NOT NULL DEFAULT 0,
  needs_attention INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX thread_contact ON thread (contact_id);

-- One row per list a thread stands in; `scope` is built by threads/scopes. Newest first is a walk down the key.
CREATE TABLE thread_entry (
  scope TEXT NOT NULL,
  last_at INTEGER NOT NULL,
  thread_id TEXT NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
  unread INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (scope, last_at, thread_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX thread_entry_thread ON thread_entry (thread_id);
CREATE INDEX thread_entry_unread ON thread_entry (scope, unread) WHERE unread > 0;

CREATE TABLE conversation (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  channel TEXT NOT NULL,
  thread_id TEXT NOT NULL REFERENCES thread (id),
  subject TEXT NOT NULL,             -- base subject (RFC 5256 section 2.1); '' for texts
  party_key TEXT NOT NULL,           -- texts: the sorted numbers of the other parties; mail: ''
  one_to_one INTEGER NOT NULL DEFAULT 0,
  list_id TEXT,                      -- RFC 2919; a list conversation never joins a person
  bulk INTEGER NOT NULL DEFAULT 0,   -- a list's or a program's: never joins a person
  loose INTEGER NOT NULL DEFAULT 0,  -- its oldest mail is a reply that names no parent: it may join by subject
  contact_id TEXT REFERENCES contact (id),
  first_at INTEGER NOT NULL DEFAULT 0,
  last_at INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX conversation_thread ON conversation (thread_id);
CREATE INDEX conversation_contact ON conversation (contact_id);
CREATE INDEX conversation_subject ON conversation (account_id, subject) WHERE channel = 'mail' AND subject <> '';
CREATE UNIQUE INDEX conversation_parties ON conversation (account_id, party_key) WHERE channel = 'sms';

-- Every Message-ID an account has seen, as a message or as somebody's reference, and where it belongs.
CREATE TABLE reference (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  message_id TEXT NOT NULL,
  conversation_id TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  PRIMARY KEY (account_id, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reference_conversation ON reference (conversation_id);

CREATE TABLE message (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  channel TEXT NOT NULL CHECK (channel IN ('mail', 'sms')),
  conversation_id TEXT NOT NULL REFERENCES conversation (id),
  thread_id TEXT NOT NULL REFERENCES thread (id),
  date INTEGER NOT NULL,
  place TEXT NOT NULL,               -- inbox archive sent drafts trash junk; gone: waits to be found again or deleted
  from_me INTEGER NOT NULL,
  unread INTEGER NOT NULL,
  starred INTEGER NOT NULL DEFAULT 0,
  subject TEXT NOT NULL DEFAULT '',
  snippet TEXT NOT NULL DEFAULT '',
  has_attachments INTEGER NOT NULL DEFAULT 0,
  reason TEXT NOT NULL               -- why it is in its thread: a code, made a sentence by threads/reasons
) STRICT;
-- Covers what threads/summary adds up, so that a thread of thousands is refreshed without reading its messages.
CREATE INDEX message_thread ON message (
  thread_id, row, place, account_id, channel, from_me, unread, starred, has_attachments
);
CREATE INDEX message_conversation ON message (conversation_id);
CREATE INDEX message_account ON message (account_id);
CREATE INDEX message_place ON message (place) WHERE place IN ('trash', 'drafts');

CREATE TABLE message_address (
  message_row INTEGER NOT NULL REFERENCES message (row) ON DELETE CASCADE,
  role TEXT NOT NULL,                -- from sender to cc bcc reply-to
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  identity_id TEXT REFERENCES identity (id),
  PRIMARY KEY (message_row, role, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_address_identity ON message_address (identity_id);

-- Phone numbers people signed their one-to-one mails with: the evidence that joins a mail and a phone identity.
CREATE TABLE signed_number (
  number TEXT NOT NULL,              -- E.164
  identity_id TEXT NOT NULL REFERENCES identity (id) ON DELETE CASCADE,
  message_row INTEGER NOT NULL REFERENCES message (row) ON DELETE CASCADE,
  PRIMARY KEY (number, identity_id, message_row)
) STRICT, WITHOUT ROWID;
CREATE INDEX signed_number_identity ON signed_number (identity_id);
CREATE INDEX signed_number_message ON signed_number (message_row);

CREATE TABLE mail (
  message_row INTEGER PRIMARY KEY REFERENCES message (row) ON DELETE CASCADE,
  account_id TEXT NOT NULL,
  message_id TEXT,                   -- with its angle brackets, here and everywhere
  email_id TEXT,                     -- OBJECTID EMAILID (RFC 8474) or X-GM-MSGID
  in_reply_to TEXT,
  refs TEXT NOT NULL DEFAULT '[]',
  list_id TEXT,
  size INTEGER NOT NULL,
  internal_date INTEGER,
  source_sha256 TEXT,
  source BLOB,                       -- zlib; NULL when it lies in a content file or has not arrived
  source_content_id TEXT REFERENCES content (id),
  body_state TEXT NOT NULL,          -- full partial
  html BLOB,                         -- zlib, as the author wrote it: never shown without the sanitiser
  folded TEXT NOT NULL DEFAULT '[]',
  warnings TEXT NOT NULL DEFAULT '[]',
  send_state TEXT,                   -- NULL for received mail; queued sending sent failed unsure
  error TEXT,
  -- When its last place on the server went away: it is deleted a while later, unless it turns up in another mailbox.
  gone_at INTEGER
) STRICT;
CREATE INDEX mail_message_id ON mail (account_id, message_id);
CREATE INDEX mail_partial ON mail (message_row) WHERE body_state <> 'full';
CREATE INDEX mail_email_id ON mail (account_id, email_id) WHERE email_id IS NOT NULL;
CREATE INDEX mail_source_content ON mail (source_content_id) WHERE source_content_id IS NOT NULL;
CREATE INDEX mail_gone ON mail (gone_at) WHERE gone_at IS NOT NULL;

-- Where a mail lies on the server: one message may lie in several mailboxes.
CREATE TABLE mail_location (
  mailbox_id TEXT NOT NULL REFERENCES mailbox (id) ON DELETE CASCADE,
  uid INTEGER NOT NULL,
  message_row INTEGER NOT NULL REFERENCES message (row) ON DELETE CASCADE,
  flags TEXT NOT NULL DEFAULT '',    -- as the server last said, space separated
  modseq TEXT,
  PRIMARY KEY (mailbox_id, uid)
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_location_message ON mail_location (message_row);

-- The text that is searched and shown. External content of `search_index`, so that deleting leaves no word behind.
CREATE TABLE body (
  row INTEGER PRIMARY KEY REFERENCES message (row) ON DELETE CASCADE,
  subject TEXT NOT NULL,
  people TEXT NOT NULL,
  text TEXT NOT NULL,
  files TEXT NOT NULL,
  visible_length INTEGER             -- characters of `text` shown before anything folded; NULL: all
) STRICT;
CREATE VIRTUAL TABLE search_index USING fts5 (
  subject, people, text, files,
  content = 'body', content_rowid = 'row',
  tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1);

CREATE TABLE content (
  id TEXT PRIMARY KEY,               -- the file's name in the content folder
  key BLOB NOT NULL,                 -- random, for this file alone: without this row the file is noise
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
-- Files whose rows are gone and that are still to be unlinked; emptied after each commit and at start.
CREATE TABLE content_orphan (id TEXT PRIMARY KEY) STRICT;
CREATE TRIGGER content_deleted AFTER DELETE ON content BEGIN
  INSERT OR IGNORE INTO content_orphan (id) VALUES (OLD.id);
END;

CREATE TABLE attachment (
  id TEXT PRIMARY KEY,
  message_row INTEGER REFERENCES message (row) ON DELETE CASCADE,
  draft_id TEXT REFERENCES draft (id) ON DELETE CASCADE,
  part_index INTEGER NOT NULL,
  filename TEXT NOT NULL,
  content_type TEXT NOT NULL,
  content_id_header TEXT,            -- RFC 2392, without angle brackets
  size INTEGER NOT NULL,
  sha256 TEXT,
  inline INTEGER NOT NULL DEFAULT 0,
  content_id TEXT REFERENCES content (id)  -- NULL: cut out of the source when asked for
) STRICT;
CREATE INDEX attachment_message ON attachment (message_row);
CREATE INDEX attachment_draft ON attachment (draft_id);
CREATE INDEX attachment_content ON attachment (content_id) WHERE content_id IS NOT NULL;

CREATE TABLE text_message (
  message_row INTEGER PRIMARY KEY REFERENCES message (row) ON DELETE CASCADE,
  account_id TEXT NOT NULL,
  remote_id TEXT,
  client_ref TEXT UNIQUE,            -- made before the first attempt; NULL for what was not sent from here
  peer_kind TEXT NOT NULL,           -- e164 shortcode alpha
  peer TEXT NOT NULL,
  text TEXT NOT NULL,
  status TEXT NOT NULL,              -- received, or the carrier's last word on what was sent
  segments INTEGER NOT NULL,
  encoding TEXT NOT NULL,
  price TEXT,                        -- JSON {amount, currency}
  error TEXT,
  -- The outbox protocol; all NULL for what was not sent from here.
  dispatch TEXT,                     -- queued claimed dispatching accepted failed ambiguous needs-human
  hold_until INTEGER,
  next_at INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  wire_started_at INTEGER,
  wire_ended_at INTEGER,
  skew_ms INTEGER,
  misses INTEGER NOT NULL DEFAULT 0,
  first_miss_at INTEGER,
  last_miss_at INTEGER,
  accepted_at INTEGER,
  refreshed_at INTEGER,
  UNIQUE (account_id, remote_id)
) STRICT;
CREATE INDEX text_message_dispatch ON text_message (account_id, dispatch, next_at) WHERE dispatch IS NOT NULL;

-- Media of received texts still to be fetched from the carrier.
CREATE TABLE text_media (
  message_row INTEGER NOT NULL REFERENCES message (row) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  ref TEXT NOT NULL,
  claimed_mime TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  retry_at INTEGER,                  -- NULL: given up
  PRIMARY KEY (message_row, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE carrier_cursor (
  account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  cursor TEXT NOT NULL,              -- JSON
  gap TEXT                           -- JSON {from, to, reason}: what the carrier could not list any more
) STRICT;

-- Every STOP and START; the newest opt-out or opt-in of a number counts.
CREATE TABLE opt_ledger (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  peer TEXT NOT NULL,
  evidence TEXT NOT NULL,
  meaning TEXT NOT NULL,             -- opt-out opt-in review
  source TEXT NOT NULL,              -- keyword carrier
  keyword TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (account_id, peer, evidence, meaning)
) STRICT, WITHOUT ROWID;

-- What the user erased here while a server or carrier still has it, so that no sync brings it back: only the digest of
-- its name there (store/erased.ts), and for mail also the UIDs it had or has been found under since.
CREATE TABLE erased_message (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  digest TEXT NOT NULL,
  PRIMARY KEY (account_id, digest)
) STRICT, WITHOUT ROWID;
CREATE TABLE erased_location (
  mailbox_id TEXT NOT NULL REFERENCES mailbox (id) ON DELETE CASCADE,
  uid INTEGER NOT NULL,
  PRIMARY KEY (mailbox_id, uid)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (
  id TEXT PRIMARY KEY,
  channel TEXT NOT NULL,
  account_id TEXT REFERENCES account (id) ON DELETE CASCADE,
  thread_id TEXT,
  answers TEXT,                      -- message id
  mode TEXT NOT NULL,
  recipients TEXT NOT NULL,          -- JSON {to, cc, bcc}
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  quote TEXT NOT NULL,
  message_id TEXT NOT NULL,          -- the Message-ID it will be sent with, made once
  revision INTEGER NOT NULL,
  saved_at INTEGER NOT NULL,
  server_revision INTEGER,           -- the revision that lies in the server's Drafts mailbox
  server_saved_at INTEGER,
  server_place TEXT,                 -- JSON {mailbox, uidValidity, uid} of that copy
  sending INTEGER NOT NULL DEFAULT 0, -- a send action holds it; a cancel gives it back
  error TEXT
) STRICT;
CREATE INDEX draft_thread ON draft (thread_id);

-- What the user did. The rows and their local effect are one transaction; a worker performs the remote effects,
-- one row per account and effect. Rows of one act share its group, the id that is given to the window.
CREATE TABLE action (
  id TEXT PRIMARY KEY,
  group_id TEXT NOT NULL,
  kind TEXT NOT NULL,                -- flags move send-mail send-text draft-save draft-discard; others are local only
  account_id TEXT REFERENCES account (id) ON DELETE CASCADE,
  lane TEXT NOT NULL,                -- actions of a lane run one at a time and in order
  title TEXT NOT NULL,
  payload TEXT NOT NULL,             -- JSON: what to do remotely
  undo TEXT,                         -- JSON: how to take the local effect back; NULL: cannot be undone
  state TEXT NOT NULL,               -- held queued running waiting failed unsure done cancelled
  message_row INTEGER,               -- the message a send is about
  thread_id TEXT,
  hold_until INTEGER,
  next_at INTEGER,                   -- waiting: next attempt; unsure: next look-up, NULL when the user must say
  wire_started_at INTEGER,           -- sends: from here on only a look-up tells whether it arrived
  attempts INTEGER NOT NULL DEFAULT 0,
  error TEXT,
  created_at INTEGER NOT NULL,
  finished_at INTEGER
) STRICT;
CREATE INDEX action_open ON action (lane, id)
  WHERE state IN ('held', 'queued', 'running', 'waiting', 'failed', 'unsure');
CREATE INDEX action_group ON action (group_id);
CREATE INDEX action_message_row ON action (message_row) WHERE message_row IS NOT NULL;
CREATE INDEX action_thread ON action (thread_id) WHERE thread_id IS NOT NULL;

-- What an action changed on each message, and what was there before. While the action is unconfirmed, this stands
-- on top of whatever the server says.
CREATE TABLE action_message (
  message_row INTEGER NOT NULL REFERENCES message (row) ON DELETE CASCADE,
  action_id TEXT NOT NULL REFERENCES action (id) ON DELETE CASCADE,
  place TEXT,
  mailbox_id TEXT,
  unread INTEGER,
  starred INTEGER,
  was_place TEXT NOT NULL,
  was_mailbox_id TEXT,
  was_unread INTEGER NOT NULL,
  was_starred INTEGER NOT NULL,
  PRIMARY KEY (message_row, action_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX action_message_action ON action_message (action_id);

-- What the user said about who is who and what belongs together: no later evidence undoes it.
CREATE TABLE user_fact (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,                -- same-person not-same-person: identity ids, a < b; separate-thread: a phone
  a TEXT NOT NULL,                   -- identity's id
  b TEXT NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (kind, a, b)
) STRICT;

CREATE TABLE suggestion (
  id TEXT PRIMARY KEY,
  contact_id TEXT NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  identity_id TEXT NOT NULL REFERENCES identity (id) ON DELETE CASCADE,
  evidence TEXT NOT NULL,
  score REAL NOT NULL,
  state TEXT NOT NULL DEFAULT 'open',
  UNIQUE (contact_id, identity_id)
) STRICT;

CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
