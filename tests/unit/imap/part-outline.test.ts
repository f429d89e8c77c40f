import fc from 'fast-check';
import type { MessageStructureObject } from 'imapflow';
import { expect, it } from 'vitest';
import { outlineOf } from '#engine/channels/mail/imap/part-outline.ts';
import { textParts } from '#engine/channels/mail/imap/partial-source.ts';

const part = (type: string, more: Partial<MessageStructureObject> = {}) =>
  ({ type, ...more }) as MessageStructureObject;
const outline = (root: MessageStructureObject | undefined) => outlineOf(root, textParts(root));

it('names the files of a large mail, but not the texts that are read and the boxes they are in', () => {
  const root = part('multipart/mixed', {
    childNodes: [
      part('multipart/alternative', {
        part: '1',
        childNodes: [part('text/plain', { part: '1.1' }), part('text/html', { part: '1.2' })],
      }),
      part('application/pdf', {
        part: '2',
        disposition: 'attachment',
        dispositionParameters: { filename: '../../plan.pdf' },
        size: 7800,
        encoding: 'base64',
      }),
      part('image/png', { part: '3', id: '<logo@x>', parameters: { name: 'logo.png' }, size: 90 }),
      part('message/rfc822', { part: '4', childNodes: [part('text/plain', { part: '4.1' })], size: 12 }),
    ],
  });
  expect(outline(root)).toEqual([
    {
      ...{ section: '2', filename: 'plan.pdf', contentType: 'application/pdf' },
      ...{ contentId: null, size: 5700, inline: false },
    },
    {
      ...{ section: '3', filename: 'logo.png', contentType: 'image/png' },
      ...{ contentId: 'logo@x', size: 90, inline: true },
    },
    {
      ...{ section: '4', filename: null, contentType: 'message/rfc822' },
      ...{ contentId: null, size: 12, inline: false },
    },
  ]);
  expect(outline(part('video/mp4', { size: 5 })).map(({ section }) => section)).toEqual(['1']);
});

it('makes nothing of a structure that is broken, and comes to an end with one that does not', () => {
  expect(outline(undefined)).toEqual([]);
  const broken = fc.record({
    type: fc.oneof(fc.constant('/'), fc.constant('application/'), fc.string()),
    size: fc.oneof(fc.double(), fc.constant(undefined)),
    encoding: fc.string(),
  });
  fc.assert(
    fc.property(fc.array(broken), (nodes) => {
      for (const { contentType, size } of outline(
        part('multipart/mixed', { childNodes: nodes as unknown as MessageStructureObject[] }),
      )) {
        expect(contentType).toMatch(/^\S+\/\S+$/);
        expect(Number.isSafeInteger(size) && size >= 0).toBe(true);
      }
    }),
  );
  let root = part('text/x-deep');
  for (let depth = 0; depth < 5000; depth++) root = part('multipart/mixed', { childNodes: [root, root] });
  expect(outline(root).length).toBeLessThan(200);
});
