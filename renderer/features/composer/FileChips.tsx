import { Paperclip, X } from 'lucide-react';
import type { Attachment } from '#shared/contract/model.ts';
import { formatSize } from '../../app/format.ts';
import { strings } from '../../app/strings/index.ts';
import styles from './Composer.module.css';
import type { Attaching } from './draft-state.ts';

const t = strings.composer;

/** The files of a draft, each with a way to take it out, and those still on their way in. */
export function FileChips({
  files,
  attaching,
  onRemove,
}: {
  files: readonly Attachment[];
  attaching: readonly Attaching[];
  onRemove: (id: string) => void;
}) {
  if (files.length === 0 && attaching.length === 0) return null;
  return (
    <ul className={styles.files} aria-label={strings.conversation.attachments}>
      {files.map((file) => (
        <li key={file.id} className={styles.file}>
          <Paperclip aria-hidden />
          <span className={styles.fileName}>{file.filename}</span>
          <span className={styles.meta}>{formatSize(file.size)}</span>
          <button
            type="button"
            className={styles.removeFile}
            aria-label={strings.common.remove(file.filename)}
            onClick={() => onRemove(file.id)}
          >
            <X aria-hidden />
          </button>
        </li>
      ))}
      {attaching.map(({ name, done }) => (
        <li key={name} className={styles.file} aria-busy="true">
          <Paperclip aria-hidden />
          <span className={styles.meta}>
            {done === null ? t.attaching(name) : t.attachingPart(name, Math.floor(done * 100))}
          </span>
        </li>
      ))}
    </ul>
  );
}
