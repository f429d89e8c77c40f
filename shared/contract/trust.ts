/** What is known about whether a mail is from whom it says. */
import { z } from './zod.ts';

/** Why the verdict is what it is; each is a sentence for people in the window. */
export const checkReason = z.enum([
  'dmarc-pass',
  'dmarc-fail',
  'dmarc-fail-lenient',
  'dkim-pass',
  'dkim-other',
  'dkim-fail',
  'spf-pass',
  'spf-fail',
  'list',
  'forwarded',
  'unproven',
  'no-results',
  'foreign-server',
  'no-author',
  'older',
]);

export const senderCheck = z.object({
  outcome: z.enum(['verified', 'unknown', 'suspicious']),
  /** Of the author's address, in A-labels. */
  domain: z.string(),
  /** The receiving server that checked; `null` when none did, empty when it has no name. */
  checkedBy: z.string().nullable(),
  reasons: z.array(z.object({ code: checkReason, domain: z.string() })),
});

/** Who may have checked the senders of an account's mail. */
export const checkingServers = z.object({
  /** What the user chose; see `accountOptions`. */
  chosen: z.string().nullable(),
  /** Whom Skein believes where nothing is chosen; none: it could not find out. */
  automatic: z.array(z.string()),
  /** Names that stand on top of the newest received mails, the most frequent first. */
  found: z.array(z.object({ server: z.string(), mails: z.number().int() })),
  /** How many mails that are. */
  received: z.number().int(),
});

/** Something about a sender that is done to be taken for somebody else. */
export const caution = z.object({
  kind: z.enum(['named-address', 'known-name', 'lookalike', 'mixed-scripts', 'answers-elsewhere']),
  /** What the mail shows: an address, a name or a domain. */
  shown: z.string(),
  /** What it is not, or what is behind it. */
  other: z.string(),
});

export type Caution = z.infer<typeof caution>;
export type CheckingServers = z.infer<typeof checkingServers>;
export type CheckReason = z.infer<typeof checkReason>;
export type SenderCheck = z.infer<typeof senderCheck>;
