/** What happens to images on other servers: left out, or loaded over https. */
export type RemoteImages = 'block' | 'allow';

const DATA_IMAGE = /^data:image\/(?:png|jpe?g|gif|webp|bmp|avif|x-icon|vnd\.microsoft\.icon)[;,]/i;

/**
 * Holds the place of an image that is not shown and has no text of its own. It has neither a size nor proportions, so
 * that a width alone makes no square of it, and what the sender says of both sides still counts.
 */
export const PLACEHOLDER =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='0' height='0'/%3E";

/** Decides for each URL of a message whether it may be loaded, and remembers what was refused. */
export class ImagePolicy {
  readonly #blocked = new Set<string>();
  readonly #trackers = new Set<string>();
  readonly #cid: ReadonlyMap<string, string>;
  readonly #remote: RemoteImages;

  constructor(cid: ReadonlyMap<string, string>, remote: RemoteImages) {
    this.#cid = cid;
    this.#remote = remote;
  }

  /** Distinct remote URLs that were not let through, trackers left out. */
  get blocked(): number {
    return [...this.#blocked].filter((url) => !this.#trackers.has(url)).length;
  }

  /** Distinct remote URLs of trackers. */
  get trackers(): number {
    return this.#trackers.size;
  }

  /** Notes a tracker, which is never loaded; whether `raw` is on another server at all. */
  refuse(raw: string): boolean {
    const url = this.#remoteUrl(raw.replace(/[\p{Cc}\s]+/gu, ''));
    if (url !== null) this.#trackers.add(url);
    return url !== null;
  }

  /** The URL to load instead of `raw`: an attachment's, a data image, an https URL; null to load nothing. */
  image(raw: string): string | null {
    const url = raw.replace(/[\p{Cc}\s]+/gu, '');
    if (/^cid:/i.test(url)) return this.#attachment(url.slice(4));
    if (DATA_IMAGE.test(url)) return url;
    const absolute = this.#remoteUrl(url);
    if (absolute === null || this.#trackers.has(absolute)) return null;
    if (this.#remote === 'allow') return absolute;
    this.#blocked.add(absolute);
    return null;
  }

  #remoteUrl(url: string): string | null {
    if (!/^(?:https?:|[/\\]{2})/i.test(url)) return null;
    try {
      const parsed = new URL(url, 'https://relative.invalid');
      parsed.protocol = 'https:';
      parsed.username = '';
      parsed.password = '';
      return parsed.href;
    } catch {
      return null;
    }
  }

  #attachment(id: string): string | null {
    const plain = id.replace(/^<|>$/g, '');
    const known = this.#cid.get(plain);
    if (known !== undefined) return known;
    try {
      return this.#cid.get(decodeURIComponent(plain)) ?? null;
    } catch {
      return null;
    }
  }
}
