import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type App,
  type BrowserWindow,
  clipboard,
  MessageChannelMain,
  type MessagePortMain,
  Notification,
  powerMonitor,
  type Session,
  session,
  utilityProcess,
  type WebContents,
} from 'electron';
import { PORT_MESSAGE, type ShellCommand } from '#shared/contract/bridge.ts';
import { type EngineToMain, formatEngineArguments } from '#shared/contract/engine-messages.ts';
import { serveApp } from './app-protocol.ts';
import { ContentRequests } from './content-requests.ts';
import { EngineSupervisor, type Failure } from './engine-supervisor.ts';
import { failureDetails, failurePage } from './failure-page.ts';
import { closeNetwork, denyPermissions, guardNavigation } from './guards.ts';
import { answerWindow } from './ipc.ts';
import { setMenu } from './menu.ts';
import { serveMessages } from './message-protocol.ts';
import { APP_URL, FAILURE_URL } from './origin.ts';
import { focusWindow, openWindow } from './window.ts';

const ENGINE = fileURLToPath(new URL('../engine/index.js', import.meta.url));
const RENDERER = fileURLToPath(new URL('../renderer', import.meta.url));

/** A page that breaks again this soon after it was loaded anew is not loaded once more. */
const CRASH_WINDOW_MS = 60_000;

/** Holds the window, the engine and the failure page together. */
export class Shell {
  readonly #app: App;
  readonly #profile: string;
  readonly #engine: EngineSupervisor<MessagePortMain>;
  readonly #content: ContentRequests;
  #window: BrowserWindow | null = null;
  #session: Session | null = null;
  #failure: Failure | null = null;
  #crashedAt = 0;
  /** The page asked for a port, and gets a new one whenever the engine starts. */
  #connected = false;

  constructor(app: App, profile: string) {
    this.#app = app;
    this.#profile = profile;
    this.#engine = new EngineSupervisor<MessagePortMain>({
      fork: () =>
        utilityProcess.fork(
          ENGINE,
          formatEngineArguments({ profile, addon: addonPath(app), version: app.getVersion() }),
          {
            serviceName: 'Skein engine',
            stdio: 'inherit',
          },
        ),
      onStart: () => {
        this.#content.abandonAll();
        this.#connect();
      },
      onMessage: (message) => this.#receive(message),
      onFailure: (failure) => this.#fail(failure),
    });
    this.#content = new ContentRequests((message) => this.#engine.post(message));
    guardNavigation(app, (action, contents) => {
      if (contents === this.#window?.webContents) this.#act(action);
    });
  }

  /** Starts the engine and opens the window. Call once, when Electron is ready. */
  open(): void {
    // Nothing the window's browser keeps (cache, cookies, storage) is written to disk: the only copy of a
    // message there is the encrypted one in the store.
    const memory = session.fromPartition('skein');
    this.#session = memory;
    denyPermissions(memory);
    closeNetwork(memory);
    serveApp(memory.protocol, RENDERER, (path) =>
      path === '/failure' && this.#failure ? failurePage(this.#failure, this.#app.getVersion()) : null,
    );
    serveMessages(memory.protocol, (path, remote) => this.#content.ask('frame', path, remote));
    answerWindow({
      isOurs: (id) => id === this.#window?.webContents.id,
      onPortRequested: () => {
        this.#connected = true;
        this.#connect();
      },
      attachment: (id) => this.#content.ask('attachment', id),
    });
    setMenu(this.#app, (command) => this.#command(command));
    powerMonitor.on('suspend', () => this.#engine.post({ type: 'power', state: 'suspend' }));
    powerMonitor.on('resume', () => this.#engine.post({ type: 'power', state: 'resume' }));
    this.#stopEngineOnQuit();
    this.#engine.start();
    this.#openWindow();
  }

  /** Brings the window to the front; opens it again when it was closed. */
  show(): void {
    if (this.#window) focusWindow(this.#window);
    else if (this.#session) this.#openWindow();
  }

  #openWindow(): void {
    const window = openWindow(this.#profile, this.#session!);
    this.#window = window;
    const contents = window.webContents;
    window.on('closed', () => {
      this.#window = null;
      this.#connected = false;
    });
    contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      // A new page has to ask for itself.
      if (isMainFrame && !isSameDocument) this.#connected = false;
    });
    contents.on('did-fail-load', (_event, code, description, url, isMainFrame) => {
      const aborted = code === -3;
      if (isMainFrame && !aborted) this.#fail(pageFailure(`${description} (${code}) ${url}`));
    });
    contents.on('render-process-gone', (_event, { reason, exitCode }) => {
      if (reason !== 'clean-exit') this.#pageCrashed(contents, `${reason}, exit code ${exitCode}`);
    });
    contents.on('preload-error', (_event, _path, error) => this.#fail(pageFailure(error.message)));
    if (this.#failure) void contents.loadURL(FAILURE_URL).catch(() => {});
  }

  #pageCrashed(contents: WebContents, detail: string): void {
    console.error(`The window's page ended unexpectedly (${detail}).`);
    const again = Date.now() - this.#crashedAt < CRASH_WINDOW_MS;
    this.#crashedAt = Date.now();
    if (again) this.#fail(pageFailure(detail));
    else contents.reload();
  }

  #connect(): void {
    const contents = this.#window?.webContents;
    if (!contents || !this.#connected || !this.#engine.running) return;
    const { port1, port2 } = new MessageChannelMain();
    this.#engine.post({ type: 'connect' }, [port1]);
    contents.postMessage(PORT_MESSAGE, null, [port2]);
  }

  #command(command: ShellCommand): void {
    this.show();
    this.#window?.webContents.send('skein:command', command);
  }

  #receive(message: EngineToMain): void {
    if (message.type === 'content-response') this.#content.answered(message);
    else if (message.type === 'badge') this.#app.setBadgeCount(message.count);
    else if (message.type === 'notify') {
      const notification = new Notification({ title: message.title, body: message.body });
      notification.on('click', () => this.#command({ command: 'open-thread', threadId: message.threadId }));
      notification.show();
    }
  }

  #fail(failure: Failure): void {
    console.error(`${failure.code}: ${failure.message}`);
    this.#failure = failure;
    void this.#window?.webContents.loadURL(FAILURE_URL).catch(() => {});
  }

  /** What the failure page's buttons do. */
  #act(action: string): void {
    const failure = this.#failure;
    if (!failure) return;
    if (action === 'copy') clipboard.writeText(failureDetails(failure, this.#app.getVersion()));
    else if (action === 'quit') this.#app.quit();
    else if (action === 'retry') {
      this.#failure = null;
      this.#engine.start();
      void this.#window?.webContents.loadURL(APP_URL).catch(() => {});
    }
  }

  #stopEngineOnQuit(): void {
    this.#app.on('will-quit', (event) => {
      if (!this.#engine.running) return;
      event.preventDefault();
      void this.#engine.stop().then(() => this.#app.quit());
    });
  }
}

function pageFailure(detail: string): Failure {
  return {
    code: 'window-failed',
    message: 'The window of Skein could not be shown.',
    advice: 'Your messages and drafts are safe. Try again; if it happens again, install Skein anew.',
    detail,
  };
}

/** The addon that comes with the package, or the one the start script prepared; `null` for the library's own. */
function addonPath(app: App): string | null {
  if (!app.isPackaged) return process.env.SKEIN_SQLITE_ADDON ?? null;
  const packaged = join(process.resourcesPath, 'better_sqlite3.node');
  return existsSync(packaged) ? packaged : null;
}
