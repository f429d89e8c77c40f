import { condense } from '#engine/channels/mail/mime/condense.ts';
import { parseMessage } from '#engine/channels/mail/mime/parse.ts';
import type { MimeService } from '#engine/channels/mail/mime/pool.ts';

/** What the MIME workers do, in this thread and without their limits on time and memory. */
export const mimeInProcess: MimeService = {
  parse: parseMessage,
  async condense(source, options) {
    return condense(source, await parseMessage(source, options), options.whole);
  },
  async render(html, context = {}) {
    // Only those who render wait for the DOM to load.
    const { renderHtml } = await import('#engine/channels/mail/mime/html/render.ts');
    return renderHtml(html, context);
  },
  async quote(html, parts) {
    const { quotableHtml } = await import('#engine/channels/mail/mime/html/quotable.ts');
    return quotableHtml(html, parts);
  },
  async close() {},
};
