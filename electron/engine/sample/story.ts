/** The sample inbox: an architect's fortnight with made-up people on example domains and reserved numbers. */
import { BULLETIN } from './bulletin.ts';
import type { Who } from './people.ts';

export const LABELS = ['Clients', 'Invoices', 'Site visits'] as const;

export interface SampleMail {
  kind: 'mail';
  /** Days before now, and the time of that day. */
  daysAgo: number;
  at: string;
  from: Who;
  to: Who[];
  cc?: Who[];
  subject: string;
  text: string;
  unread?: boolean;
  starred?: boolean;
  archived?: boolean;
  files?: { filename: string; contentType: string; text: string }[];
  list?: string;
  /** The layout the sender gave it, beside the text. */
  html?: string;
  labels?: (typeof LABELS)[number][];
}

export interface SampleText {
  kind: 'sms';
  daysAgo: number;
  at: string;
  with: Who;
  fromMe?: boolean;
  text: string;
  unread?: boolean;
}

/** Each inner array is one exchange, oldest first: a mail answers the one before it with the same subject. */
export const STORY: (SampleMail | SampleText)[][] = [
  [
    {
      kind: 'mail',
      daysAgo: 2,
      at: '16:04',
      from: 'ana',
      to: ['me'],
      subject: 'Roof survey: access on Thursday',
      labels: ['Site visits'],
      text: 'Hi Nadia,\n\nthe drone flight is booked for Thursday. Could someone open the north gate before eight? Attached is the flight plan the city wants on site.\n\nBest,',
      files: [
        {
          filename: 'flight-plan.txt',
          contentType: 'text/plain',
          text: 'Flight plan, north roof\nStart 08:10, 4 passes, 60 m\nContact on site: N. Marsh\n',
        },
      ],
    },
    {
      kind: 'mail',
      daysAgo: 2,
      at: '17:20',
      from: 'me',
      to: ['ana'],
      subject: 'Re: Roof survey: access on Thursday',
      text: 'Of course. I’ll be there myself and bring the section drawings.',
    },
    {
      kind: 'sms',
      daysAgo: 0,
      at: '07:31',
      with: 'ana',
      text: 'Morning! Wind is fine. Is 8 still good or should I come at 7:30?',
    },
    {
      kind: 'sms',
      daysAgo: 0,
      at: '07:36',
      with: 'ana',
      fromMe: true,
      text: 'Thursday at 8 works, I’ll bring the drawings',
    },
  ],
  [
    {
      kind: 'mail',
      daysAgo: 5,
      at: '11:20',
      from: 'dario',
      to: ['me', 'mina'],
      cc: ['jun'],
      subject: 'Permit set, second review',
      text: 'All,\n\nthe second permit set is on the server. Mina, could you tell us whether the stair width in 2.04 is now acceptable?\n\nDario',
      files: [
        {
          filename: 'permit-set-2.txt',
          contentType: 'text/plain',
          text: 'Sheet list of the second permit set\n',
        },
      ],
    },
    {
      kind: 'mail',
      daysAgo: 0,
      at: '06:31',
      from: 'mina',
      to: ['me', 'dario'],
      cc: ['jun'],
      subject: 'Re: Permit set, second review',
      labels: ['Clients'],
      text: 'Comments from the city are in, mostly small ones. Sheet A-204 needs the accessible route shown, and the stair is fine now.\n\nMina Okafor\nCity Planning',
      unread: true,
    },
  ],
  [
    {
      kind: 'sms',
      daysAgo: 1,
      at: '15:02',
      with: 'sam',
      fromMe: true,
      text: 'Are the oak samples ready for tomorrow?',
    },
    { kind: 'sms', daysAgo: 1, at: '15:10', with: 'sam', text: 'Yes, three finishes. I’ll bring them all.' },
    {
      kind: 'sms',
      daysAgo: 0,
      at: '05:58',
      with: 'sam',
      text: 'Running 10 min late, park behind the barn?',
      unread: true,
    },
  ],
  [
    {
      kind: 'mail',
      daysAgo: 9,
      at: '10:00',
      from: 'lotte',
      to: ['me'],
      subject: 'Invoice 2211',
      labels: ['Invoices'],
      text: 'Dear Nadia,\n\nplease find invoice 2211 for the skylight glass attached. Payable within 14 days.\n',
      files: [
        {
          filename: 'invoice-2211.txt',
          contentType: 'text/plain',
          text: 'Invoice 2211\nSkylight glass, 3 panes: 4,180.00\n',
        },
      ],
      starred: true,
    },
    {
      kind: 'mail',
      daysAgo: 8,
      at: '10:12',
      from: 'me',
      to: ['lotte'],
      subject: 'Re: Invoice 2211',
      text: 'Thank you, I pass it on for payment today.\n\nNadia',
    },
    {
      kind: 'mail',
      daysAgo: 1,
      at: '09:12',
      from: 'lotte',
      to: ['me'],
      subject: 'Re: Invoice 2211',
      text: 'Paid this morning, thank you. The receipt follows by post.\n',
    },
    { kind: 'sms', daysAgo: 1, at: '09:40', with: 'lotte', text: 'Glass arrives Monday between 9 and 11.' },
  ],
  [
    {
      kind: 'mail',
      daysAgo: 1,
      at: '08:30',
      from: 'bulletin',
      to: ['me'],
      subject: 'November: timber prices, three case studies',
      text: 'THIS MONTH\n\nTimber prices fell for the third month in a row.\nCase study: a school in larch.\nCase study: reroofing without scaffolding.\nCase study: forty windows in a week.\n\nYou get this because you subscribed.',
      list: 'bulletin.gridley-bulletin.example',
      html: BULLETIN,
      unread: true,
    },
  ],
  [
    {
      kind: 'mail',
      daysAgo: 4,
      at: '14:00',
      from: 'me',
      to: ['jun'],
      subject: 'Stair detail, option C',
      text: 'Jun,\n\nwould option C work if the landing moves 20 cm east?\n\nNadia',
    },
    {
      kind: 'mail',
      daysAgo: 2,
      at: '18:42',
      from: 'jun',
      to: ['me'],
      subject: 'Re: Stair detail, option C',
      text: 'The landing has to clear 2.1 m, otherwise fine with me. I’ll send the beam sizes on Monday.\n\nOn Wednesday, Nadia Marsh wrote:\n> Jun,\n>\n> would option C work if the landing moves 20 cm east?',
    },
  ],
  [
    { kind: 'sms', daysAgo: 3, at: '12:11', with: 'petra', text: 'Keys are under the blue pot' },
    { kind: 'sms', daysAgo: 3, at: '12:15', with: 'petra', fromMe: true, text: 'Found them, thanks! 🙏' },
  ],
  [
    {
      kind: 'mail',
      daysAgo: 6,
      at: '09:15',
      from: 'tomas',
      to: ['me'],
      subject: 'Quote for windows, revised',
      text: 'Hello Nadia,\n\nthe revised quote with larch frames is attached. Delivery takes seven weeks from the order.\n',
      files: [
        {
          filename: 'quote-windows-rev2.txt',
          contentType: 'text/plain',
          text: 'Quote, revision 2\n14 windows, larch: 18,240.00\n',
        },
      ],
    },
    {
      kind: 'mail',
      daysAgo: 3,
      at: '08:50',
      from: 'me',
      to: ['tomas'],
      subject: 'Re: Quote for windows, revised',
      text: 'Thanks Tomas, we go with the larch.',
    },
    { kind: 'sms', daysAgo: 3, at: '09:02', with: 'tomas', text: 'Great, ordering today.' },
  ],
  [
    {
      kind: 'mail',
      daysAgo: 3,
      at: '19:20',
      from: 'rosa',
      to: ['me'],
      subject: 'Dinner on the 28th?',
      text: 'We found a table for eight, the small room at the back. Are you two in?\n\nRosa',
    },
    {
      kind: 'sms',
      daysAgo: 3,
      at: '20:01',
      with: 'rosa',
      fromMe: true,
      text: 'Just saw your mail: yes, both of us!',
    },
  ],
  [
    {
      kind: 'mail',
      daysAgo: 7,
      at: '13:05',
      from: 'elif',
      to: ['me', 'kofi'],
      subject: 'Lighting mock-up on Tuesday',
      text: 'Nadia, Kofi,\n\nthe mock-up is ready to look at on Tuesday at 17:00, when it is dark enough. Please bring the fabric samples.\n\nElif',
    },
    {
      kind: 'mail',
      daysAgo: 6,
      at: '08:01',
      from: 'kofi',
      to: ['elif', 'me'],
      subject: 'Re: Lighting mock-up on Tuesday',
      labels: ['Clients'],
      text: 'I can be there at 17:15. Please start without me.\n\nKofi',
    },
  ],
  [
    {
      kind: 'mail',
      daysAgo: 8,
      at: '06:00',
      from: 'bank',
      to: ['me'],
      subject: 'Your October statement is ready',
      text: 'Your statement for October is ready. Sign in on our website to read it. We never send links to sign in.',
      archived: true,
    },
  ],
  [
    {
      kind: 'mail',
      daysAgo: 4,
      at: '07:45',
      from: 'school',
      to: ['me'],
      subject: 'Parents’ evening: choose a time',
      text: 'Dear parents,\n\nparents’ evening is on 3 December. Please answer with the time that suits you: 17:30, 18:00 or 18:30.\n\nBayview School office',
      unread: true,
    },
  ],
  [
    {
      kind: 'mail',
      daysAgo: 12,
      at: '15:30',
      from: 'ivo',
      to: ['me'],
      subject: 'Cross-laminated panels: test results',
      text: 'Hi Nadia,\n\nthe fire test went well: 62 minutes before the char line reached the second layer. Full table attached.\n\nIvo',
      files: [
        {
          filename: 'fire-test.csv',
          contentType: 'text/csv',
          text: 'minute,depth_mm\n15,11\n30,21\n45,32\n60,41\n',
        },
      ],
      archived: true,
    },
  ],
];
