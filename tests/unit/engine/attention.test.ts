import { expect, test } from 'vitest';
import { Attention } from '../../../electron/engine/attention.ts';

test('somebody looks as long as one window has the focus, in whichever order they tell', () => {
  const attention = new Attention();
  const [inbox, draft] = [{}, {}];
  attention.tell(inbox, { focused: true, online: true });
  // Going from one to the other, the news of the new one may come first.
  expect(attention.tell(draft, { focused: true, online: true })).toEqual({ focused: true, online: true });
  expect(attention.tell(inbox, { focused: false, online: false })).toEqual({ focused: true, online: false });
  expect(attention.forget(draft)).toEqual({ focused: false, online: false });
});
