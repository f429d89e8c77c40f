import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readContactCards } from '#engine/channels/mail/mime/vcard.ts';
import { bytesOf, corpus, filesOf } from './corpora.ts';

const read = (...lines: string[]) =>
  readContactCards(Buffer.from(['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n')));

it('reads what reaches somebody, in any version', () => {
  expect(
    read(
      ...[
        'VERSION:3.0',
        'N:Ribeiro;Ana;;;',
        'FN:Ana Ribeiro',
        'ORG:Harbour\\, Ltd;Plans',
        'item1.EMAIL:ana@ex',
        ' ample.com',
      ],
      ...['TEL;TYPE="cell,voice":+1 202 555 0100', 'ADR;TYPE=work:;;1 Quay;Porto;;4000;PT', 'PHOTO:data'],
    ),
  ).toEqual([
    {
      name: 'Ana Ribeiro',
      fields: [
        { kind: 'organisation', value: 'Harbour, Ltd, Plans' },
        { kind: 'email', value: 'ana@example.com' },
        { kind: 'phone', value: '+1 202 555 0100' },
        { kind: 'address', value: '1 Quay, Porto, 4000, PT' },
      ],
    },
  ]);
  expect(read('VERSION:4.0', 'FN:Mina', 'TEL;VALUE=uri:tel:+1-202')[0]?.fields[0]?.value).toBe('+1-202');
});

it('reads vCard 2.1 with its quoted-printable names', () => {
  const [card] = read(
    ...[
      'VERSION:2.1',
      'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Gr=C3=BC=',
      'n;J=C3=BCrgen',
      'EMAIL;INTERNET:j@example.com',
    ],
  );
  expect(card).toEqual({ name: 'Jürgen Grün', fields: [{ kind: 'email', value: 'j@example.com' }] });
});

it('finds no card where there is none, and never throws', () => {
  expect(readContactCards(Buffer.from('hello'))).toEqual([]);
  expect(readContactCards(Buffer.from('BEGIN:VCARD\r\nFN:cut'))).toEqual([]);
  fc.assert(fc.property(fc.array(fc.string()), (lines) => void read(...lines)));
  const many = Array.from({ length: 200 }, (_, n) => `TEL:${n}`);
  expect(read('FN:Many', ...many)[0]?.fields).toHaveLength(40);
});

const cards = corpus('vcard');
if (cards === null) console.warn('skipped: the vcard corpus is not here (set SKEIN_CORPORA)');
it.skipIf(cards === null)('the cards of many programs have names', () => {
  const files = filesOf(cards!, /\.vcf$/);
  expect(files.length).toBeGreaterThan(15);
  const nameless = files.filter((file) => readContactCards(bytesOf(file)).length === 0);
  expect(nameless.map((file) => file.split('/').at(-1))).toEqual([]);
});
