import { describe, expect, test } from 'vitest';
import { renderHtml } from '#engine/channels/mail/mime/html/render.ts';
import { printable } from '#engine/export/printable.ts';
import { ReadingError } from '#engine/reading/reading.ts';

const STRICT = '<!doctype html><p>Strict</p>';
const LIMITED =
  '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd"><p>Limited</p>';
const QUIRKS = '<table><tr><td>Quirks</table>';

/** The document of a thread of mails with these layouts; `null` for one that is text alone. */
async function printed(layouts: (string | null)[]): Promise<string> {
  const records = layouts.map((_, at) => ({
    ...{ channel: 'mail', subject: at === 0 ? '' : `Subject ${at}`, text: 'Text', attachments: [] },
    ...{ from: [], to: [], cc: [], date: '2026-01-02T03:04:05Z' },
  }));
  const answers: Record<string, (input: never) => unknown> = {
    'export.threadMessages': () => layouts.map((_, at) => ({ id: String(at) })),
    'export.record': (id: string) => records[Number(id)],
  };
  const { html } = await printable(
    {
      store: { read: async (name: string, input: never) => answers[name]!(input) },
      reading: {
        html: async (id: string) => {
          const layout = layouts[Number(id)];
          if (layout === null || layout === undefined) throw new ReadingError('This layout');
          return renderHtml(layout);
        },
      },
    } as unknown as Parameters<typeof printable>[0],
    { kind: 'thread', id: 't' },
  );
  return html;
}

describe('what is printed', () => {
  test.each([
    ['standards mode for text', [null], /^<!doctype html><html>/],
    ['standards mode for mail that asks for it', [STRICT, null], /^<!doctype html><html>/],
    ['limited quirks as soon as one asks for them', [STRICT, LIMITED], /^<!doctype html PUBLIC[^>]+><html>/],
    ['quirks mode as soon as one has no doctype', [LIMITED, QUIRKS, STRICT], /^<html>/],
  ])('is laid out in %s', async (_, layouts, expected) => {
    expect(await printed(layouts)).toMatch(expected);
  });

  test('in quirks mode tables of strict mail still take the text around them', async () => {
    const strict = /:where\(table\)\{font:inherit/g;
    expect((await printed([STRICT, QUIRKS])).match(strict)).toHaveLength(1);
    expect((await printed([STRICT])).match(strict)).toBeNull();
  });

  test('bears the first subject there is', async () => {
    expect(await printed([null, null])).toContain('<title>Subject 1</title>');
  });
});
