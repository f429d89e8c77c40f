import { randomUUID } from 'node:crypto';
import { BrowserWindow, type Session } from 'electron';
import { PRINT_ORIGIN } from './origin.ts';

/**
 * Prints documents from a window that nobody sees: without scripts, with the policy of message documents, its session
 * the window's own, whose network is closed.
 */
export class Printer {
  readonly #session: Session;
  readonly #documents = new Map<string, Uint8Array>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** The document that is being printed under this name; `null` when there is none. */
  document(name: string): Uint8Array | null {
    return this.#documents.get(name) ?? null;
  }

  /** Shows the system's dialog; resolves to `null` when it was printed, else to the reason. */
  print(html: Uint8Array): Promise<string | null> {
    return this.#with(
      html,
      (window) =>
        new Promise<string | null>((resolve) =>
          window.webContents.print({ printBackground: true }, (done, reason) =>
            resolve(done ? null : reason),
          ),
        ),
    );
  }

  toPdf(html: Uint8Array, paper: 'A4' | 'Letter'): Promise<Uint8Array> {
    return this.#with(html, (window) =>
      window.webContents.printToPDF({ pageSize: paper, printBackground: true }),
    );
  }

  async #with<T>(html: Uint8Array, use: (window: BrowserWindow) => Promise<T>): Promise<T> {
    const name = randomUUID();
    this.#documents.set(name, html);
    const window = new BrowserWindow({
      show: false,
      webPreferences: {
        session: this.#session,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        javascript: false,
        webviewTag: false,
      },
    });
    try {
      await window.loadURL(`${PRINT_ORIGIN}/${name}`);
      return await use(window);
    } finally {
      window.destroy();
      this.#documents.delete(name);
    }
  }
}
