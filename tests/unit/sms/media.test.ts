import { describe, expect, it } from 'vitest';
import { HttpPutMediaHost, publishMedia } from '#engine/channels/sms/media-host.ts';
import { sniffMime } from '#engine/channels/sms/mime-sniff.ts';

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
  const capabilities = {
    mediaUpload: 'public-url-only',
    maxBodyChars: 1600,
    maxMediaCount: 2,
    maxMediaBytes: 100,
    answersKeywords: 'configurable',
    segmentsPerSecond: 1,
    minPollIntervalMs: 1000,
  } as const;
  const item = (over: object = {}) => ({
    mime: 'image/png',
    size: 10,
    publicUrl: null,
    read: async () => new Uint8Array(10),
    ...over,
  });
  const signal = new AbortController().signal;
  const publish = (...media: ReturnType<typeof item>[]) => publishMedia(media, capabilities, null, signal);

  it('passes on https addresses and nothing else', async () => {
    expect(await publish(item({ publicUrl: 'https://media.example.org/a' }))).toEqual([
      'https://media.example.org/a',
    ]);
    await expect(publish(item({ publicUrl: 'http://media.example.org/a' }))).rejects.toMatchObject({
      code: 'bad-media',
    });
    await expect(publish(item({ publicUrl: 'file:///etc/passwd' }))).rejects.toMatchObject({
      code: 'bad-media',
    });
  });

  it('says what is wrong', async () => {
    await expect(publish(item())).rejects.toMatchObject({ code: 'media-host-needed', kind: 'permanent' });
    await expect(publish(item(), item(), item())).rejects.toMatchObject({ code: 'too-many-media' });
    await expect(publish(item({ size: 101 }))).rejects.toMatchObject({ code: 'media-too-large' });
  });
});

describe('HttpPutMediaHost', () => {
  it.each([
    'http://files.example.org/',
    'https://files.example.org/dir',
    'https://u:p@files.example.org/',
    'nonsense',
  ])('refuses %j', (putBaseUrl) => {
    expect(() => new HttpPutMediaHost({ putBaseUrl, publicBaseUrl: null, authorization: null })).toThrow(
      expect.objectContaining({ code: 'bad-settings' }),
    );
  });

  it('reports a host that does not answer as worth another try', async () => {
    const host = new HttpPutMediaHost({
      putBaseUrl: 'http://127.0.0.1:1/',
      publicBaseUrl: null,
      authorization: null,
    });
    await expect(
      host.put(new Uint8Array(1), 'image/png', new AbortController().signal),
    ).rejects.toMatchObject({
      code: 'media-host-failed',
      kind: 'retryable',
    });
  });
});
