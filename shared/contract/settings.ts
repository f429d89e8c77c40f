/** What the user set. */
import { languages } from './spelling.ts';
import { z } from './zod.ts';

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
  /** Misspelled words are marked where something is written. */
  spellcheck: z.boolean(),
  /** Languages of the dictionaries used; none: those of the system. */
  spellingLanguages: languages,
  sendersWithRemoteImages: z.array(z.string().max(320)).max(5000),
  /** Senders whose mail does not even offer it. */
  sendersWithoutRemoteImages: z.array(z.string().max(320)).max(5000),
});

export type Settings = z.infer<typeof settings>;
