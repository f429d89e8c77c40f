/** The windows of Skein: which are open, what each shows, which is in front, and how they close. */
import { BrowserWindow, type Session, type WebContents } from 'electron';
import type { ShellCommand, WindowNotice } from '#shared/contract/bridge.ts';
import {
  formatWindowContent,
  readWindowContent,
  type WindowContent,
} from '#shared/contract/window-content.ts';
import { APP_URL, FAILURE_URL, isAppPage, NEW_APP_URL } from './origin.ts';
import { Unsaved } from './unsaved.ts';
import { focusWindow, makeWindow } from './window.ts';
import { type EarlierWindow, MOST_WINDOWS, type WindowKind, WindowStates } from './window-state.ts';

/** A page that breaks again this soon after it was loaded anew is not loaded once more. */
const CRASH_WINDOW_MS = 60_000;
/** A page asks again while no engine answers, never this often. */
const MOST_PORTS = 32;

interface OpenWindow {
  readonly window: BrowserWindow;
  readonly contents: WebContents;
  readonly kind: WindowKind;
  /** Of the page that shows, or that shows again after a failure. */
  address: string;
  /** The page asked for a port, and gets a new one whenever the engine starts. */
  connected: boolean;
  /** How many ports this page was given by the engine that runs. */
  ports: number;
  crashedAt: number;
  /** It had its first picture. */
  shown: boolean;
  /** Has what it shows remembered for the next start. */
  changed: () => void;
  /** It is opened again, as it was when Skein ended, and comes behind the one that is in front. */
  again: boolean;
  /** It was closed into the tray. */
  hidden: boolean;
  /** What was written in it is saved: it may close. */
  settled: boolean;
  unsaved: Unsaved;
}

export interface WindowsOptions {
  profile: string;
  /** Closing the window of the inbox leaves a way back to it. */
  closesToTray(): boolean;
  /** Connects a page with the engine; false while none runs. */
  connect(contents: WebContents): boolean;
  /** A page could not be shown. */
  onFailure(detail: string): void;
}

export class Windows {
  readonly #options: WindowsOptions;
  readonly #session: Session;
  readonly #states: WindowStates;
  readonly #open = new Map<number, OpenWindow>();
  /** Of the inbox, the one that was in front last first. */
  #mains: OpenWindow[] = [];
  #failed = false;
  #quitting = false;

  constructor(session: Session, options: WindowsOptions) {
    this.#session = session;
    this.#options = options;
    this.#states = new WindowStates(options.profile);
  }

  /** Whether this is the id of a page of one of these windows. */
  isOurs(contentsId: number): boolean {
    return this.#open.has(contentsId);
  }

  /** Whether this is the id of a page that shows the inbox. */
  isInbox(contentsId: number): boolean {
    return this.#open.get(contentsId)?.kind === 'main';
  }

  /** Brings the inbox to the front; opens it again when it was closed. */
  show(): WebContents {
    const url = this.#states.first ? NEW_APP_URL : APP_URL;
    const main = this.#mains[0] ?? this.#make('main', url, this.#states.takeEarlier(true));
    // One that never showed comes by itself, with its first picture.
    if (main.shown) focusWindow(main.window);
    return main.contents;
  }

  /** Opens another window; one that shows the same thread or draft already comes to the front instead. */
  open(content: WindowContent): WebContents | null {
    const same = this.#showing(content);
    if (same) {
      focusWindow(same.window);
      return same.contents;
    }
    return this.#openNew(content)?.contents ?? null;
  }

