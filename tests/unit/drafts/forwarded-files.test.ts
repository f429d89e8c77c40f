/** Files that are forwarded: those that lie by themselves are copied while they are read, never whole in memory. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { MimeService } from '#engine/channels/mail/mime/pool.ts';
import { type DraftPorts, Drafts } from '#engine/drafts/drafts.ts';
import { Reading } from '#engine/reading/reading.ts';
import { ContentFolder, type StoredContent } from '#engine/store/content.ts';

const profile = mkdtempSync(join(tmpdir(), 'skein-forwarded-'));
const content = new ContentFolder(profile);
afterAll(() => rmSync(profile, { recursive: true }));

const plans = randomBytes(700_000);
const mail = Buffer.from('a mail with a file in it');
const stored = { filename: 'plans.pdf', contentType: 'application/pdf', partIndex: 0, section: null };

/** What is read of files whole. */
const whole: string[] = [];
const watched = {
  put: content.put.bind(content),
  open: content.open.bind(content),
  read: (file: StoredContent) => {
    whole.push(file.id);
    return content.read(file);
  },
} as unknown as ContentFolder;

function drafts(attachment: object): { drafts: Drafts; kept: StoredContent[] } {
  const kept: StoredContent[] = [];
  const read = async (name: string) =>
    name === 'reading.attachment' ? { ...stored, ...attachment } : { deflated: null, file: { id: 'source' } };
  const mime = {
    parse: async () => ({ attachments: [{ partIndex: 0, content: plans }] }),
  } as unknown as MimeService;
  const sources = { ...watched, read: async () => mail, open: watched.open } as unknown as ContentFolder;
  const reading = new Reading({ read } as never, sources, mime);
  const ready = {
    draft: {
      id: 'd',
      revision: 1,
      savedAt: 0,
      to: [],
      cc: [],
      bcc: [],
      subject: 'Fwd: Plans',
      quote: '',
      signature: false,
      text: '',
      html: null,
    },
    sender: { name: 'Sam', address: 'sam@home.example', replyTo: '' },
    files: [{ ...stored, id: 'f', file: null, forwardedFrom: 'a', inline: false, size: plans.length }],
  };
  const ports = {
    store: {
      read: async () => ready,
      write: async (_name: string, { content: made }: { content: StoredContent }) => void kept.push(made),
    },
    content: watched,
    attachment: (id: string) => reading.attachmentBytes(id),
  } as unknown as DraftPorts;
  return { drafts: new Drafts(ports), kept };
}

it.each(['in a file of its own', 'in the source of its mail'])(
  'a large one that lies %s is kept for the draft',
  async (where) => {
    const alone = where === 'in a file of its own';
    const file = alone ? await content.put(plans) : null;
    const { drafts: writing, kept } = drafts({ file, messageId: 'm' });
    const copy = await writing.serverCopy('d');
    expect(kept).toHaveLength(1);
    expect(kept[0]!.id).not.toBe(file?.id);
    expect((await content.read(kept[0]!)).equals(plans)).toBe(true);
    const sent = Buffer.concat(await copy!.source.open().toArray()).toString();
    expect(sent.replaceAll('\r\n', '')).toContain(plans.toString('base64'));
    expect(whole).toEqual([]);
  },
);
