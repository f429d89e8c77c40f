import { useRef, useState } from 'react';
import type { Attachment } from '#shared/contract/model.ts';
import { tellError } from '../../app/acts.ts';
import type { DraftSession } from './DraftSession.ts';
import { isLargePicture, shrinkPicture } from './shrink-picture.ts';

export interface Shrink {
  /** Keeps the file for as long as the composer is open: what was attached is not read back from the store. */
  remember(attached: Attachment, file: File): void;
  /** Replaces the large pictures among the files; null when there is none. */
  run: (() => void) | null;
  busy: boolean;
}

/** Making the pictures of a text smaller. */
export function useShrink(session: DraftSession, files: readonly Attachment[]): Shrink {
  const originals = useRef(new Map<string, File>());
  const [busy, setBusy] = useState(false);
  const large = files.flatMap(({ id }) => {
    const file = originals.current.get(id);
    return file && isLargePicture(file) ? [{ id, file }] : [];
  });

  const run = async () => {
    if (busy) return;
    setBusy(true);
    try {
      for (const { id, file } of large) {
        await session.attach(await shrinkPicture(file));
        await session.detach(id);
      }
    } catch (error) {
      tellError(error);
    } finally {
      setBusy(false);
    }
  };

  return {
    remember: (attached, file) => void originals.current.set(attached.id, file),
    run: large.length > 0 ? () => void run() : null,
    busy,
  };
}
