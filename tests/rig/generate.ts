/** Makes up mailboxes: the same seed gives the same messages, byte for byte. */

export interface GeneratedMessage {
  messageId: string;
  /** Milliseconds since the epoch. */
  date: number;
  flags: string[];
  subject: string;
  source: Buffer;
}

export interface GenerateOptions {
  count: number;
  seed?: number;
  /** Date of the newest message, milliseconds since the epoch. */
  until?: number;
  /** Whose mailbox it is. */
  owner?: string;
  /** Added to the 2 to 6 paragraphs of every message: 20 make messages of 11 kB on average. Default: none. */
  extraParagraphs?: number;
}

/** Deterministic numbers in [0, 1): mulberry32. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const FIRST =
  'Ana Bruno Chidi Dalia Emre Farah Goran Hana Ivo Jun Kofi Lena Mateus Noor Olga Pavel Quinn Rosa Sami Tove Uma Viktor Wanda Yusuf Zoë'.split(
    ' ',
  );
const LAST =
  'Ribeiro Okafor Lindqvist Haddad Novák Petrov Tanaka Moreau Schäfer Byrne Costa Demir Eze Fischer Gallo Horvat'.split(
    ' ',
  );
const DOMAINS = ['example.org', 'example.net', 'example.com', 'studio.example.net', 'works.example.org'];
const TOPICS = [
  'Quarterly figures',
  'Lunch on Thursday',
  'Draft of the lease',
  'Photos from the coast',
  'Invoice',
  'Re-tiling the kitchen',
  'Choir rehearsal',
  'Server move',
  'Train tickets',
  'Reading group',
  'Garden plan',
  'Interview schedule',
  'Translation of chapter',
  'Boiler service',
  'Budget',
  'Board minutes',
];
const WORDS =
  'the and a to of we it is that for on with as this have from you are they will can our not be at one about more time week plan change note line page room door light water paper letter answer question small early late good clear number table price order train bridge river garden window colour figure meeting agree offer send keep bring start finish call write read check look think need want make take give find move hold'.split(
    ' ',
  );

interface Author {
  name: string;
  address: string;
}

interface Thread {
  subject: string;
  references: string[];
  people: Author[];
  lastText: string;
}

/** Makes `count` messages, oldest first, about 2 to 11 kB each: threads, HTML alternatives, attachments, lists. */
export function* generateMessages(options: GenerateOptions): Generator<GeneratedMessage> {
  const { count, seed = 1, owner = 'alice@example.test', extraParagraphs = 0 } = options;
  const until = options.until ?? Date.UTC(2026, 10, 20, 9, 0, 0);
  const random = randomNumbers(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const people: Author[] = Array.from({ length: 60 }, (_, i) => {
    const name = `${FIRST[i % FIRST.length]} ${LAST[(i * 7) % LAST.length]}`;
    const local = name
      .toLowerCase()
      .normalize('NFD')
      .replace(/[^a-z ]/g, '')
      .replace(' ', '.');
    return { name, address: `${local}${i > 24 ? i : ''}@${DOMAINS[i % DOMAINS.length]}` };
  });
  const me: Author = { name: 'Alice Example', address: owner };
  const threads: Thread[] = [];
  let date = until - count * 20 * 60_000;

  const paragraph = (sentences: number): string => {
    const out: string[] = [];
    for (let i = 0; i < sentences; i++) {
      const words = Array.from({ length: 6 + Math.floor(random() * 14) }, () => pick(WORDS));
      const text = words.join(' ');
      out.push(`${text[0]?.toUpperCase()}${text.slice(1)}.`);
    }
    return out.join(' ');
  };

  for (let i = 0; i < count; i++) {
    date += Math.floor(random() * 40 * 60_000);
    const reply = threads.length > 0 && random() < 0.6;
    const thread: Thread = reply
      ? pick(threads.slice(-40))
      : {
          subject: `${pick(TOPICS)} ${1 + Math.floor(random() * 90)}`,
          references: [],
          people: [pick(people), ...(random() < 0.3 ? [pick(people)] : [])],
          lastText: '',
        };
    if (!reply) threads.push(thread);
    if (threads.length > 200) threads.shift();
    const author = pick(thread.people);
    const messageId = `<${seed}.${i}.${Math.floor(random() * 1e9).toString(36)}@${author.address.split('@')[1]}>`;
    const subject = thread.references.length > 0 ? `Re: ${thread.subject}` : thread.subject;
    const body = Array.from({ length: 2 + extraParagraphs + Math.floor(random() * 5) }, () =>
      paragraph(2 + Math.floor(random() * 4)),
    );
    const quote = thread.lastText
      ? `\r\n\r\nOn an earlier day, someone wrote:\r\n${thread.lastText
          .split('\r\n')
          .slice(0, 12)
          .map((line) => `> ${line}`)
          .join('\r\n')}`
      : '';
    const text = `Hello,\r\n\r\n${body.map(wrap).join('\r\n\r\n')}\r\n\r\nBest,\r\n${author.name.split(' ')[0]}${quote}\r\n\r\n-- \r\n${author.name}\r\n+1 555 01${String(Math.floor(random() * 100)).padStart(2, '0')}\r\n`;
    const html =
      random() < 0.6
        ? `<!DOCTYPE html><html><body>${body.map((p) => `<p>${p}</p>`).join('\r\n')}<p>Best,<br>${author.name}</p></body></html>\r\n`
        : null;
    const attachment =
      random() < 0.12
        ? Buffer.from(Array.from({ length: 900 + Math.floor(random() * 2500) }, () => random() * 256))
        : null;
    const headers = [
      `Return-Path: <${author.address}>`,
      `Received: from mx.${author.address.split('@')[1]} (mx [192.0.2.${1 + (i % 250)}]) by mail.example.test with ESMTPS; ${rfcDate(date)}`,
      `From: ${mailbox(author)}`,
      `To: ${mailbox(me)}`,
      ...(thread.people.length > 1 ? [`Cc: ${thread.people.slice(1).map(mailbox).join(', ')}`] : []),
      `Subject: ${encodeWords(subject)}`,
      `Date: ${rfcDate(date)}`,
      `Message-ID: ${messageId}`,
      ...(thread.references.length > 0
        ? [
            `In-Reply-To: ${thread.references.at(-1)}`,
            `References: ${thread.references.slice(-8).join('\r\n ')}`,
          ]
        : []),
      ...(random() < 0.08 ? ['List-Id: Reading group <reading.lists.example.org>', 'Precedence: list'] : []),
      'MIME-Version: 1.0',
    ];
    yield {
      messageId,
      date,
      subject,
      flags: random() < 0.8 ? ['\\Seen', ...(random() < 0.05 ? ['\\Flagged'] : [])] : [],
      source: Buffer.from(`${headers.join('\r\n')}\r\n${bodyPart(text, html, attachment, `b${seed}-${i}`)}`),
    };
    thread.references.push(messageId);
    thread.lastText = text;
  }
}

function bodyPart(text: string, html: string | null, attachment: Buffer | null, boundary: string): string {
  const plain = `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${text}`;
  const alternative = html
    ? `Content-Type: multipart/alternative; boundary="${boundary}-a"\r\n\r\n--${boundary}-a\r\n${plain}\r\n--${boundary}-a\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${html}\r\n--${boundary}-a--\r\n`
    : plain;
  if (!attachment) return alternative;
  const encoded = attachment.toString('base64').replace(/.{76}/g, '$&\r\n');
  return `Content-Type: multipart/mixed; boundary="${boundary}-m"\r\n\r\n--${boundary}-m\r\n${alternative}\r\n--${boundary}-m\r\nContent-Type: application/octet-stream; name="data.bin"\r\nContent-Disposition: attachment; filename="data.bin"\r\nContent-Transfer-Encoding: base64\r\n\r\n${encoded}\r\n--${boundary}-m--\r\n`;
}

function wrap(text: string): string {
  return text.replace(/(.{50,72}) /g, '$1\r\n');
}

function encodeWords(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
}

function mailbox({ name, address }: Author): string {
  return `${encodeWords(name)} <${address}>`;
}

function rfcDate(time: number): string {
  return new Date(time).toUTCString().replace('GMT', '+0000');
}
