/** What servers report about a mail, in words (the codes are those of RFC 3463 section 3). */
const why: Record<string, string> = {
  '1.0': 'the address is not right',
  '1.1': 'the mailbox does not exist',
  '1.2': 'there is no mail server for what stands after the @',
  '1.3': 'the address is not written correctly',
  '1.4': 'the address may mean more than one mailbox',
  '1.6': 'the mailbox has moved and left no new address',
  '1.7': 'your own address was not accepted',
  '1.8': 'your own address was not accepted',
  '1.10': 'this address takes no mail',
  '2.0': 'something is wrong with the mailbox',
  '2.1': 'the mailbox takes no mail just now',
  '2.2': 'the mailbox is full',
  '2.3': 'the message is larger than the mailbox takes',
  '2.4': 'the mailing list could not pass it on',
  '3.1': 'the mail server has no room',
  '3.2': 'the mail server takes no mail just now',
  '3.4': 'the message is larger than the mail server takes',
  '4.1': 'the mail server did not answer',
  '4.2': 'the connection to the mail server broke off',
  '4.3': 'the mail server could not be found',
  '4.4': 'the mail server could not be found',
  '4.5': 'the mail server is overloaded',
  '4.6': 'the message went in circles between mail servers',
  '4.7': 'the mail server could not be reached for too long',
  '5.3': 'it has more recipients than the mail server takes',
  '6.0': 'the mail server refused the content',
  '7.0': 'the mail server refused it',
  '7.1': 'the mail server refused it',
  '7.2': 'you may not write to this mailing list',
  '7.23': 'the mail server could not see that it is from you',
  '7.25': 'the mail server does not trust the server it was sent with',
  '7.26': 'the mail server could not see that it is from you',
  '7.27': 'your own address takes no mail',
};
const areas: Record<string, string> = {
  1: 'the address was not accepted',
  2: 'something is wrong with the mailbox',
  3: 'the mail server has a problem',
  4: 'the mail server could not be reached',
  5: 'the mail servers did not understand each other',
  6: 'the mail server refused the content',
  7: 'the mail server refused it',
};

export const reportStrings = {
  /** Why, from a status like "5.1.1"; `null` where the code says nothing. */
  why: (status: string | null): string | null => {
    const [, subject = '', detail = ''] = status?.split('.') ?? [];
    return why[`${subject}.${detail}`] ?? areas[subject] ?? null;
  },
  failed: (to: string, reason: string | null) =>
    reason ? `Not delivered to ${to}: ${reason}.` : `Not delivered to ${to}.`,
  failedAdvice: 'Check the address and send it again, or reach them another way.',
  delayed: (to: string, reason: string | null) =>
    reason ? `Not delivered to ${to} yet: ${reason}.` : `Not delivered to ${to} yet.`,
  tries: 'The mail server keeps trying. There is nothing to do.',
  triesUntil: (when: string) => `The mail server keeps trying until ${when}. There is nothing to do.`,
  delivered: (to: string) => `Delivered to ${to}`,
  relayed: (to: string) => `Passed on for ${to}, to a server that reports nothing back`,
  read: (to: string) => `Read by ${to}`,
  deleted: (to: string) => `Deleted by ${to} without being shown`,
  ask: 'Ask for a delivery report',
  asked: 'You will be told here when this is delivered, or when it is not.',
  notGiven: 'The mail server you send with gives no delivery reports',
  notGivenNote: 'The mail server you send with gives no delivery reports, so nothing will tell you of it.',
  dontAsk: 'Don’t ask',
  theirWords: (by: string) => `What ${by} reports`,
};
