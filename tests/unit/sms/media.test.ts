import { describe, expect, it } from 'vitest';
import type { MediaHost } from '#engine/channels/sms/carrier.ts';
import { sniffMime } from '#engine/channels/sms/mime-sniff.ts';
import { publishMedia } from '#engine/channels/sms/publish-media.ts';
import { hostedName, PutHost } from '#engine/channels/sms/put-host.ts';
import { twilioCapabilities } from '#engine/channels/sms/twilio/capabilities.ts';

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

describe('sniffMime', () => {
  it.each([
    ['\xff\xd8\xff\xe0rest', 'image/jpeg'],
    ['\x89PNG\r\n\x1a\nrest', 'image/png'],
    ['GIF89arest', 'image/gif'],
    ['RIFF\0\0\0\0WEBPVP8 ', 'image/webp'],
    ['\0\0\0\x18ftypheic', 'image/heic'],
    ['\0\0\0\x18ftyp3gp4', 'video/3gpp'],
    ['\0\0\0\x18ftypisom', 'video/mp4'],
    ['#!AMR\n', 'audio/amr'],
    ['%PDF-1.7', 'application/pdf'],
    ['BEGIN:VCARD\r\nVERSION:3.0', 'text/vcard'],
    ['just words', 'text/plain'],
    ['<svg onload="alert(1)">', 'application/octet-stream'],
    ['  <html>', 'application/octet-stream'],
    ['<smil>', 'application/octet-stream'],
    ['MZ\x90\0', 'application/octet-stream'],
    ['\xff\xfe\xfd', 'application/octet-stream'],
    ['nul\0byte', 'application/octet-stream'],
  ])('%j is %s', (text, mime) => {
    expect(sniffMime(bytes(text))).toBe(mime);
  });
});

describe('publishMedia', () => {
  const capabilities = { ...twilioCapabilities, maxMediaCount: 2, maxMediaBytes: 100 };
  const item = (over: object = {}) => ({
    mime: 'image/png',
    size: 10,
    read: async () => new Uint8Array(10),
    ...over,
  });
  const put: string[] = [];
  const host: MediaHost = {
    publish: async ({ mime }) => {
      put.push(mime);
      return `https://media.example.org/${put.length}`;
    },
  };
  const publish = (...media: ReturnType<typeof item>[]) =>
    publishMedia({ clientRef: 'a', attempt: 1, media }, capabilities, host, new AbortController().signal);

  it('puts each file on the host, in order', async () => {
    expect(await publish(item(), item({ mime: 'image/jpeg' }))).toEqual([
      'https://media.example.org/1',
      'https://media.example.org/2',
    ]);
    expect(put).toEqual(['image/png', 'image/jpeg']);
  });

  it('puts nothing there of what the carrier would refuse, and says why', async () => {
    put.length = 0;
    await expect(publish(item(), item(), item())).rejects.toMatchObject({ code: 'too-many-media' });
    await expect(publish(item(), item({ size: 91 }))).rejects.toMatchObject({ code: 'media-too-large' });
    await expect(publish(item(), item({ mime: 'image/svg+xml' }))).rejects.toMatchObject({
      code: 'media-type',
    });
    expect(put).toEqual([]);
  });
});

describe('PutHost', () => {
  const settings = { publicUrl: null, username: null, secret: null };

  it.each([
    'http://files.example.org/',
    'https://files.example.org/dir',
    'https://u:p@files.example.org/',
    'https://files.example.org/?a=/',
    'nonsense',
  ])('refuses %j', (uploadUrl) => {
    const refused = expect.objectContaining({ code: 'bad-settings' });
    expect(() => new PutHost({ ...settings, uploadUrl })).toThrow(refused);
    expect(() => new PutHost({ ...settings, uploadUrl: 'https://a.example/', publicUrl: uploadUrl })).toThrow(
      refused,
    );
  });

  it('names files at random, with the ending of their type', () => {
    expect(hostedName('image/jpeg')).toMatch(/^[0-9a-f]{32}\.jpg$/);
    expect(hostedName('application/x-unknown')).toMatch(/^[0-9a-f]{32}\.bin$/);
    expect(hostedName('image/png')).not.toBe(hostedName('image/png'));
  });

  it('reports a host that does not answer as worth another try', async () => {
    const host = new PutHost({ ...settings, uploadUrl: 'http://127.0.0.1:1/' });
    await expect(
      host.put('a.png', 'image/png', new Uint8Array(1), new AbortController().signal),
    ).rejects.toMatchObject({ code: 'media-host-failed', kind: 'retryable' });
  });
});
