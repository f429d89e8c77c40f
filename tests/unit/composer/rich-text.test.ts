import fc from 'fast-check';
import { Node } from 'prosemirror-model';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasFormatting, pictureCid, textToHtml } from '#shared/text/draft-html.ts';
import { linkTarget, schema } from '../../../renderer/features/composer/rich/schema.ts';
import { written } from '../../../renderer/features/composer/rich/serialize.ts';
import { stubPage } from './dom.ts';

let readHtml: (html: string) => Node;
beforeAll(async () => {
  stubPage();
  ({ readHtml } = await import('../../../renderer/features/composer/rich/read.ts'));
});

const words = fc.string({
  unit: fc.constantFrom(...'ab <>&"\'\u00e9\u{1f642}'),
  minLength: 1,
  maxLength: 12,
});
const marks = fc.subarray([
  { type: 'link', attrs: { href: 'https://example.org/?a=1&b="2"' } },
  { type: 'strong' },
  { type: 'em' },
  { type: 'code' },
]);
const inline = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('text'), text: words, marks }) },
  { weight: 1, arbitrary: fc.constant({ type: 'hard_break' }) },
  {
    weight: 1,
    arbitrary: fc.constant({ type: 'image', attrs: { attachment: '0198-a', alt: 'a "plan"' } }),
  },
);
const paragraph = fc.record({ type: fc.constant('paragraph'), content: fc.array(inline, { maxLength: 4 }) });
const { block } = fc.letrec((tie) => ({
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    paragraph,
    fc.record({
      type: fc.constant('heading'),
      attrs: fc.record({ level: fc.integer({ min: 1, max: 3 }) }),
      content: fc.array(inline, { minLength: 1, maxLength: 2 }),
    }),
    fc.record({
      type: fc.constant('code_block'),
      content: fc.array(fc.record({ type: fc.constant('text'), text: words }), {
        minLength: 1,
        maxLength: 1,
      }),
    }),
    fc.constant({ type: 'horizontal_rule' }),
    fc.record({
      type: fc.constant('blockquote'),
      content: fc.array(tie('block'), { minLength: 1, maxLength: 2 }),
    }),
    fc.record({
      type: fc.constantFrom('bullet_list', 'ordered_list'),
      content: fc.array(
        fc.record({
          type: fc.constant('list_item'),
          content: fc
            .tuple(paragraph, fc.array(tie('block'), { maxLength: 1 }))
            .map(([first, more]) => [first, ...more]),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    }),
    fc.record({
      type: fc.constant('table'),
      content: fc.array(
        fc.record({
          type: fc.constant('table_row'),
          content: fc.array(
            fc.record({
              type: fc.constant('table_cell'),
              attrs: fc.record({
                heading: fc.boolean(),
                colspan: fc.integer({ min: 1, max: 3 }),
                rowspan: fc.integer({ min: 1, max: 3 }),
                align: fc.constantFrom(null, 'right', 'center'),
              }),
              content: fc.oneof(fc.tuple(paragraph), fc.array(tie('block'), { minLength: 1, maxLength: 2 })),
            }),
            { minLength: 1, maxLength: 3 },
          ),
        }),
        { minLength: 1, maxLength: 2 },
      ),
    }),
  ),
}));

describe('what is written', () => {
  it('is the same after it was kept and opened again', () => {
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), (content) => {
        const html = written(Node.fromJSON(schema, { type: 'doc', content })).html;
        expect(written(readHtml(html)).html).toBe(html);
      }),
    );
  });

  it('says the same as text where there is no formatting', () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 5 }), (lines) => {
        const text = lines.join('\n');
        expect(hasFormatting(textToHtml(text))).toBe(false);
        expect(written(readHtml(textToHtml(text))).text).toBe(text);
      }),
    );
  });

  it('is text that reads well: marks of lists and quotes, where links lead, what pictures are', () => {
    const html =
      '<h2>Plan</h2><div>See <a href="https://example.org/plan">the plan</a> or <a href="https://example.org">example.org</a>.</div>' +
      '<ol><li>One<ul><li>a<br>b</li></ul></li><li>Two</li></ol><blockquote><div>Really?</div><blockquote><div>Yes</div></blockquote></blockquote>' +
      `<pre>\n  x\n</pre><div><img src="cid:${pictureCid('7')}" alt="roof.png"></div><hr>`;
    expect(written(readHtml(html)).text.split('\n')).toEqual([
      'Plan',
      'See the plan <https://example.org/plan> or example.org.',
      '1. One',
      '   - a',
      '     b',
      '2. Two',
      '> Really?',
      '>> Yes',
      '  x',
      '',
      '[roof.png]',
      '-'.repeat(40),
    ]);
  });

  it('takes no picture but those of drafts, no link but to the web, mail and telephone', () => {
    const html = written(
      readHtml(
        '<div onclick="x()"><img src="https://tracker.example/x.gif"><script>x()</script>' +
          '<a href="javascript:x()">a</a> <a href="https://example.org">b</a><iframe src="https://x"></iframe></div>',
      ),
    ).html;
    expect(html).toBe('<div>a <a href="https://example.org">b</a></div>');
  });
});

describe('where a link leads', () => {
  it.each([
    ['example.org/a?b', 'https://example.org/a?b'],
    ['bob@example.org', 'mailto:bob@example.org'],
    [' http://x ', 'http://x'],
    ['javascript:alert(1)', null],
    ['two words', null],
  ])('%s', (typed, href) => expect(linkTarget(typed)).toBe(href));
});
