import { createHash } from 'node:crypto';
import type { RenderedHtml } from '#engine/channels/mail/mime/html/frame-document.ts';
import type { StoredHtml } from './stored-mail.ts';

const MOST_DOCUMENTS = 16;
/** Characters of all of them together; a longer one is kept as long as it is the newest. */
const MOST_CHARACTERS = 4_000_000;
/** Nobody has read for so long: what they may have erased since does not stay in memory. */
const FORGET_AFTER_MS = 2 * 60_000;

/** What a document is made of. Another source, or a part that came later, makes another one. */
export interface Ingredients {
  messageId: string;
  remote: boolean;
  stored: NonNullable<StoredHtml>;
  /** Content-IDs of the parts it may show. */
  parts: readonly string[];
}

interface Kept {
  document: Promise<RenderedHtml>;
  characters: number;
}

/**
 * The documents that were asked for last. A frame asks for what the window has asked about a moment before, and to take
 * a newsletter apart and to clean it costs a good part of a second.
 */
export class RecentDocuments {
  readonly #kept = new Map<string, Kept>();
  #forgetting: NodeJS.Timeout | undefined;

  /** The document made of these, by `make` unless it is here or under way. Rejects as `make` does. */
  of(ingredients: Ingredients, make: () => Promise<RenderedHtml>): Promise<RenderedHtml> {
    clearTimeout(this.#forgetting);
    this.#forgetting = setTimeout(() => this.#kept.clear(), FORGET_AFTER_MS).unref();
    const key = keyOf(ingredients);
    const kept = this.#kept.get(key) ?? { document: make(), characters: 0 };
    // The newest last.
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    if (kept.characters === 0) this.#measure(key, kept);
    return kept.document;
  }

  #measure(key: string, kept: Kept): void {
    kept.document.then(
      ({ html }) => {
        kept.characters = html.length;
        this.#limit();
      },
      () => this.#kept.delete(key),
    );
  }

  #limit(): void {
    let characters = 0;
    for (const kept of this.#kept.values()) characters += kept.characters;
    for (const [key, kept] of this.#kept) {
      const fits = this.#kept.size <= MOST_DOCUMENTS && characters <= MOST_CHARACTERS;
      if (fits || this.#kept.size === 1) return;
      this.#kept.delete(key);
      characters -= kept.characters;
    }
  }
}

function keyOf({ messageId, remote, stored, parts }: Ingredients): string {
  const digest = createHash('sha256').update(JSON.stringify([messageId, remote, parts]));
  if ('deflated' in stored) digest.update(stored.deflated);
  else if (stored.source.file) digest.update(stored.source.file.id);
  else if (stored.source.deflated) digest.update(stored.source.deflated);
  return digest.digest('base64');
}
