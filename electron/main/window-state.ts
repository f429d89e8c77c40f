import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserWindow, nativeTheme } from 'electron';
import { z } from 'zod';
import { themeChoice } from '#shared/contract/bridge.ts';
import {
  formatWindowContent,
  readWindowContent,
  type WindowContent,
} from '#shared/contract/window-content.ts';

/** More windows than this are not opened, whatever a page asks for. */
export const MOST_WINDOWS = 40;

const placement = z.object({
  bounds: z.object({
    x: z.number().int(),
    y: z.number().int(),
    width: z.number().int().min(1).max(32_767),
    height: z.number().int().min(1).max(32_767),
  }),
  maximized: z.boolean(),
});
const openWindow = z.object({
  ...placement.shape,
  /** The fragment of its page's address. */
  shows: z.string().max(500),
});
const state = z.object({
  ...placement.shape,
  theme: themeChoice.default('system'),
  /** Of windows that show one thread, or one draft. */
  thread: placement.optional(),
  draft: placement.optional(),
  /** The windows that were open last, the oldest first. */
  open: openWindow.array().max(MOST_WINDOWS).default([]),
});

export type WindowKind = 'main' | 'thread' | 'draft';
export type Placement = z.infer<typeof placement>;
type OpenWindow = z.infer<typeof openWindow>;
/** A window that was open when Skein ended. */
export interface EarlierWindow {
  placement: Placement;
  content: WindowContent;
}

const SAVE_AFTER_MS = 400;

/** Which windows are open and where, where those of each kind were last, and the theme. */
export class WindowStates {
  readonly #file: string;
  #state: Partial<z.infer<typeof state>>;
  /** Nothing was remembered: no window was ever shown. */
  readonly first: boolean;
  /** Those of the time before that are not open again yet: they stay remembered until they are. */
  #earlier: OpenWindow[];
  readonly #open = new Map<BrowserWindow, () => OpenWindow | null>();
  /** Skein is ending: windows that close now were open. */
  #ending = false;

  constructor(profile: string) {
    this.#file = join(profile, 'window.json');
    this.#state = this.#read();
    this.first = this.#state.bounds === undefined;
    this.#earlier = this.#state.open ?? [];
    // The setting itself is in the store, which opens later than the window.
    nativeTheme.themeSource = this.#state.theme ?? 'system';
    nativeTheme.on('updated', () => {
      if (this.#state.theme === nativeTheme.themeSource) return;
      this.#state.theme = nativeTheme.themeSource;
      this.#write();
    });
  }

  /** Where a window of this kind was last. */
  of(kind: WindowKind): Placement | null {
    if (kind !== 'main') return this.#state[kind] ?? null;
    const { bounds, maximized = false } = this.#state;
    return bounds ? { bounds, maximized } : null;
  }

  /** The oldest window of the time before that is not open again; of the inbox, where `inbox` is asked for. */
  takeEarlier(inbox = false): EarlierWindow | null {
    const found = this.#earlier.find(({ shows }) => !inbox || readWindowContent(shows).kind === 'main');
    if (!found) return null;
    this.#earlier = this.#earlier.filter((one) => one !== found);
    const { shows, ...placement } = found;
    return { placement, content: readWindowContent(shows) };
  }

  /**
   * Remembers from now on where this window is and what it shows (`content`); returns what to call when it shows
   * something else.
   */
  follow(kind: WindowKind, window: BrowserWindow, content: () => WindowContent): () => void {
    let timer: NodeJS.Timeout | undefined;
    const now = (): Placement => ({ bounds: window.getNormalBounds(), maximized: window.isMaximized() });
    const save = () => {
      clearTimeout(timer);
      timer = undefined;
      if (window.isDestroyed()) return;
      if (!window.isMinimized())
        this.#state = kind === 'main' ? { ...this.#state, ...now() } : { ...this.#state, [kind]: now() };
      this.#write();
    };
    const saveSoon = () => {
      timer ??= setTimeout(save, SAVE_AFTER_MS);
    };
    this.#open.set(window, () => {
      const shown = content();
      // A mail that is only begun is not a draft yet.
      return window.isDestroyed() || shown.kind === 'compose'
        ? null
        : { ...now(), shows: formatWindowContent(shown) };
    });
    window.on('resize', saveSoon);
    window.on('move', saveSoon);
    window.on('maximize', saveSoon);
    window.on('unmaximize', saveSoon);
    window.on('show', saveSoon);
    window.on('close', save);
    window.on('closed', () => {
      clearTimeout(timer);
      if (this.#ending) return;
      this.#open.delete(window);
      this.#write();
    });
    return saveSoon;
  }

  /** The windows that are open now are those to open again. */
  end(): void {
    this.#noteOpen();
    this.#ending = true;
  }

  #noteOpen(): void {
    if (this.#ending) return;
    const open = [...this.#open.values()].flatMap((now) => now() ?? []);
    this.#state.open = [...open, ...this.#earlier].slice(0, MOST_WINDOWS);
  }

  #read(): Partial<z.infer<typeof state>> {
    try {
      return state.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch {
      return {};
    }
  }

  /** The file is replaced whole, so a crash leaves the old one. */
  #write(): void {
    // Another kind of window than the first one's may be the only one there is.
    if (!this.#state.bounds) return;
    this.#noteOpen();
    try {
      writeFileSync(`${this.#file}.new`, JSON.stringify(this.#state));
      renameSync(`${this.#file}.new`, this.#file);
    } catch {
      // A window that opens elsewhere next time is no reason to disturb anyone.
    }
  }
}
