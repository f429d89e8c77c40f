import type { Caution, CheckReason, SenderCheck } from '#shared/contract/trust.ts';
import { plural } from './plural.ts';

const outcomes: Record<SenderCheck['outcome'], (domain: string) => string> = {
  verified: (domain) => `Really from ${domain}`,
  unknown: () => 'Could not be checked',
  suspicious: (domain) => `Probably not from ${domain}`,
};

const reasons: Record<CheckReason, (domain: string) => string> = {
  'dmarc-pass': (domain) => `It keeps to the rules that ${domain} has published for its mail.`,
  'dmarc-fail': (domain) => `It breaks the rules that ${domain} has published for its mail.`,
  'dmarc-fail-lenient': (domain) =>
    `It does not keep to the rules that ${domain} has published for its mail, but ${domain} accepts that this happens.`,
  'dkim-pass': (domain) => `It carries a valid signature of ${domain}.`,
  'dkim-other': (domain) => `It is signed by ${domain}, which says nothing about the sender it names.`,
  'dkim-fail': (domain) =>
    `The signature of ${domain} does not fit: the message was changed on its way, or the signature is forged.`,
  'spf-pass': (domain) => `It came from a server that may send mail of ${domain}.`,
  'spf-fail': (domain) => `It came from a server that may not send mail of ${domain}.`,
  list: () => 'It came through a mailing list, which often changes messages.',
  forwarded: () => 'It was forwarded, which often breaks signatures.',
  unproven: (domain) => `Nothing in it proves that it is from ${domain}.`,
  'no-results': () => 'Your mail server did not say whether it checked this message.',
  'foreign-server': (domain) =>
    `Only ${domain} says that it checked this message, and Skein does not know it as your mail server. If it is, name it under Settings, Accounts, Options.`,
  'no-author': () => 'It does not say who sent it.',
  older: () => 'It arrived before Skein looked at what your mail server found out.',
};

const cautions: Record<Caution['kind'], (shown: string, other: string) => string> = {
  'named-address': (shown, other) => `The sender’s name says ${other}, but this message is from ${shown}.`,
  'known-name': (shown, other) =>
    `You write to ${shown} at ${other}. This is the first message from another address under that name.`,
  lookalike: (shown, other) => `${shown} looks like ${other}, which you write to, but is another domain.`,
  'mixed-scripts': (shown, other) =>
    `${other} mixes letters of several alphabets to look like another domain. Written out it is ${shown}.`,
  'answers-elsewhere': (shown, other) => `An answer goes to ${other}, not to ${shown}.`,
};

/** Words about whom to trust. */
export const trustStrings = {
  sender: 'Sender',
  outcomes,
  reasons,
  cautions,
  cautionsTitle: 'Look twice at who sent this',
  firstContact: 'First message from this address',
  images: {
    blocked: (images: number, trackers: number) =>
      [
        trackers > 0 ? plural(trackers, { one: '# tracker blocked', other: '# trackers blocked' }) : '',
        images > 0 ? plural(images, { one: '# image not loaded', other: '# images not loaded' }) : '',
      ]
        .filter(Boolean)
        .join(', '),
    tells:
      'Loading images tells the sender when and from where you read this. Trackers stay blocked. Always and never go for this sender.',
    forSender: (sender: string) => `In all mail from ${sender}`,
    forged: 'You always load images of this sender, but this message is probably not from there.',
    never: 'You chose never to load images of this sender.',
    once: 'Load once',
    always: 'Always load',
    neverAgain: 'Never load',
    neverDone: 'Skein does not ask again for this sender. Settings, Privacy takes it back.',
  },
  link: {
    title: 'This link leads elsewhere',
    body: (shows: string, host: string) => `Its text says ${shows}, but it opens a page of ${host}.`,
    advice:
      'Newsletters often count clicks this way. Where you would sign in or pay, type the address yourself.',
    fromFileTitle: 'Open this link?',
    fromFile: (host: string) => `The document leads to a page of ${host}.`,
    open: (host: string) => `Open ${host}`,
  },
  checkedBy: (server: string) => `Checked by ${server} when it arrived.`,
  checkedByServer: 'Checked by your mail server when it arrived.',
  limits: 'This tells where a message comes from, not whether what it says is true.',
  suspiciousAdvice:
    'Do not open its links, files or pictures and do not answer before you have asked the sender some other way.',
};
