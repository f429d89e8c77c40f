/** Makes up the messages of the differential sync test: each has an id and a text of its own. */
const KB = 1024;

/** What both sides mark mail with: a keyword on the server, a label in Skein. */
export const KEYWORD = 'Project';

export interface Letter {
  /** With its angle brackets. */
  messageId: string;
  source: Buffer;
}

const idOf = (number: number) => `<m${number}@letters.example>`;

/** The `number`th letter. Most are small; some end up in content files, and a few come in parts. */
export function makeLetter(
  number: number,
  random: () => number,
  { answers, sameIdAs }: { answers: number | null; sameIdAs: number | null },
): Letter {
  const messageId = idOf(sameIdAs ?? number);
  const draw = random();
  const size = draw < 0.003 ? 2200 * KB : draw < 0.02 ? 300 * KB : draw < 0.1 ? 40 * KB : random() * 4 * KB;
  const line = `${number} ${'lorem ipsum dolor sit amet '.repeat(2)}\r\n`;
  const header = [
    `From: Writer ${number % 37} <writer${number % 37}@letters.example>`,
    'To: alice@example.test',
    `Subject: Letter ${number}`,
    `Date: ${new Date(Date.UTC(2026, 0, 1) + number * 60_000).toUTCString()}`,
    `Message-ID: ${messageId}`,
    ...(answers === null ? [] : [`In-Reply-To: ${idOf(answers)}`, `References: ${idOf(answers)}`]),
  ];
  const body = line.repeat(1 + Math.floor(size / line.length));
  return { messageId, source: Buffer.from(`${header.join('\r\n')}\r\n\r\n${body}`) };
}
