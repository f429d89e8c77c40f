import { plural } from './plural.ts';

/** Words of what is chosen about an account, besides what it connects with. */
export const accountOptionStrings = {
  open: 'Options…',
  openOf: (address: string) => `Options of ${address}`,
  title: (address: string) => `Options of ${address}`,
  save: 'Save',
  onlySubscribed: 'Show only subscribed mailboxes',
  onlySubscribedHint:
    'The list on the left leaves out those that are hidden from other programs. Search still finds what is in them.',
  trust: 'Whose checks of senders count',
  trustHint:
    'Your provider’s server writes on every mail whether its sender is genuine. Others can write that too, so Skein believes one name only. Choose another when your provider tells you its name; what is here already is judged anew.',
  automatic: (servers: string[]) =>
    servers.length > 0 ? `Found out by Skein: ${servers.join(', ')}` : 'Found out by Skein: none yet',
  found: 'On top of your newest mail',
  foundOn: (server: string, mails: number, received: number) =>
    `${server}, ${plural(received, { one: `on ${mails} of # mail`, other: `on ${mails} of # mails` })}`,
  nobody: 'Nobody’s: senders are not checked',
  another: 'Another name…',
  name: 'Name of the server',
  nameMissing: 'Write the name.',
  nameHint:
    'As it stands at the beginning of Authentication-Results, like mx.example.org. Servers below it count too.',
};
