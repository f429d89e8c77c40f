import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserWindow, nativeTheme } from 'electron';
import { z } from 'zod';
import { themeChoice } from '#shared/contract/bridge.ts';

const placement = z.object({
  bounds: z.object({
    x: z.number().int(),
    y: z.number().int(),
    width: z.number().int().min(1).max(32_767),
    height: z.number().int().min(1).max(32_767),
  }),
  maximized: z.boolean(),
});
const state = z.object({
  ...placement.shape,
  theme: themeChoice.default('system'),
  /** Of windows that show one thread, or one draft. */
  thread: placement.optional(),
  draft: placement.optional(),
});

export type WindowKind = 'main' | 'thread' | 'draft';
export type Placement = z.infer<typeof placement>;

const SAVE_AFTER_MS = 400;

/** Where the windows of each kind were last, and the theme. */
export class WindowStates {
  readonly #file: string;
  #state: Partial<z.infer<typeof state>>;
  /** Nothing was remembered: no window was ever shown. */
  readonly first: boolean;

  constructor(profile: string) {
    this.#file = join(profile, 'window.json');
    this.#state = this.#read();
    this.first = this.#state.bounds === undefined;
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

  /** Remembers from now on where this window is. */
  follow(kind: WindowKind, window: BrowserWindow): void {
    let timer: NodeJS.Timeout | undefined;
    const save = () => {
      clearTimeout(timer);
      timer = undefined;
      if (window.isDestroyed() || window.isMinimized()) return;
      const now: Placement = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
      this.#state = kind === 'main' ? { ...this.#state, ...now } : { ...this.#state, [kind]: now };
      this.#write();
    };
    const saveSoon = () => {
      timer ??= setTimeout(save, SAVE_AFTER_MS);
    };
    window.on('resize', saveSoon);
    window.on('move', saveSoon);
    window.on('maximize', saveSoon);
    window.on('unmaximize', saveSoon);
    window.on('close', save);
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
    try {
      writeFileSync(`${this.#file}.new`, JSON.stringify(this.#state));
      renameSync(`${this.#file}.new`, this.#file);
    } catch {
      // A window that opens elsewhere next time is no reason to disturb anyone.
    }
  }
}
