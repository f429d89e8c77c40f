import { Download, File, FileImage, FileText } from 'lucide-react';
import type { Attachment } from '#shared/contract/model.ts';
import { tellError } from '../../app/acts.ts';
import { bridge } from '../../app/bridge.ts';
import { formatSize } from '../../app/format.ts';
import { strings } from '../../app/strings/index.ts';
import styles from './Attachments.module.css';

/** Lets the user choose where an attachment goes. */
export function saveAttachment(id: string): void {
  bridge()?.saveAttachment(id).catch(tellError);
}

function glyph(contentType: string) {
  if (contentType.startsWith('image/')) return FileImage;
  if (contentType.startsWith('text/') || contentType === 'application/pdf') return FileText;
  return File;
}

/** The files of a message; each button saves one. */
export function Attachments({ files }: { files: readonly Attachment[] }) {
  const shown = files.filter((file) => !file.inline);
  if (shown.length === 0) return null;
  return (
    <ul className={styles.files} aria-label={strings.conversation.attachments}>
      {shown.map((file) => {
        const Glyph = glyph(file.contentType);
        return (
          <li key={file.id}>
            <button type="button" className={styles.file} onClick={() => saveAttachment(file.id)}>
              <Glyph aria-hidden />
              <span className="visually-hidden">{strings.conversation.saveWord} </span>
              <span className={styles.name}>{file.filename}</span>
              <span className={styles.size}>{formatSize(file.size)}</span>
              <Download aria-hidden className={styles.save} />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
