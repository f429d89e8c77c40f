/**
 * What the shell (main) and the engine tell each other over the utility process's own port. Everything the
 * window asks for goes over its own port instead (contract.ts).
 */
import { z } from 'zod';

/** Where main keeps plain copies of attachments that other programs show, below the profile. */
export const OPENED_COPIES = 'opened';

const requestId = z.number().int().nonnegative();

/** The arguments main starts the engine with. */
export const engineArguments = z.object({
  /** Directory of the profile; exists. */
  profile: z.string().min(1),
  /** Path of the SQLite addon; `null` leaves the choice to the library. */
  addon: z.string().nullable(),
  /** For tests, never in a package: PEM file of the only authority that one-click servers are trusted by. */
  testAuthority: z.string().nullable(),
  version: z.string(),
});

export const engineToMain = z.discriminatedUnion('type', [
  /** The services are up. */
  z.object({ type: z.literal('ready') }),
  /** The engine cannot start and will exit; another start is useless until the user did something. */
  z.object({
    type: z.literal('fatal'),
    /** Stable: `store-newer`, `store-damaged`, `store-not-encrypted`, `keychain-locked` … */
    code: z.string().max(100),
    message: z.string().max(4000),
    advice: z.string().max(4000),
    detail: z.string().max(20_000).nullable().default(null),
  }),
  z.object({
    type: z.literal('notify'),
    /** What it is about; `null`: several threads. */
    threadId: z.string().min(1).max(64).nullable(),
    title: z.string().max(500),
    body: z.string().max(2000),
  }),
  /** What the shell shows of the store; sent whenever one of them changed. */
  z.object({
    type: z.literal('status'),
    unread: z.number().int().nonnegative(),
    /** There is an account that syncs. */
    canPause: z.boolean(),
    /** Every account that syncs is paused. */
    paused: z.boolean(),
    closeToTray: z.boolean(),
  }),
  /** The store is closed until the window calls `session.unlock`. */
  z.object({ type: z.literal('need-passphrase'), mode: z.enum(['create', 'open']) }),
  z.object({
    type: z.literal('content-response'),
    requestId,
    /** HTTP status: 200, or 404 when there is no such message, part or attachment. */
    status: z.number().int().min(200).max(599),
    contentType: z.string().max(255),
    filename: z.string().max(1000).nullable(),
    body: z.instanceof(Uint8Array),
    /** Where the rest begins, in bytes from the beginning; null when this is the end. */
    next: z.number().int().nonnegative().nullable(),
  }),
]);

export const mainToEngine = z.discriminatedUnion('type', [
  /** One port comes with it: the engine serves the contract on it. */
  z.object({ type: z.literal('connect') }),
  /**
   * Bytes that main needs on behalf of the window; answer with `content-response`. For a `frame`, what the reading
   * frame at skein-message://message/PATH?remote=1 loads: `path` is a message id (the HTML document), or a
   * message id, a slash and a Content-ID (an inline image). For an `attachment`, `path` is its id; for a `source`, the message's;
   * for what is to be printed, `message/ID` or `thread/ID`.
   */
  z.object({
    type: z.literal('content-request'),
    requestId,
    kind: z.enum(['frame', 'attachment', 'source', 'print']),
    path: z.string().max(2000),
    remote: z.boolean(),
    /** Only a piece of it is wanted, from this byte on; null: all of it. */
    from: z.number().int().nonnegative().nullable(),
  }),
  /** The user chose these files or folders; whoever shows the ticket may have them read or written. */
  z.object({
    type: z.literal('grant'),
    ticket: z.string().min(1).max(64),
    paths: z.array(z.string().min(1)).min(1).max(10_000),
  }),
  z.object({ type: z.literal('power'), state: z.enum(['suspend', 'resume']) }),
  /** Every account stops, or goes on, syncing. */
  z.object({ type: z.literal('pause'), paused: z.boolean() }),
  /** Finish what is being written, close the store and exit. */
  z.object({ type: z.literal('shutdown') }),
]);

export type EngineArguments = z.infer<typeof engineArguments>;
export type EngineToMain = z.infer<typeof engineToMain>;
export type EngineToMainInput = z.input<typeof engineToMain>;
export type MainToEngine = z.infer<typeof mainToEngine>;

/** The engine's arguments as main passes them on the command line. */
export function formatEngineArguments(values: EngineArguments): string[] {
  return [JSON.stringify(values)];
}

/** Reads back what formatEngineArguments wrote. Throws (ZodError, SyntaxError) on anything else. */
export function parseEngineArguments(argv: readonly string[]): EngineArguments {
  return engineArguments.parse(JSON.parse(argv.at(-1) ?? ''));
}