  /**
   * Opens the windows again that were open when Skein ended, one after the other and behind the one in front. Further
   * calls open none.
   */
  async reopen(): Promise<void> {
    for (let earlier = this.#states.takeEarlier(); earlier; earlier = this.#states.takeEarlier()) {
      if (this.#showing(earlier.content)) continue;
      const open = this.#openNew(earlier.content, earlier);
      if (open) await this.#shownOrGone(open);
    }
  }

  /** Has a window do something, once its page is there. */
  tell(contents: WebContents, command: ShellCommand): void {
    const send = () => contents.send('skein:command', command);
    // Frames of messages load long after the page is there.
    if (contents.isLoadingMainFrame()) contents.once('did-finish-load', send);
    else send();
  }

  /** The page of the window in front, of the inbox where none is. */
  inFront(): WebContents {
    const focused = BrowserWindow.getFocusedWindow();
    const open = focused && this.#open.get(focused.webContents.id);
    return open ? open.contents : this.show();
  }

  /** Whether somebody sees a window of the inbox, or will in a moment. */
  get inboxInSight(): boolean {
    return this.#inboxInSight() !== undefined;
  }

  /** Brings to the front the window that shows this thread alone; returns whether there is one. */
  showThread(threadId: string): boolean {
    const open = [...this.#open.values()].find((one) => {
      const content = readWindowContent(one.address);
      return one.kind === 'thread' && content.kind === 'thread' && content.threadId === threadId;
    });
    if (open) focusWindow(open.window);
    return open !== undefined;
  }

  /**
   * A page has what its window shows, which can be looked at now; `found` is false where that is gone: then a window
   * that was only opened again closes.
   */
  arrived(contentsId: number, found: boolean): void {
    const open = this.#open.get(contentsId);
    if (!open || open.shown) return;
    if (!open.again) focusWindow(open.window);
    else if (found) open.window.showInactive();
    else open.window.close();
  }

  /** Brings a page's window to the front. */
  focus(contentsId: number): void {
    const open = this.#open.get(contentsId);
    if (open) focusWindow(open.window);
  }

  /** Gives a page a port, if it has not asked for far too many. */
  requestPort(contentsId: number): void {
    const open = this.#open.get(contentsId);
    if (!open) return;
    open.connected = true;
    this.#connect(open);
  }

  /** Another engine runs: every page that had a port gets a new one. */
  connectAll(): void {
    for (const open of this.#open.values()) {
      open.ports = 0;
      if (open.connected) this.#connect(open);
    }
  }

