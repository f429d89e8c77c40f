import { beforeEach, expect, it } from 'vitest';
import { forgetAction, isUndoable, noteAct, noteAction, takeLast } from '../../../renderer/app/undoable.ts';

beforeEach(async () => {
  while (isUndoable()) await takeLast();
});

it('takes back the newest act first, each once', async () => {
  noteAction('one', null);
  noteAction('two', null);
  noteAction('one', null);
  expect([await takeLast(), await takeLast(), await takeLast()]).toEqual(['two', 'one', null]);
  expect(isUndoable()).toBe(false);
});

it('waits for an act that is not done yet, and does not name it twice when its notice comes', async () => {
  let done = (_: { actionId: string }) => {};
  noteAct(new Promise((resolve) => (done = resolve)));
  const taken = takeLast();
  done({ actionId: 'archived' });
  expect(await taken).toBe('archived');

  const act = Promise.resolve({ actionId: 'moved' });
  noteAct(act);
  await act;
  noteAction('moved', null);
  expect([await takeLast(), await takeLast()]).toEqual(['moved', null]);
});

it('leaves out what failed, what was taken back otherwise, and sends that have left', async () => {
  noteAct(Promise.reject(new Error('refused')));
  noteAction('sent', 1000);
  noteAction('starred', null);
  forgetAction('starred');
  await Promise.resolve();
  expect(isUndoable(999)).toBe(true);
  expect(isUndoable(1000)).toBe(false);
  expect(await takeLast(1000)).toBeNull();
});
