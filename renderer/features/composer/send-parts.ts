import { FILE_PART } from '#shared/contract/file-parts.ts';
import { engine } from '../../app/engine.ts';

/**
 * Hands a file over part by part, so that it is never whole in memory. Resolves to what `drafts.attach` takes of it: the
 * last part; to `null` when it was given up.
 */
export async function sendParts(file: File, onPart: (done: number) => void, givenUp: () => boolean) {
  if (file.size <= FILE_PART) return { content: file, upload: null };
  const id = crypto.randomUUID();
  let offset = 0;
  for (; file.size - offset > FILE_PART; offset += FILE_PART) {
    if (givenUp()) return null;
    onPart(offset / file.size);
    await engine.drafts.attachPart({ id, offset, content: file.slice(offset, offset + FILE_PART) });
  }
  return { content: file.slice(offset), upload: { id, offset } };
}
