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
import type { ShellCommand } from '#shared/contract/bridge.ts';
import { type EngineToMain, formatEngineArguments, OPENED_COPIES } from '#shared/contract/engine-messages.ts';
import { PORT_MESSAGE } from '#shared/contract/window-messages.ts';
import type { Mailbox } from '#shared/text/addresses.ts';
import { parseMailto } from '#shared/text/mailto.ts';
import { addonPath } from './addon.ts';
import { serveApp } from './app-protocol.ts';
import { AttachmentFiles } from './attachments/attachment-files.ts';
import { OpenedCopies } from './attachments/opened-copies.ts';
import { PathChooser } from './chosen-paths.ts';
import { ContentRequests } from './content-requests.ts';
import { EngineSupervisor, type Failure } from './engine-supervisor.ts';
import { failureDetails, failurePage } from './failure-page.ts';
import { closeNetwork, denyPermissions, guardNavigation } from './guards.ts';
import { answerWindow } from './ipc.ts';
import { setMenu } from './menu.ts';
import { MessageFiles } from './message-files.ts';
import { serveMessages } from './message-protocol.ts';
import { APP_URL, FAILURE_URL } from './origin.ts';
import { servePdf } from './pdf-protocol.ts';
import { Printer } from './printer.ts';
import { type Status, skeinIcon, TrayIcon } from './tray.ts';
import { focusWindow, openWindow } from './window.ts';

const ENGINE = fileURLToPath(new URL('../engine/index.js', import.meta.url));
const PDF = fileURLToPath(new URL('../pdf', import.meta.url));
const RENDERER = fileURLToPath(new URL('../renderer', import.meta.url));

/** Pixels of the picture that is dragged with a message. */
const DRAGGED_ICON = 48;
/** A page that breaks again this soon after it was loaded anew is not loaded once more. */
const CRASH_WINDOW_MS = 60_000;

/** Holds the window, the engine and the failure page together. */
export class Shell {
  readonly #app: App;
  readonly #profile: string;
  readonly #engine: EngineSupervisor<MessagePortMain>;
  readonly #content: ContentRequests;
  readonly #tray: TrayIcon;
  readonly #copies: OpenedCopies;
  #window: BrowserWindow | null = null;
  #session: Session | null = null;
  #failure: Failure | null = null;
  #crashedAt = 0;
  /** The page asked for a port, and gets a new one whenever the engine starts. */
  #connected = false;
  #quitting = false;

  constructor(app: App, profile: string) {
    this.#app = app;
    this.#profile = profile;
    this.#copies = new OpenedCopies(join(profile, OPENED_COPIES));
    this.#engine = new EngineSupervisor<MessagePortMain>({
      fork: () =>
        utilityProcess.fork(
          ENGINE,
          formatEngineArguments({
            profile,
            addon: addonPath(app),
            testAuthority: app.isPackaged ? null : (process.env.SKEIN_TEST_AUTHORITY ?? null),
            version: app.getVersion(),
          }),
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
    this.#tray = new TrayIcon(app, {
      show: () => this.show(),
      compose: () => this.#command({ command: 'compose' }),
      pause: (paused) => this.#engine.post({ type: 'pause', paused }),
      quit: () => app.quit(),
    });
    guardNavigation(app, {
      onAction: (action, contents) => {
        if (contents === this.#window?.webContents) this.#act(action);
      },
      onMailto: (link) => this.composeTo(link),
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
    const attachment = (id: string) => this.#content.ask('attachment', id);
    const printer = new Printer(memory);
    serveMessages(
      memory.protocol,
      (path, remote) => this.#content.ask('frame', path, remote),
      attachment,
      (name) => printer.document(name),
    );
    servePdf(memory.protocol, PDF, attachment);
    // Of the time before, if it ended without being able to.
    this.#copies.clear();
    this.#app.on('will-quit', () => this.#copies.clear());
    answerWindow({
      isOurs: (id) => id === this.#window?.webContents.id,
      onPortRequested: () => {
        this.#connected = true;
        this.#connect();
      },
      attachments: new AttachmentFiles(attachment, this.#copies),
      messages: new MessageFiles({
        content: (kind, path) => this.#content.ask(kind, path),
        copies: this.#copies,
        printer,
        icon: () => skeinIcon(this.#app, DRAGGED_ICON),
      }),
      paths: new PathChooser((message) => this.#engine.post(message)),
    });
    setMenu(this.#app, (command) => this.#command(command));
    powerMonitor.on('suspend', () => this.#engine.post({ type: 'power', state: 'suspend' }));
    powerMonitor.on('resume', () => this.#engine.post({ type: 'power', state: 'resume' }));
    this.#stopEngineOnQuit();
    this.#engine.start();
    this.#openWindow();
  }

  /** Opens a mail as a `mailto:` link asks for; does nothing for anything else. */
  composeTo(link: string): void {
    const mail = parseMailto(link);
    if (!mail) return;
    const named = (list: Mailbox[]) => list.map(({ name, address }) => ({ name: name ?? '', address }));
    const { to, cc, bcc, subject, text } = mail;
    this.#command({
      command: 'compose-to',
      mail: { to: named(to), cc: named(cc), bcc: named(bcc), subject, text },
    });
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
    window.on('close', (event) => {
      if (this.#quitting || !this.#tray.shown) return;
      event.preventDefault();
      window.hide();
    });
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
    const contents = this.#window?.webContents;
    if (!contents) return;
    const send = () => contents.send('skein:command', command);
    if (contents.isLoading()) contents.once('did-finish-load', send);
    else send();
  }

  #receive(message: EngineToMain): void {
    if (message.type === 'content-response') this.#content.answered(message);
    else if (message.type === 'status') this.#show(message);
    else if (message.type === 'notify') {
      const notification = new Notification({ title: message.title, body: message.body });
      notification.on('click', () => this.#command({ command: 'open-thread', threadId: message.threadId }));
      notification.show();
    }
  }

  #show(status: Status): void {
    this.#app.setBadgeCount(status.unread);
    try {
      this.#tray.update(status);
    } catch {
      // No tray here: closing the window then ends Skein, as if the setting were off.
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
    this.#app.on('before-quit', () => {
      this.#quitting = true;
    });
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