  /** Every window shows the failure page instead of its own. */
  fail(): void {
    this.#failed = true;
    for (const { contents } of this.#open.values()) load(contents, FAILURE_URL);
  }

  /** Every window shows its own page again. */
  recover(): void {
    this.#failed = false;
    for (const { contents, address } of this.#open.values()) load(contents, address);
  }

  /**
   * Closes a window whose work is done. What it has to say (`notice`) is said by a window of the inbox; when nobody can
   * see one, this window stays and says it itself. Returns whether it closes.
   */
  leave(contentsId: number, notice: WindowNotice | null): boolean {
    const open = this.#open.get(contentsId);
    if (!open) return false;
    if (notice) {
      const taker = this.#inboxInSight();
      if (!taker || taker === open) return false;
      this.tell(taker.contents, { command: 'notice', notice });
    }
    open.window.close();
    return true;
  }

  /** What a page answers to the question that `#settle` put to it. */
  settled(contentsId: number, saved: boolean): void {
    this.#open.get(contentsId)?.unsaved.answer(saved);
  }

  /**
   * Saves what is being written in any window, so that they may close; resolves to false when something is not saved
   * and the user wants to stay.
   */
  async prepareToQuit(): Promise<boolean> {
    const all = [...this.#open.values()];
    const may = await Promise.all(all.map((open) => this.#mayClose(open)));
    this.#quitting = may.every(Boolean);
    if (this.#quitting) this.#states.end();
    for (const open of all) open.settled = this.#quitting;
    return this.#quitting;
  }

  #inboxInSight(): OpenWindow | undefined {
    return this.#mains.find(({ window, hidden }) => !hidden && !window.isMinimized());
  }

  /** The window that shows the same thread or draft. */
  #showing(content: WindowContent): OpenWindow | undefined {
    if (content.kind === 'main' || content.kind === 'compose') return undefined;
    const hash = formatWindowContent(content);
    return [...this.#open.values()].find(
      ({ kind, address }) => kind !== 'main' && formatWindowContent(readWindowContent(address)) === hash,
    );
  }

  #openNew(content: WindowContent, earlier: EarlierWindow | null = null): OpenWindow | null {
    if (this.#open.size >= MOST_WINDOWS) return null;
    const kind = content.kind === 'compose' ? 'draft' : content.kind;
    const url = kind === 'main' ? APP_URL : `${APP_URL}#${formatWindowContent(content)}`;
    return this.#make(kind, url, earlier, earlier !== null);
  }

  #shownOrGone({ window }: OpenWindow): Promise<void> {
    return new Promise((resolve) => {
      window.once('show', () => resolve());
      window.once('closed', () => resolve());
    });
  }

  /** `earlier`: where it was when Skein ended. `again`: it comes behind the window in front. */
  #make(kind: WindowKind, address: string, earlier: EarlierWindow | null, again = false): OpenWindow {
    const others = [...this.#open.values()].filter((one) => one.kind === kind && !one.window.isMinimized());
    const window = makeWindow({
      ...{ kind, again, session: this.#session },
      last: earlier?.placement ?? this.#states.of(kind),
      others: earlier ? [] : others.map((one) => one.window.getNormalBounds()),
    });
    const changed = this.#states.follow(kind, window, () => readWindowContent(open.address));
    const contents = window.webContents;
    const open: OpenWindow = {
      ...{ window, contents, kind, address, again, changed, unsaved: new Unsaved(window) },
      ...{ connected: false, ports: 0, crashedAt: 0 },
      ...{ shown: false, hidden: false, settled: false },
    };
    const { id } = contents;
    this.#open.set(id, open);
    if (kind === 'main') this.#mains = again ? [...this.#mains, open] : [open, ...this.#mains];
    window.on('focus', () => {
      if (kind === 'main') this.#mains = [open, ...this.#mains.filter((one) => one !== open)];
    });
    window.on('hide', () => {
      open.hidden = true;
    });
    window.on('show', () => {
      open.shown = true;
      open.hidden = false;
    });
    window.on('close', (event) => this.#closing(open, event));
    window.on('closed', () => {
      open.unsaved.answer(true);
      this.#open.delete(id);
      this.#mains = this.#mains.filter((one) => one !== open);
    });
    this.#follow(open);
    load(contents, this.#failed ? FAILURE_URL : address);
    return open;
  }

  #follow(open: OpenWindow): void {
    const { contents } = open;
    contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (!isMainFrame || isSameDocument) return;
      // A new page has to ask for itself.
      open.connected = false;
      open.ports = 0;
      open.unsaved.answer(true);
    });
    const note = () => {
      if (!isAppPage(contents.getURL())) return;
      open.address = contents.getURL();
      open.changed();
    };
    contents.on('did-navigate', note);
    contents.on('did-navigate-in-page', note);
    contents.on('did-fail-load', (_event, code, description, url, isMainFrame) => {
      const aborted = code === -3;
      if (isMainFrame && !aborted) this.#options.onFailure(`${description} (${code}) ${url}`);
    });
    contents.on('render-process-gone', (_event, { reason, exitCode }) => {
      open.unsaved.answer(true);
      if (reason !== 'clean-exit') this.#crashed(open, `${reason}, exit code ${exitCode}`);
    });
    contents.on('preload-error', (_event, _path, error) => this.#options.onFailure(error.message));
  }

  #crashed(open: OpenWindow, detail: string): void {
    console.error(`A window's page ended unexpectedly (${detail}).`);
    const again = Date.now() - open.crashedAt < CRASH_WINDOW_MS;
    open.crashedAt = Date.now();
    if (again) this.#options.onFailure(detail);
    else open.contents.reload();
  }

  #connect(open: OpenWindow): void {
    if (open.ports >= MOST_PORTS) return;
    if (this.#options.connect(open.contents)) open.ports++;
  }

  #closing(open: OpenWindow, event: Electron.Event): void {
    if (open.settled || this.#quitting) return;
    event.preventDefault();
    if (open.kind === 'main' && this.#mains.length === 1 && this.#options.closesToTray()) {
      open.window.hide();
      return;
    }
    void this.#mayClose(open).then((may) => {
      if (!may || open.window.isDestroyed()) return;
      open.settled = true;
      open.window.close();
    });
  }

  /** A page that never asked for the engine has nothing to save. */
  async #mayClose({ connected, unsaved }: OpenWindow): Promise<boolean> {
    return !connected || unsaved.mayClose();
  }
}

function load(contents: WebContents, url: string): void {
  void contents.loadURL(url).catch(() => {
    // `did-fail-load` reports it, and the failure page shows it.
  });
}
