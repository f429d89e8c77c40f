import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type App,
  clipboard,
  MessageChannelMain,
  type MessagePortMain,
  Notification,
  powerMonitor,
  session,
  utilityProcess,
  type WebContents,
} from 'electron';
import type { ShellCommand, WindowRequest } from '#shared/contract/bridge.ts';
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
import { Notices } from './notices.ts';
import { servePdf } from './pdf-protocol.ts';
import { Printer } from './printer.ts';
import { type Status, skeinIcon, TrayIcon } from './tray.ts';
import { Windows } from './windows.ts';

const ENGINE = fileURLToPath(new URL('../engine/index.js', import.meta.url));
const PDF = fileURLToPath(new URL('../pdf', import.meta.url));
const RENDERER = fileURLToPath(new URL('../renderer', import.meta.url));

/** Pixels of the picture that is dragged with a message. */
const DRAGGED_ICON = 48;

/** Holds the windows, the engine and the failure page together. */
export class Shell {
  readonly #app: App;
  readonly #profile: string;
  readonly #engine: EngineSupervisor<MessagePortMain>;
  readonly #content: ContentRequests;
  readonly #tray: TrayIcon;
  readonly #copies: OpenedCopies;
  readonly #notices = new Notices({
    make: (words) => new Notification(words),
    open: (threadId) => this.#openThread(threadId),
  });
  #windows: Windows | null = null;
  #failure: Failure | null = null;

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
        this.#windows?.connectAll();
      },
      onMessage: (message) => this.#receive(message),
      onFailure: (failure) => this.#fail(failure),
    });
    this.#content = new ContentRequests((message) => this.#engine.post(message));
    this.#tray = new TrayIcon(app, {
      show: () => this.show(),
      compose: () => this.#askInbox({ command: 'compose' }),
      pause: (paused) => this.#engine.post({ type: 'pause', paused }),
      quit: () => app.quit(),
    });
    guardNavigation(app, {
      onAction: (action, contents) => {
        if (this.#windows?.isOurs(contents.id)) this.#act(action);
      },
      onMailto: (link, contents) => this.composeTo(link, contents),
    });
  }

  /** Starts the engine and opens the window of the inbox. Call once, when Electron is ready. */
  open(): void {
    // Nothing the window's browser keeps (cache, cookies, storage) is written to disk: the only copy of a
    // message there is the encrypted one in the store.
    const memory = session.fromPartition('skein');
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
    const windows = new Windows(memory, {
      profile: this.#profile,
      closesToTray: () => this.#tray.shown,
      connect: (contents) => this.#connect(contents),
      onFailure: (detail) => this.#fail(pageFailure(detail)),
    });
    this.#windows = windows;
    answerWindow({
      windows,
      open: (what) => this.#open(what),
      askInbox: (command) => this.#askInbox(command),
      attachments: new AttachmentFiles(
        (id, from) => this.#content.askPiece('attachment', id, from),
        this.#copies,
      ),
      messages: new MessageFiles({
        content: (kind, path) => this.#content.ask(kind, path),
        copies: this.#copies,
        printer,
        icon: () => skeinIcon(this.#app, DRAGGED_ICON),
      }),
      paths: new PathChooser((message) => this.#engine.post(message)),
    });
    setMenu(
      this.#app,
      (command) => windows.tell(windows.inFront(), command),
      () => this.#open({ kind: 'main' }),
    );
    this.#app.on('browser-window-focus', () => this.#notices.seen());
    powerMonitor.on('suspend', () => this.#engine.post({ type: 'power', state: 'suspend' }));
    powerMonitor.on('resume', () => this.#engine.post({ type: 'power', state: 'resume' }));
    this.#saveOnQuit(windows);
    this.#engine.start();
    windows.show();
  }

  /**
   * Opens a mail as a `mailto:` link asks for, in the inbox when it is in sight or has the link (`from`), else in a
   * window of its own. Returns false for anything but such a link.
   */
  composeTo(link: string, from?: WebContents): boolean {
    const windows = this.#windows;
    const parsed = parseMailto(link);
    if (!windows || !parsed) return false;
    const named = (list: Mailbox[]) => list.map(({ name, address }) => ({ name: name ?? '', address }));
    const { to, cc, bcc, subject, text } = parsed;
    const mail = { to: named(to), cc: named(cc), bcc: named(bcc), subject, text };
    const inbox = from ? windows.isInbox(from.id) : windows.inboxInSight;
    if (inbox) this.#askInbox({ command: 'compose-to', channel: 'mail', mail });
    else this.#open({ kind: 'compose', channel: 'mail', mail });
    return true;
  }

  /** Brings the inbox to the front; opens it again when it was closed. */
  show(): void {
    this.#windows?.show();
  }

  #open(what: WindowRequest): void {
    const contents = this.#windows?.open(what);
    if (!contents || what.kind !== 'compose') return;
    const { channel, mail } = what;
    this.#windows?.tell(contents, { command: 'compose-to', channel, mail });
  }

  /** Gives a page its own port to the engine; false while none runs. */
  #connect(contents: WebContents): boolean {
    if (!this.#engine.running) return false;
    const { port1, port2 } = new MessageChannelMain();
    this.#engine.post({ type: 'connect' }, [port1]);
    contents.postMessage(PORT_MESSAGE, null, [port2]);
    return true;
  }

  #askInbox(command: ShellCommand): void {
    const windows = this.#windows;
    if (windows) windows.tell(windows.show(), command);
  }

  #receive(message: EngineToMain): void {
    if (message.type === 'content-response') this.#content.answered(message);
    else if (message.type === 'status') this.#show(message);
    else if (message.type === 'notify') this.#notices.show(message);
  }

  /** Shows what a notification told of: the thread, wherever it is by now, or the inbox. */
  #openThread(threadId: string | null): void {
    if (threadId === null) this.#askInbox({ command: 'run', id: 'go-inbox' });
    else if (!this.#windows?.showThread(threadId)) this.#askInbox({ command: 'open-thread', threadId });
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
    this.#windows?.fail();
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
      this.#windows?.recover();
    }
  }

  /** Nothing that is being written is lost, and the engine closes its store. */
  #saveOnQuit(windows: Windows): void {
    let saved = false;
    this.#app.on('before-quit', (event) => {
      if (saved) return;
      event.preventDefault();
      void windows.prepareToQuit().then((may) => {
        saved = may;
        if (may) this.#app.quit();
      });
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
