/** Words of leaving a mailing list. */
export const unsubscribeStrings = {
  button: 'Unsubscribe',
  tooltip: 'Ask to be taken off this list; says how before it does',
  title: (list: string) => `Unsubscribe from ${list}?`,
  oneClick: (host: string, address: string) =>
    `Skein asks ${host} to take ${address} off the list. This tells the sender that this address is read.`,
  signed: (domain: string) => `Your mail server found the signature of ${domain} on this offer valid.`,
  unchecked: (host: string) =>
    `Nobody has checked that ${host} belongs to the sender. If you never signed up for this, mark it as junk instead.`,
  mail: (to: string, address: string) =>
    `Skein sends a mail to ${to} from ${address}. This tells the sender that this address is read.`,
  subject: 'Subject',
  text: 'Text',
  page: (host: string) =>
    `Opens a page of ${host} in your browser, where you finish it. This tells the sender that this address is read.`,
  address: 'Address',
  askedBefore: (date: string) => `You asked on ${date} already. A list can take some days to stop.`,
  run: { 'one-click': 'Unsubscribe', mail: 'Send mail', page: 'Open page' },
  asking: 'Asking…',
  instead: 'Open the page instead',
  done: (list: string) => `${list} was asked to take you off`,
  opened: 'The page is open in your browser',
  asked: (date: string) => `You asked to be taken off this list on ${date}`,
  waiting: 'A mail that asks to take you off this list is in the outbox',
};
