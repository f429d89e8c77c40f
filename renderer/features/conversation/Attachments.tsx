import { Download, File, FileImage, FileText } from 'lucide-react';
import { useState } from 'react';
import type { Attachment } from '#shared/contract/model.ts';
import { previewOf } from '#shared/files/file-kinds.ts';
import { formatSize } from '../../app/format.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import styles from './Attachments.module.css';
import { saveAttachment, saveAttachments, shownFiles, viewAttachment } from './attachment-acts.ts';
import { attachmentUrl } from './attachment-url.ts';

const words = strings.viewer;

function glyph(contentType: string) {
  if (contentType.startsWith('image/')) return FileImage;
  if (contentType.startsWith('text/') || contentType === 'application/pdf') return FileText;
  return File;
}

function FileChip({ file, files }: { file: Attachment; files: readonly Attachment[] }) {
  const Glyph = glyph(file.contentType);
  return (
    <div className={styles.file}>
      <button type="button" className={styles.show} onClick={() => viewAttachment(files, file.id)}>
        <Glyph aria-hidden />
        <span className="visually-hidden">{words.show('')}</span>
        <span className={styles.name}>{file.filename}</span>{' '}
        <span className={styles.size}>{formatSize(file.size)}</span>
      </button>
      <button
        type="button"
        className={styles.save}
        aria-label={words.saveOne(file.filename)}
        title={words.saveOne(file.filename)}
        onClick={() => void saveAttachment(file)}
      >
        <Download aria-hidden />
      </button>
    </div>
  );
}

/** A picture in the conversation itself; one that cannot be shown is a file like others. */
function Picture({ file, files }: { file: Attachment; files: readonly Attachment[] }) {
  const [broken, setBroken] = useState(false);
  if (broken) return <FileChip file={file} files={files} />;
  return (
    <button
      type="button"
      className={styles.picture}
      aria-label={words.show(file.filename)}
      onClick={() => viewAttachment(files, file.id)}
    >
      <img
        src={attachmentUrl(file.id)}
        alt={words.picture(file.filename)}
        loading="lazy"
        draggable={false}
        onError={() => setBroken(true)}
      />
    </button>
  );
}

/** The files of a message: shown with a click, saved with another; `pictures` shows pictures as such. */
export function Attachments({
  files,
  pictures = false,
}: {
  files: readonly Attachment[];
  pictures?: boolean;
}) {
  const shown = shownFiles(files);
  if (shown.length === 0) return null;
  return (
    <div className={styles.group}>
      <ul className={styles.files} aria-label={strings.conversation.attachments}>
        {shown.map((file) => (
          <li key={file.id}>
            {pictures && previewOf(file.filename, file.contentType).kind === 'image' ? (
              <Picture file={file} files={shown} />
            ) : (
              <FileChip file={file} files={shown} />
            )}
          </li>
        ))}
      </ul>
      {shown.length > 1 ? (
        <Button size="small" variant="quiet" onClick={() => void saveAttachments(shown)}>
          {words.saveAll}
        </Button>
      ) : null}
    </div>
  );
}
