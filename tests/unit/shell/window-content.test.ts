import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  formatWindowContent,
  readWindowContent,
  type WindowContent,
} from '#shared/contract/window-content.ts';

const id = fc.string({ minLength: 1, maxLength: 64, unit: 'grapheme' });

test('an address says what its window shows, whatever the ids are', () => {
  const content = fc.oneof(
    fc.record({
      kind: fc.constant('thread' as const),
      threadId: id,
      view: fc.constantFrom('trash' as const, 'junk' as const, null),
    }),
    fc.record({ kind: fc.constant('draft' as const), draftId: id }),
    fc.constantFrom<WindowContent>({ kind: 'main' }, { kind: 'compose' }),
  );
  fc.assert(
    fc.property(content, (shown) => {
      expect(readWindowContent(`app://skein/index.html#${formatWindowContent(shown)}`)).toEqual(shown);
    }),
  );
});

test.each(['', '#new', '#thread', '#thread/', '#draft/%', '#nothing/known'])('%s is the inbox', (address) => {
  expect(readWindowContent(address)).toEqual({ kind: 'main' });
});
