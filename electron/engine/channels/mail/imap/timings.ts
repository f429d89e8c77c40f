/** How long things may take, in milliseconds. */
export interface ImapTimings {
  connect: number;
  greeting: number;
  /** Silence of the server while a command runs after which it counts as stalled. */
  stall: number;
  /** Silence of the server while a command runs after which the user is told. */
  silence: number;
  /** Time between two looks at the mailboxes that are not watched by IDLE. */
  poll: number;
  /** A mailbox somebody opens is asked for news unless it was looked at within this time. */
  glance: number;
  /** IDLE is issued again before this is over (RFC 9051 section 6.3.13: at the latest after 29 minutes). */
  idle: number;
  /** After this time without work a working connection is closed. */
  linger: number;
  /** What the user waits for waits so long for a busy connection before another one is opened. */
  patience: number;
  /** A server that refused another connection is not asked for one for so long. */
  refused: number;
  /** Answer time allowed to a NOOP that asks whether the connection still lives, after sleep or a network change. */
  check: number;
  backoffMin: number;
  backoffMax: number;
  /** Every message's flags are compared this often where the server has no CONDSTORE. */
  deepCompare: number;
}

export const DEFAULT_TIMINGS: ImapTimings = {
  connect: 30_000,
  greeting: 20_000,
  stall: 60_000,
  silence: 10_000,
  poll: 120_000,
  glance: 10_000,
  idle: 24 * 60_000,
  linger: 30_000,
  patience: 250,
  refused: 10 * 60_000,
  check: 8_000,
  backoffMin: 1_000,
  backoffMax: 5 * 60_000,
  deepCompare: 10 * 60_000,
};
