/** Spelling of what is written, by dictionaries on this computer: nothing is asked of anybody else. */
import { Worker } from 'node:worker_threads';
import type { StoreAccess } from '#engine/store/store-access.ts';
import type { Dictionary } from '#shared/contract/spelling.ts';
import { type DictionaryFiles, findDictionaries, systemFolders } from './dictionaries.ts';
import { SpellingError } from './errors.ts';
import type { spellingCommands, spellingQueries } from './words.ts';
import type { SpellAnswers, SpellRequest, SpellResponse, SpellWorkerData } from './worker-protocol.ts';

/** Milliseconds without a question after which the dictionaries leave the memory. */
const IDLE_MS = 10 * 60_000;

interface Waiting {
  resolve: (answer: number[] | string[]) => void;
  reject: (error: Error) => void;
}

export interface SpellingPorts {
  store: StoreAccess<typeof spellingCommands, typeof spellingQueries>;
  /** The built spell-worker. */
  workerUrl: URL;
}

export class Spelling {
  readonly #ports: SpellingPorts;
  readonly #waiting = new Map<number, Waiting>();
  #dictionaries: DictionaryFiles[] | null = null;
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | undefined;
  #serial = 0;

  constructor(ports: SpellingPorts) {
    this.#ports = ports;
  }

  dictionaries(): Dictionary[] {
    return this.#found().map(({ language, origin }) => ({ language, origin }));
  }

  /** Of each word the languages that know it, as bits in their order. Rejects with SpellingError. */
  async known(languages: readonly string[], words: readonly string[]): Promise<number[]> {
    const own = new Set(await this.words());
    const bits = await this.#ask({ kind: 'known', languages, words: words.map(plain) });
    const all = 2 ** languages.length - 1;
    return bits.map((one, at) => (isOwn(own, plain(words[at]!)) ? all : one));
  }

  /** What may be meant by a word; `null`: it is spelled correctly. Rejects with SpellingError. */
  async suggest(languages: readonly string[], word: string): Promise<string[] | null> {
    const [bits] = await this.known(languages, [word]);
    if (languages.length === 0 || bits !== 0) return null;
    return this.#ask({ kind: 'suggest', languages, word: plain(word) });
  }

  words(): Promise<string[]> {
    return this.#ports.store.read('spelling.words', null);
  }

  addWord(word: string): Promise<{ actionId: string }> {
    return this.#ports.store.write('spelling.add', plain(word));
  }

  removeWord(word: string): Promise<{ actionId: string }> {
    return this.#ports.store.write('spelling.remove', word);
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#end(new SpellingError('spelling-stopped'));
    await worker?.terminate();
  }

  #found(): DictionaryFiles[] {
    this.#dictionaries ??= findDictionaries(systemFolders(process.platform, process.env));
    return this.#dictionaries;
  }

  #ask<Kind extends SpellRequest['kind']>(
    request: SpellRequest & { kind: Kind },
  ): Promise<SpellAnswers[Kind]> {
    this.#worker ??= this.#start();
    const worker = this.#worker;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.close(), IDLE_MS).unref();
    const id = ++this.#serial;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      worker.postMessage({ id, request });
    });
  }

  #start(): Worker {
    const workerData: SpellWorkerData = { dictionaries: this.#found() };
    const worker = new Worker(this.#ports.workerUrl, { workerData, name: 'spelling' });
    worker.unref();
    worker.on('message', (response: SpellResponse) => {
      const waiting = this.#waiting.get(response.id);
      this.#waiting.delete(response.id);
      if ('failed' in response) waiting?.reject(new SpellingError('spelling-failed'));
      else waiting?.resolve(response.answer);
    });
    const ended = () => this.#worker === worker && this.#end(new SpellingError('spelling-failed'));
    worker.on('error', ended);
    worker.on('exit', ended);
    return worker;
  }

  #end(error: SpellingError): void {
    this.#worker = null;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** With the apostrophe that dictionaries are written with. */
const plain = (word: string) => word.normalize('NFC').replaceAll('’', "'");

/** A word that was added in small letters is right at the start of a sentence as well. */
const isOwn = (own: ReadonlySet<string>, word: string) => own.has(word) || own.has(word.toLowerCase());
