/** What the preload script offers the window as `window.skein`. */
import { address, channel, type ErrorInfo, id } from './model.ts';
import { z } from './zod.ts';

const mail = z.object({
  to: z.array(address),
  cc: z.array(address),
  bcc: z.array(address),
  subject: z.string(),
  text: z.string(),
});

/** What was done in a window that closes, to be said in another one; `undoActionId` takes it back. */
export const windowNotice = z.object({
  text: z.string().max(1000),
  undoActionId: id.nullable(),
  /** When it goes away; milliseconds since the epoch. */
  until: z.number().nullable(),
  countdown: z.boolean(),
});
export type WindowNotice = z.infer<typeof windowNotice>;

/** What the menu, a notification, another window or another start of the program asks a window to do. */
export const shellCommand = z.discriminatedUnion('command', [
  z.object({ command: z.literal('open-thread'), threadId: z.string().min(1).max(64) }),
  z.object({ command: z.literal('compose') }),
  z.object({ command: z.literal('open-own-window') }),
  z.object({ command: z.literal('notice'), notice: windowNotice }),
  /** A command of the registry that only a window of the inbox can do. */
  z.object({ command: z.literal('run'), id: z.string().max(64) }),
  /** A link asks for a new mail (RFC 6068); nothing is sent before the user says so. */
  z.object({
    command: z.literal('compose-to'),
    channel,
    mail,
  }),
  z.object({ command: z.literal('settings'), section: z.string().max(32).optional() }),
  z.object({ command: z.literal('search') }),
  z.object({ command: z.literal('print') }),
]);
export type ShellCommand = z.infer<typeof shellCommand>;

/** What a window of its own is asked for. */
export const windowRequest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('main') }),
  z.object({ kind: z.literal('thread'), threadId: id, view: z.enum(['trash', 'junk']).nullable() }),
  z.object({ kind: z.literal('draft'), draftId: id }),
  z.object({ kind: z.literal('compose'), channel, mail }),
]);
export type WindowRequest = z.infer<typeof windowRequest>;

export const themeChoice = z.enum(['system', 'light', 'dark']);
export type ThemeChoice = z.infer<typeof themeChoice>;

/** The most that one opened file may hold, in bytes. */
export const MAX_OPENED_FILE = 50_000_000;

export const saveFileRequest = z.object({
  /** A name without directories; the user chooses where it goes. */
  filename: z.string().min(1).max(255),
  content: z.instanceof(Uint8Array),
});

export interface OpenedFile {
  filename: string;
  content: Uint8Array;
}

/** What became of a file that was to be opened or saved. */
export type FileOutcome =
  | { state: 'done' | 'cancelled' }
  /** Not opened: it can run what a sender put into it. */
  | { state: 'dangerous' }
  /** Not opened: a kind of file that is not known to be harmless. */
  | { state: 'save-only' }
  | { state: 'failed'; error: ErrorInfo };

export const chosenPaths = z.enum(['mail-files', 'mail-folder', 'export-folder']);
/** What a dialog lets the user choose. */
export type ChosenPaths = z.infer<typeof chosenPaths>;

export const printRequest = z.object({ kind: z.enum(['message', 'thread']), id });
/** One message, or all of a thread. */
export type PrintRequest = z.infer<typeof printRequest>;

export interface SkeinBridge {
  /** `process.platform` of the shell. */
  platform: string;
  /** Asks for a port to the engine; it arrives as a window message, see PORT_MESSAGE. */
  requestPort(): void;
  /** Calls `listener` with each command; returns a function that stops it. */
  onCommand(listener: (command: ShellCommand) => void): () => void;
  setTheme(theme: ThemeChoice): void;
  /** Opens another window, or brings to the front the one that shows the same already. */
  openWindow(what: WindowRequest): void;
  /** Brings a window of the inbox to the front and has it do this. */
  askInbox(command: ShellCommand): void;
  /** Closes this window; `false` when nobody can see a window that says `notice` instead, and it stays. */
  leave(notice: WindowNotice | null): Promise<boolean>;
  /** Brings this window to the front. */
  comeToFront(): void;
  /** What this window shows is there, or is gone (`found`: false), and it can be looked at. */
  arrived(found: boolean): void;
  /** This window has all it shows at first: those open again that were open when Skein ended. */
  reopenWindows(): void;
  /** Before the window closes, `save` saves what is being written; it resolves to whether everything is saved. */
  onSettle(save: () => Promise<boolean>): void;
  /** Puts what was copied into the field in focus; `plain`: without formatting. */
  paste(plain: boolean): void;
  /** Lets the user choose files; resolves to their content (at most MAX_OPENED_FILE each), or to none. */
  openFiles(): Promise<{ files: OpenedFile[]; tooLarge: string[] }>;
  /** Lets the user choose where to save; resolves to whether it was saved. Rejects when writing failed. */
  saveFile(filename: string, content: Uint8Array): Promise<boolean>;
  /** Lets the user choose files or a folder; resolves to a ticket the engine takes in their place, or to `null`. */
  choosePaths(what: ChosenPaths): Promise<string | null>;
  /** Lets the user choose where the original source of a message is saved. */
  saveMessage(messageId: string): Promise<FileOutcome>;
  /**
   * Drags the original sources of messages out of the window, a file each. Call when the drag begins. Resolves to how
   * many are not on this computer.
   */
  dragMessages(messageIds: readonly string[]): Promise<number>;
  /** Shows the system's dialog for printing. */
  print(what: PrintRequest): Promise<FileOutcome>;
  /** Lets the user choose where a PDF is saved. */
  savePdf(what: PrintRequest): Promise<FileOutcome>;
  /** Opens an attachment of a message with the system's program, straight from the engine. */
  openAttachment(attachmentId: string): Promise<FileOutcome>;
  /** Lets the user choose where an attachment is saved. */
  saveAttachment(attachmentId: string): Promise<FileOutcome>;
  /** Lets the user choose a folder for several. */
  saveAttachments(attachmentIds: string[]): Promise<FileOutcome>;
}
