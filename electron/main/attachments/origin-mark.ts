/** Tells the system that a file came from outside, so that it asks before it runs what is in it. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What Windows reads from the stream Zone.Identifier: 3 is the internet (URLZONE_INTERNET). */
const ZONE_IDENTIFIER = '[ZoneTransfer]\r\nZoneId=3\r\n';

/** Of com.apple.quarantine: flags as other mail programs set them, time, and who fetched the file. */
export const quarantine = (now: number) => `0081;${Math.floor(now / 1000).toString(16)};Skein;`;

/** Marks a file that may still be written to; best effort, and nothing on systems without such a mark. */
export async function markFromOutside(path: string, platform: string = process.platform): Promise<void> {
  try {
    if (platform === 'win32') await writeFile(`${path}:Zone.Identifier`, ZONE_IDENTIFIER);
    else if (platform === 'darwin')
      await run('/usr/bin/xattr', ['-w', 'com.apple.quarantine', quarantine(Date.now()), path]);
  } catch {
    // A file system without streams or attributes: the file itself is there, and that is what was asked for.
  }
}
