/**
 * The corpora carry next to no expected structures of messages, so Python's email package, written by others and
 * independently, says what each holds: the types of its leaf parts and the digests of what is in them.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readHeader } from '#engine/channels/mail/mime/header.ts';
import { readPartTree } from '#engine/channels/mail/mime/part-tree.ts';
import { bytesOf, corpus, filesOf } from './corpora.ts';

const NO_BOUNDARY =
  'multipart without a boundary in it: Python keeps an empty multipart, here its text is shown';
const SAME_BOUNDARY = 'an inner multipart has the boundary of the outer one: Python loses parts';
const BARE_BOUNDARY = 'the boundary holds characters that need quotes and has none: Python finds no part';
const HEADER_END = 'a header line is broken: where the header ends is a guess';
const BROKEN_BASE64 =
  'base64 that is none: Python hands out the characters, here what can be decoded or read is';
const INVALID_TYPE =
  'the media type is none: Python keeps the words, here it is the type in them or plain text';

/** What is read otherwise than Python reads it, and why. */
const DISAGREEMENTS: Record<string, string> = {
  'enmime/testdata/encode/part-content-only.golden': 'begins with a blank line: here it belongs to the text',
  'enmime/testdata/low-quality/bad-header-wrap.raw': HEADER_END,
  'enmime/testdata/mail/epilogue-sample.raw':
    'the closing delimiter is broken and words follow: Python stops at the padding of the base64 before them',
  'enmime/testdata/mail/header-only.raw': NO_BOUNDARY,
  'enmime/testdata/mail/mime-bad-content-transfer-encoding.raw': BROKEN_BASE64,
  'enmime/testdata/mail/mime-bad-content-type.raw': INVALID_TYPE,
  'enmime/testdata/mail/mime-blank-media-name.raw': INVALID_TYPE,
  'enmime/testdata/mail/multipart-wo-boundary.raw': NO_BOUNDARY,
  'enmime/testdata/parts/extra-base64-character.raw': BROKEN_BASE64,
  'flanker/tests/fixtures/messages/false-multipart.eml': NO_BOUNDARY,
  'flanker/tests/fixtures/messages/mailformed-headers.eml': NO_BOUNDARY,
  'php-mime/tests/mails/issue84': HEADER_END,
  'php-mime/tests/mails/m0018': BROKEN_BASE64,
  'php-mime/tests/mails/m0028': BROKEN_BASE64,
  'python-email/test_email/data/msg_15.txt': SAME_BOUNDARY,
  'python-email/test_email/data/msg_17.txt': NO_BOUNDARY,
  'python-email/test_email/data/msg_25.txt': NO_BOUNDARY,
  'python-email/test_email/data/msg_31.txt': NO_BOUNDARY,
  'python-email/test_email/data/msg_37.txt': 'parts without a byte: Python passes over them',
  'python-email/test_email/data/msg_39.txt': SAME_BOUNDARY,
  'python-email/test_email/data/msg_41.txt': NO_BOUNDARY,
  'ruby-mail/spec/fixtures/emails/error_emails/bad_date_header2.eml': NO_BOUNDARY,
  'ruby-mail/spec/fixtures/emails/error_emails/empty_in_reply_to.eml': NO_BOUNDARY,
  'ruby-mail/spec/fixtures/emails/error_emails/missing_body.eml': NO_BOUNDARY,
  'ruby-mail/spec/fixtures/emails/error_emails/must_supply_encoding.eml': NO_BOUNDARY,
  'ruby-mail/spec/fixtures/emails/mime_emails/raw_email_with_binary_encoded.eml': HEADER_END,
  'ruby-mail/spec/fixtures/emails/mime_emails/raw_email_with_illegal_boundary.eml': BARE_BOUNDARY,
  'ruby-mail/spec/fixtures/emails/plain_emails/raw_email_bad_time.eml': BARE_BOUNDARY,
  'ruby-mail/spec/fixtures/emails/plain_emails/raw_email_incorrect_header.eml': HEADER_END,
  'ruby-mail/spec/fixtures/emails/rfc2822/example13.eml': HEADER_END,
};

type Leaf = [type: string, digest: string | null];

async function ownLeaves(source: Uint8Array): Promise<Leaf[]> {
  const { contentHeader, bodyStart } = readHeader(source);
  const header = Buffer.concat([contentHeader, Buffer.from('\r\n')]);
  const { leaves } = await readPartTree(header, source.subarray(bodyStart));
  return leaves.map(({ contentType, content }) => {
    // Line ends are as they were sent here, and as Python's own are there.
    const text = Buffer.from(content.bytes).toString('latin1').replaceAll('\r\n', '\n').trimEnd();
    const digest = createHash('sha256').update(Buffer.from(text, 'latin1')).digest('hex');
    return [contentType, contentType.startsWith('message/') ? null : digest];
  });
}

const mime = corpus('mime');
const python = spawnSync('python3', ['-c', 'import email.policy']).status === 0;
if (mime === null || !python)
  console.warn('skipped: the mime corpus or Python is not here (set SKEIN_CORPORA)');

it.skipIf(mime === null || !python)(
  'the structure of every message of the corpora is the one Python finds, but where a reason is known',
  async () => {
    const files = filesOf(mime!, /\.(?:eml|raw|golden|txt|msg)$|\/mails\/|\/jsmime\/test\/data\//);
    expect(files.length).toBeGreaterThan(300);
    const oracle = fileURLToPath(new URL('python-oracle.py', import.meta.url));
    const { stdout } = spawnSync('python3', [oracle], { input: `${files.join('\n')}\n`, encoding: 'utf8' });
    const expected = new Map<string, Leaf[]>(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    );
    const differing: string[] = [];
    for (const file of files) {
      const source = bytesOf(file);
      if (source.byteLength === 0) continue;
      const own = JSON.stringify(await ownLeaves(source));
      if (own !== JSON.stringify(expected.get(file))) differing.push(file.slice(mime!.length + 1));
    }
    expect(differing).toEqual(Object.keys(DISAGREEMENTS));
  },
  60_000,
);
