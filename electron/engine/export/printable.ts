/** Messages as one document to be printed: who, when and what of each, the text or its sanitised layout. */
import { loosestDoctype } from '#engine/channels/mail/mime/html/doctype.ts';
import { ReadingError } from '#engine/reading/reading.ts';
import type { Address } from '#shared/contract/model.ts';
import type { ExportOptions } from './export.ts';
import type { MessageRecord } from './records.ts';

/** Messages of a thread that are printed: its newest. */
const MOST = 200;
/** Characters of a text without layout. */
const MAX_TEXT = 500_000;

const STYLE =
  'html{color-scheme:only light}body{margin:0;color:#1a1a1a;font:11pt/1.45 Inter,system-ui,sans-serif}' +
  'article+article{margin-top:18pt;padding-top:12pt;border-top:1pt solid #999}' +
  'h1{margin:0 0 8pt;font-size:15pt;line-height:1.25;overflow-wrap:anywhere}' +
  'dl{display:grid;grid-template-columns:max-content 1fr;gap:1pt 10pt;margin:0 0 10pt;font-size:9.5pt}' +
  'dt{color:#555}dd{margin:0;overflow-wrap:anywhere}header{break-inside:avoid;break-after:avoid}' +
  '.text{white-space:pre-wrap;overflow-wrap:anywhere}';
/** For the layout of a mail, which is kept apart from ours and from that of others. */
const LAYOUT_STYLE = 'img{max-width:100%!important}.skein-quote>summary{display:none}';
/** In quirks mode a table takes nothing of the text around it: those of a mail that asked for another mode do. */
const STRICT_STYLE =
  ':where(table){font:inherit;color:inherit;white-space:inherit;text-align:inherit;line-height:inherit}';

type Ports = Pick<ExportOptions, 'store' | 'reading'> & {
  reading: {
    /** The sanitised document of a message with remote images blocked; rejects when it has none. */
    html(messageId: string, remote: boolean): Promise<{ html: string }>;
  };
};

export interface Printable {
  /** What a file of it may be called. */
  title: string;
  html: string;
}

/** The document of one message or of a whole thread. Rejects with ReadingError when there is nothing. */
export async function printable(
  { store, reading }: Ports,
  what: { kind: 'message' | 'thread'; id: string },
): Promise<Printable> {
  const ids =
    what.kind === 'message'
      ? [what.id]
      : (await store.read('export.threadMessages', { threadId: what.id, place: null })).map(({ id }) => id);
  const messages: { record: MessageRecord; layout: string | null }[] = [];
  for (const id of ids.slice(-MOST)) {
    const record = await store.read('export.record', id);
    if (!record) continue;
    messages.push({ record, layout: record.channel === 'mail' ? await layoutOf(reading, id) : null });
  }
  if (messages.length === 0) throw new ReadingError('This message');
  const title = messages.find(({ record }) => record.subject !== '')?.record.subject ?? '';
  // A tree of its own is laid out in the mode of the document it is in, and designs suffer more from too strict a one.
  const doctype = loosestDoctype(messages.flatMap(({ layout }) => layout ?? []));
  const articles = messages.map(({ record, layout }) => article(record, layout, doctype === ''));
  const html =
    `${doctype}<html><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>` +
    `<style>${STYLE}</style></head><body>${articles.join('')}</body></html>`;
  return { title, html };
}

async function layoutOf(reading: Ports['reading'], id: string): Promise<string | null> {
  try {
    return (await reading.html(id, false)).html;
  } catch (error) {
    if (error instanceof ReadingError) return null;
    throw error;
  }
}

function article(record: MessageRecord, layout: string | null, quirks: boolean): string {
  const files = record.attachments.filter(({ inline }) => !inline).map(({ filename }) => filename);
  const rows: [string, string][] = [
    ['From', people(record.from)],
    ['To', people(record.to)],
    ['Cc', people(record.cc)],
    ['Date', date(record.date)],
    ['Attachments', files.join(', ')],
  ];
  const facts = rows
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`)
    .join('');
  const heading = record.subject === '' ? '' : `<h1>${escapeHtml(record.subject)}</h1>`;
  const body =
    layout === null
      ? `<div class="text">${escapeHtml(record.text.slice(0, MAX_TEXT).trim())}</div>`
      : apart(layout, quirks);
  return `<article><header>${heading}<dl>${facts}</dl></header>${body}</article>`;
}

/**
 * The layout in a tree of its own (declarative shadow DOM), where its styles reach nothing else. The document comes from
 * our sanitiser, whose serialisation has one head and one body and no template.
 */
function apart(document: string, quirks: boolean): string {
  const head = /<head>([\s\S]*?)<\/head>/.exec(document)?.[1] ?? '';
  const styles = (head.match(/<style>[\s\S]*?<\/style>/g) ?? []).join('');
  const body = document
    .slice(document.indexOf('</head>') + '</head>'.length)
    .replace(/<\/html>\s*$/, '')
    .replace(/^<body/, '<div')
    .replace(/<\/body>$/, '</div>')
    .replaceAll('<details class="skein-quote"', '<details open class="skein-quote"');
  const mode = quirks && document.startsWith('<!doctype') ? `<style>${STRICT_STYLE}</style>` : '';
  return `<div><template shadowrootmode="open">${mode}${styles}<style>${LAYOUT_STYLE}</style>${body}</template></div>`;
}

function people(addresses: readonly Address[]): string {
  return addresses
    .map(({ name, address }) => (name !== '' && name !== address ? `${name} <${address}>` : address))
    .join(', ');
}

const date = (iso: string) =>
  new Date(iso).toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'short' });

const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
