/** What happens to images on other servers: left out, or loaded over https. */
export type RemoteImages = 'block' | 'allow';

const DATA_IMAGE = /^data:image\/(?:png|jpe?g|gif|webp|bmp|avif|x-icon|vnd\.microsoft\.icon)[;,]/i;

/** Decides for each URL of a message whether it may be loaded, and remembers what was refused. */
export class ImagePolicy {
  readonly #blocked = new Set<string>();
  readonly #cid: ReadonlyMap<string, string>;
  readonly #remote: RemoteImages;

  constructor(cid: ReadonlyMap<string, string>, remote: RemoteImages) {
    this.#cid = cid;
    this.#remote = remote;
  }

  /** Distinct remote URLs that were not let through. */
  get blocked(): number {
    return this.#blocked.size;
  }

  /** The URL to load instead of `raw`: an attachment's, a data image, an https URL; null to load nothing. */
  image(raw: string): string | null {
    const url = raw.replace(/[\p{Cc}\s]+/gu, '');
    if (/^cid:/i.test(url)) return this.#attachment(url.slice(4));
    if (DATA_IMAGE.test(url)) return url;
    if (!/^(?:https?:|[/\\]{2})/i.test(url)) return null;
    const absolute = this.#parse(url);
    if (absolute === null) return null;
    if (this.#remote === 'allow') return absolute;
    this.#blocked.add(absolute);
    return null;
  }

  #parse(url: string): string | null {
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
