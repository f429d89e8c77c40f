/** A profile from its first look to its end: custody of the key first, then the running engine. */

import type { EraseReceipt } from '#shared/contract/erase.ts';
import type { SessionStatus } from '#shared/contract/session.ts';
import { Attention } from './attention.ts';
import { ChangeFeed } from './change-feed.ts';
import { Engine, type EngineOptions } from './engine.ts';
import { PathGrants } from './path-grants.ts';
import { eraseEverything } from './privacy/everything.ts';
import { KeyCustody, KeyError } from './store/key.ts';
import { isStoreFile } from './store/profile-files.ts';

export interface SessionOptions extends Omit<EngineOptions, 'key' | 'custody' | 'changes'> {
  /** Called once, when the engine runs. */
  onReady: (engine: Engine) => void;
}

/** How long the media host is waited for before everything is erased. */
const HOST_PATIENCE_MS = 20_000;

const leftOnHost = (files: number) =>
  `${files === 1 ? 'One file' : `${files} files`} of texts on your media host, which did not remove them now: remove them there.`;

export class Session {
  /** Changes of whichever engine runs. */
  readonly changes = new ChangeFeed();
  readonly attention = new Attention();
  /** What the user chose in dialogs of the shell's. */
  readonly grants = new PathGrants();
  readonly #options: SessionOptions;
  #custody: KeyCustody;
  #engine: Promise<Engine> | null = null;
  /** Why there is no key for the store; the user may have exported one. */
  #keyless: KeyError | null = null;

  private constructor(options: SessionOptions, custody: KeyCustody) {
    this.#options = options;
    this.#custody = custody;
  }

  /**
   * Looks at the profile and, where nothing is to be asked, opens it. Rejects with KeyError or StoreError; a missing
   * key is a state of the session, because an exported one can take its place.
   */
  static async open(options: SessionOptions): Promise<Session> {
    const session = new Session(options, KeyCustody.open(options.profile));
    const { state } = await session.#custody.state();
    if (state !== 'ready') return session;
    try {
      await session.#start();
    } catch (error) {
      if (!(error instanceof KeyError) || error.code !== 'key-missing') throw error;
      session.#keyless = error;
    }
    return session;
  }

  async status(): Promise<SessionStatus> {
    const { state, keychain } = await this.#custody.state();
    return {
      state: this.#keyless ? 'key-missing' : state,
      keychain,
      profile: this.#options.profile,
      version: this.#options.version,
    };
  }

  /** Opens a passphrase profile, or makes a new one. Rejects with KeyError. */
  async unlock(passphrase: string): Promise<SessionStatus> {
    const { state } = await this.#custody.state();
    if (state === 'locked') await this.#custody.unlock(passphrase);
    if (state === 'choose') await this.#custody.choosePassphrase(passphrase);
    await this.#start();
    return this.status();
  }

  /**
   * Opens a store whose key or passphrase is lost with the key that was exported; it is kept in the keychain, or under
   * `passphrase`. Of an open store the key is checked, and put back where the keychain lost it. Rejects with KeyError.
   */
  async importKey(exported: string, passphrase: string | null): Promise<SessionStatus> {
    if (this.#engine) await this.#custody.confirmKey(exported);
    else await this.#custody.importKey(exported, passphrase === null ? {} : { passphrase });
    this.#keyless = null;
    await this.#start();
    return this.status();
  }

  /** The running engine. Rejects with KeyError `passphrase-needed` while the profile is locked, or `key-missing`. */
  engine(): Promise<Engine> {
    if (this.#engine) return this.#engine;
    if (this.#keyless) return Promise.reject(this.#keyless);
    return Promise.reject(new KeyError('passphrase-needed', 'This profile is locked by a passphrase.'));
  }

  /**
   * Erases the whole profile, key first, and begins a new empty one where the window can go on, unless there is no
   * window (`beginAnew: false`): then nothing may be left. Rejects with EraseError naming what is left.
   */
  async eraseEverything({ beginAnew = true } = {}): Promise<EraseReceipt> {
    const engine = await this.engine();
    const preview = await engine.erasePreview({ kind: 'everything' });
    // While there still is a secret to do it with.
    const hosted = await engine.mediaHosting.removeAll(HOST_PATIENCE_MS);
    const granted = await engine.erasing.withdrawSignIns();
    const stays = [...preview.stays, ...granted, ...(hosted === 0 ? [] : [leftOnHost(hosted)])];
    const receipt = await eraseEverything({
      profile: this.#options.profile,
      custody: this.#custody,
      preview: { ...preview, stays },
      close: () => this.close(),
      ...(beginAnew ? { heldOpen: (name: string) => !isStoreFile(name) } : {}),
    });
    this.#engine = null;
    if (!beginAnew) return receipt;
    this.#custody = KeyCustody.open(this.#options.profile);
    if ((await this.#custody.state()).state === 'ready') await this.#start();
    this.changes.publishEverything();
    return receipt;
  }

  async close(): Promise<void> {
    await (await this.#engine?.catch(() => null))?.close();
  }

  #start(): Promise<Engine> {
    this.#engine ??= this.#open();
    // A failed start may be tried again, with another passphrase or after room was made.
    this.#engine.catch(() => {
      this.#engine = null;
    });
    return this.#engine;
  }

  async #open(): Promise<Engine> {
    const key = await this.#custody.key();
    const engine = await Engine.open({
      ...this.#options,
      key,
      custody: this.#custody,
      changes: this.changes,
    });
    this.#options.onReady(engine);
    return engine;
  }
}
