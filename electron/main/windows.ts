/** The windows of Skein: which are open, what each shows, which is in front, and how they close. */
import { BrowserWindow, type Session, type WebContents } from 'electron';
import type { ShellCommand, WindowNotice } from '#shared/contract/bridge.ts';
import {
  formatWindowContent,
  readWindowContent,
  type WindowContent,
} from '#shared/contract/window-content.ts';
import { APP_URL, FAILURE_URL, isAppPage, NEW_APP_URL } from './origin.ts';
import { mayLoseText } from './unsaved.ts';
import { focusWindow, makeWindow } from './window.ts';
import { type WindowKind, WindowStates } from './window-state.ts';

/** A page that breaks again this soon after it was loaded anew is not loaded once more. */
const CRASH_WINDOW_MS = 60_000;
/** More windows than this are not opened, whatever a page asks for. */
const MOST_WINDOWS = 40;
/** A page asks again while no engine answers, never this often. */
const MOST_PORTS = 32;
/** How long a page may take to save what is being written in it. */
const SETTLE_MS = 4000;

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
  /** It was closed into the tray. */
  hidden: boolean;
  /** What was written in it is saved: it may close. */
  settled: boolean;
  /** Whether it may close is being found out. */
  asking: Promise<boolean> | null;
  /** Ends the wait for the page's answer. */
  answered: ((saved: boolean) => void) | null;
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
    const main = this.#mains[0] ?? this.#make('main', this.#states.first ? NEW_APP_URL : APP_URL);
    // One that never showed comes by itself, with its first picture.
    if (main.shown) focusWindow(main.window);
    return main.contents;
  }

  /** Opens another window; one that shows the same thread or draft already comes to the front instead. */
  open(content: WindowContent): WebContents | null {
    const same = content.kind === 'main' || content.kind === 'compose' ? undefined : this.#showing(content);
    if (same) {
      focusWindow(same.window);
      return same.contents;
    }
    if (this.#open.size >= MOST_WINDOWS) return null;
    const kind = content.kind === 'compose' ? 'draft' : content.kind;
    const url = kind === 'main' ? APP_URL : `${APP_URL}#${formatWindowContent(content)}`;
    return this.#make(kind, url).contents;
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
    this.#open.get(contentsId)?.answered?.(saved);
  }

  /**
   * Saves what is being written in any window, so that they may close; resolves to false when something is not saved
   * and the user wants to stay.
   */
  async prepareToQuit(): Promise<boolean> {
    const all = [...this.#open.values()];
    const may = await Promise.all(all.map((open) => this.#mayClose(open)));
    this.#quitting = may.every(Boolean);
    for (const open of all) open.settled = this.#quitting;
    return this.#quitting;
  }

  #inboxInSight(): OpenWindow | undefined {
    return this.#mains.find(({ window, hidden }) => !hidden && !window.isMinimized());
  }

  #showing(content: WindowContent): OpenWindow | undefined {
    const hash = formatWindowContent(content);
    return [...this.#open.values()].find(
      ({ kind, address }) => kind !== 'main' && formatWindowContent(readWindowContent(address)) === hash,
    );
  }

  #make(kind: WindowKind, address: string): OpenWindow {
    const others = [...this.#open.values()].filter((one) => one.kind === kind && !one.window.isMinimized());
    const window = makeWindow({
      kind,
      session: this.#session,
      last: this.#states.of(kind),
      others: others.map((one) => one.window.getNormalBounds()),
    });
    this.#states.follow(kind, window);
    const contents = window.webContents;
    const open: OpenWindow = {
      ...{ window, contents, kind, address },
      ...{
        connected: false,
        ports: 0,
        crashedAt: 0,
        shown: false,
        hidden: false,
        settled: false,
        asking: null,
        answered: null,
      },
    };
    const { id } = contents;
    this.#open.set(id, open);
    if (kind === 'main') this.#mains.unshift(open);
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
      open.answered?.(true);
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
      open.answered?.(true);
    });
    const note = () => {
      if (isAppPage(contents.getURL())) open.address = contents.getURL();
    };
    contents.on('did-navigate', note);
    contents.on('did-navigate-in-page', note);
    contents.on('did-fail-load', (_event, code, description, url, isMainFrame) => {
      const aborted = code === -3;
      if (isMainFrame && !aborted) this.#options.onFailure(`${description} (${code}) ${url}`);
    });
    contents.on('render-process-gone', (_event, { reason, exitCode }) => {
      open.answered?.(true);
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

  /** Whether everything in it is saved, or the user does not mind. */
  #mayClose(open: OpenWindow): Promise<boolean> {
    open.asking ??= this.#ask(open).finally(() => {
      open.asking = null;
    });
    return open.asking;
  }

  async #ask(open: OpenWindow): Promise<boolean> {
    if ((await this.#settle(open)) || open.window.isDestroyed()) return true;
    focusWindow(open.window);
    return mayLoseText(open.window);
  }

  /** Has a page save what is being written in it; resolves to whether everything is. */
  #settle(open: OpenWindow): Promise<boolean> {
    const { contents } = open;
    if (contents.isDestroyed() || contents.isCrashed() || !open.connected) return Promise.resolve(true);
    return new Promise((resolve) => {
      const finish = (saved: boolean) => {
        clearTimeout(timer);
        open.answered = null;
        resolve(saved);
      };
      const timer = setTimeout(finish, SETTLE_MS, false);
      open.answered = finish;
      contents.send('skein:settle');
    });
  }
}

function load(contents: WebContents, url: string): void {
  void contents.loadURL(url).catch(() => {
    // `did-fail-load` reports it, and the failure page shows it.
  });
}
