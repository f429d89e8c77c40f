import { expect, it } from 'vitest';
import { classifyFailure } from '#engine/channels/mail/smtp/outcome.ts';

it.each([
  ['552 5.3.4 Message size exceeds fixed limit', 'message-too-large'],
  ['552 Too large', 'message-too-large'],
  ['552 5.2.2 The mailbox of bob is full', 'server-refused'],
  ['552-5.2.2 The email account is over quota', 'server-refused'],
])('%s ends as %s, with the words of the server', (response, code) => {
  const failure = classifyFailure(
    { code: 'EMESSAGE', responseCode: 552, response },
    'mail.example.org',
    true,
  );
  expect(failure).toMatchObject({ outcome: 'permanent', error: { code, detail: response } });
});
