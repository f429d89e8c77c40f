/** The attacks of the corpora as mails, and what a reading frame may hold of them. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { Frame, Page } from '@playwright/test';
import { corpus } from '../unit/mime/corpora.ts';

/** Counts who connects, and answers nobody. */
export class ListeningServer {
  connections = 0;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((socket) => {
      this.connections++;
      socket.on('error', () => {});
      socket.destroy();
    });
  }

  static async start(): Promise<ListeningServer> {
    const server = new ListeningServer();
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get host(): string {
    const address = this.#server.address();
    return `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

/** What asks a server for something as soon as it is shown. Its images may, once the reader allows them. */
const asking = (url: string): string[] => [
  `<p>an image</p><img src="${url}/allowed.png" width="40" height="40">`,
  `<script src="${url}/s.js"></script><script>fetch("${url}/fetch")</script>`,
  `<link rel="stylesheet" href="${url}/l.css"><link rel="prefetch" href="${url}/pre"><link rel="preconnect" href="${url}">`,
  `<style>@import "${url}/i.css"; @font-face{font-family:f;src:url(${url}/f.woff)} p{font-family:f}</style><p>x</p>`,
  `<meta http-equiv="refresh" content="0;url=${url}/refresh"><base href="${url}/">`,
  `<iframe src="${url}/frame"></iframe><object data="${url}/object"></object><embed src="${url}/embed">`,
  `<video src="${url}/v.mp4" poster="${url}/poster.png" autoplay></video><audio src="${url}/a.mp3" autoplay></audio>`,
  `<form action="${url}/form"><input autofocus onfocus="this.form.submit()"></form>`,
  `<svg><image href="${url}/svg.png"/><use href="${url}/use.svg#x"/></svg><math href="${url}/math">x</math>`,
  `<img src="${url}/pixel.gif" width="1" height="1"><body background="${url}/body.png" onload="location='${url}/onload'">`,
];

/** How many of the attacks ask for something by themselves; they come first. */
export const ASKING = asking('').length;

/** HTML that must do nothing, aimed at `host`; `null` where the corpora are not here. */
export function attacksOn(host: string): string[] | null {
  const html = corpus('html');
  if (html === null) return null;
  const vectors = JSON.parse(readFileSync(join(html, 'xss-vectors.json'), 'utf8')) as { payload: string }[];
  const theirs = vectors.map(({ payload }) =>
    payload.replace(
      /(https?:)?\/\/(?=[a-z0-9-]+\.[a-z]{2,})[a-z0-9.-]+/gi,
      (_, scheme = '') => `${scheme}//${host}`,
    ),
  );
  return [...asking(`https://${host}`), ...theirs];
}

const PREFIX = 'xss-';

/** Loads reading frames as the window makes them, each beside the others. */
export async function openFrames(window: Page, messageIds: string[], remote: boolean): Promise<Frame[]> {
  await window.evaluate(
    async ([ids, query, prefix]) => {
      const loaded = ids.map(
        (id, at) =>
          new Promise((resolve) => {
            const frame = document.createElement('iframe');
            frame.sandbox.value = 'allow-popups allow-popups-to-escape-sandbox';
            frame.name = `${prefix}${at}`;
            frame.onload = resolve;
            frame.src = `skein-message://message/${encodeURIComponent(id)}?remote=${query}`;
            document.body.append(frame);
          }),
      );
      await Promise.all(loaded);
    },
    [messageIds, remote ? 1 : 0, PREFIX] as const,
  );
  return window.frames().filter((frame) => frame.name().startsWith(PREFIX));
}

export function closeFrames(window: Page): Promise<void> {
  return window.evaluate((prefix) => {
    for (const frame of document.querySelectorAll(`iframe[name^="${prefix}"]`)) frame.remove();
  }, PREFIX);
}

/** What is alive in a document that should only be looked at. */
export function aliveIn(frame: Frame): Promise<string[]> {
  return frame.evaluate(() => {
    const elements = [...document.querySelectorAll('*')];
    const forbidden =
      'script, iframe, frame, object, embed, applet, form, input, button, base, link, svg, math, audio, video, meta[http-equiv="refresh" i]';
    return [
      ...elements
        .filter((element) => element.matches(forbidden))
        .map((element) => element.outerHTML.slice(0, 200)),
      ...elements.flatMap((element) =>
        [...element.attributes]
          .filter(
            ({ name, value }) => /^on/i.test(name) || /^\s*(javascript|vbscript|data:text)/i.test(value),
          )
          .map(({ name, value }) => `${name}=${value.slice(0, 200)}`),
      ),
      ...(location.origin === 'skein-message://message' || location.protocol === 'skein-message:'
        ? []
        : [location.href]),
    ];
  });
}
