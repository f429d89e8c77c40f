/** English. Plain, short, sentence case. Screens of their own keep their strings in `strings/en.<screen>.ts`. */
import { comingStrings } from './en.coming.ts';
import { commandStrings } from './en.commands.ts';
import { composerStrings } from './en.composer.ts';
import { conversationStrings } from './en.conversation.ts';
import { groupStrings } from './en.groups.ts';
import { listStrings } from './en.list.ts';
import { plannedStrings } from './en.planned.ts';
import { richTextStrings } from './en.rich-text.ts';
import { screenStrings } from './en.screens.ts';
import { senderStrings } from './en.senders.ts';
import { spellingStrings } from './en.spelling.ts';
import { templateStrings } from './en.templates.ts';
import { viewerStrings } from './en.viewer.ts';
import { windowStrings } from './en.windows.ts';

export const en = {
  app: { name: 'Skein', reconnecting: 'Reconnecting…', starting: 'Opening your messages…' },
  common: {
    close: 'Close',
    cancel: 'Cancel',
    undo: 'Undo',
    retry: 'Try again',
    more: 'More',
    back: 'Back',
    remove: (what: string) => `Remove ${what}`,
    newMessage: 'New message',
    palette: 'Commands',
    search: 'Search people, words, from: has: …',
    searchLabel: 'Search',
    clearSearch: 'Clear search',
    dismiss: 'Dismiss',
    notices: 'Notices',
    capsLock: 'Caps Lock is on.',
    list: (parts: string[]) => new Intl.ListFormat(undefined, { type: 'conjunction' }).format(parts),
  },
  channels: { mail: 'Mail', sms: 'Text', both: 'Mail and text' },
  error: {
    engineGone: 'The part of Skein that keeps your messages is restarting.',
    engineGoneAdvice: 'Nothing that was saved is lost. Try again in a moment.',
    unexpected: 'Something went wrong inside Skein.',
    unexpectedAdvice: 'Try again. If it happens again, copy the details and report them.',
    details: 'Details',
    copyDetails: 'Copy details',
    screen: 'This part of the window stopped working.',
    screenAdvice: 'Your messages are not affected. Show it again, or go to another place.',
    showAgain: 'Show again',
  },
  ...commandStrings,
  ...listStrings,
  coming: comingStrings,
  ...conversationStrings,
  ...composerStrings,
  ...richTextStrings,
  ...senderStrings,
  ...templateStrings,
  ...spellingStrings,
  ...groupStrings,
  ...plannedStrings,
  ...screenStrings,
  ...viewerStrings,
  ...windowStrings,
};
