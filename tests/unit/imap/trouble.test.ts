import { expect, it } from 'vitest';
import { MailError } from '#engine/channels/mail/errors.ts';
import { Trouble } from '#engine/channels/mail/imap/trouble.ts';

const HOUR = 3_600_000;
const error = (code: MailError['code']) => new MailError(code, 'm', 'a');
const standing = (trouble: Trouble) => {
  const { alone, failed, leftOut } = trouble.of('inbox');
  return [alone, failed, leftOut].map(String);
};

it('asks alone for what failed twice, leaves out what failed alone twice, and asks again after an hour', () => {
  let now = 0;
  const trouble = new Trouble(() => now);
  trouble.failedAt('inbox', [1, 2, 3], false);
  expect(standing(trouble)).toEqual(['', '', '']);
  trouble.failedAt('inbox', [1, 2, 3], false);
  expect(standing(trouble)).toEqual(['1:3', '', '']);
  trouble.arrived('inbox', [1]);
  trouble.failedAt('inbox', [2], false);
  expect(standing(trouble)).toEqual(['3', '2', '']);
  trouble.failedAt('inbox', [2], false);
  expect(standing(trouble)).toEqual(['3', '', '2']);
  expect(trouble.of('sent').leftOut.isEmpty).toBe(true);
  expect(trouble.expired).toEqual([]);
  now += HOUR;
  expect(trouble.expired).toEqual(['inbox']);
  expect(standing(trouble)).toEqual(['3', '2', '']);
  trouble.failedAt('inbox', [2], false);
  expect([standing(trouble), trouble.expired]).toEqual([['3', '', '2'], []]);
  trouble.forgive();
  expect(standing(trouble)).toEqual(['', '', '']);
  trouble.failedAt('inbox', [2], true);
  trouble.forget('inbox');
  expect(standing(trouble)).toEqual(['', '', '']);
});

it('believes at once a server that refuses', () => {
  const trouble = new Trouble();
  trouble.failedAt('inbox', [1, 2], true);
  expect(standing(trouble)).toEqual(['1:2', '', '']);
  trouble.failedAt('inbox', [2], true);
  expect(standing(trouble)).toEqual(['1', '', '2']);
});

it('lets the others go on after three breaks at a mailbox, unless something came of it meanwhile', () => {
  const trouble = new Trouble();
  const breaks = () => trouble.givesWay('inbox', error('connection-lost'));
  expect([breaks(), breaks()]).toEqual([false, false]);
  trouble.arrived('inbox', [7]);
  expect([breaks(), breaks(), breaks(), breaks()]).toEqual([false, false, true, true]);
  trouble.passed('inbox');
  expect(breaks()).toBe(false);
  expect(trouble.givesWay('sent', error('login-refused'))).toBe(false);
});

it('knows of messages it was told nothing of, which may be any', () => {
  const trouble = new Trouble();
  trouble.failedAt('inbox', [1], true, false);
  expect(trouble.hidesMessages('inbox')).toBe(false);
  trouble.failedAt('inbox', [2], true, true);
  expect(trouble.hidesMessages('inbox')).toBe(true);
  trouble.arrived('inbox', [2]);
  expect(trouble.hidesMessages('inbox')).toBe(false);
});
