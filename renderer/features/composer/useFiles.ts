import { type ClipboardEvent, type DragEvent, type RefObject, useState } from 'react';
import { LARGEST_FILE } from '#shared/contract/file-parts.ts';
import { tellError } from '../../app/acts.ts';
import { announce } from '../../app/announce.tsx';
import { strings } from '../../app/strings/index.ts';
import type { DraftSession } from './DraftSession.ts';
import type { RichTextHandle } from './rich/RichText.tsx';
import type { Shrink } from './useShrink.ts';

const t = strings.composer;

interface FilesOptions {
  session: DraftSession;
  body: RefObject<RichTextHandle | null>;
  shrink: Shrink;
  /** Says why a file was not taken. */
  onRefused: (problem: string) => void;
}

/** Attaches the files that are chosen, and those that are dropped or pasted on what gets the `target` handlers. */
export function useFiles({ session, body, shrink, onRefused }: FilesOptions) {
  const [dragging, setDragging] = useState(false);

  /** `inline`: pictures that belong where the cursor is. */
  const attach = (files: Iterable<File>, inline = false) => {
    for (const file of files) {
      if (file.size > LARGEST_FILE) {
        onRefused(t.tooLarge(file.name));
        continue;
      }
      session
        .attach(file, inline)
        .then((attached) => {
          if (!attached) return;
          if (inline) body.current?.insertPicture(attached.id, file.name);
          shrink.remember(attached, file);
          announce(t.attached(file.name));
        })
        .catch(tellError);
    }
  };

  const target = {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      setDragging(true);
    },
    onDragLeave: () => setDragging(false),
    onDrop: (event: DragEvent) => {
      setDragging(false);
      // A picture dropped on the text is in it already.
      if (event.defaultPrevented) return;
      event.preventDefault();
      attach(event.dataTransfer.files);
    },
    onPaste: (event: ClipboardEvent) => {
      const files = [...event.clipboardData.files];
      if (files.length === 0 || event.defaultPrevented) return;
      event.preventDefault();
      attach(files);
    },
  };
  return { attach, dragging, target };
}
