import { Download } from 'lucide-react';
import { useState } from 'react';
import type { Attachment } from '#shared/contract/model.ts';
import { previewOf } from '#shared/files/file-kinds.ts';
import { fetchFile } from '../../app/fileFetches.ts';
import { formatSize } from '../../app/format.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import styles from './Attachments.module.css';
import { saveAttachment, saveAttachments, shownFiles, viewAttachment } from './attachment-acts.ts';
import { attachmentUrl } from './attachment-url.ts';
import { ComingFile } from './ComingFile.tsx';
import { glyphOf } from './file-glyph.ts';

const words = strings.viewer;

function FileChip({ file, files }: { file: Attachment; files: readonly Attachment[] }) {
  const Glyph = glyphOf(file.contentType);
  return (
    <div className={styles.file}>
      <button
        type="button"
        className={styles.show}
        title={file.filename}
        onClick={() => viewAttachment(files, file.id)}
      >
        <Glyph aria-hidden />
        <span className="visually-hidden">{words.showFile} </span>
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
  const here = shown.filter((file) => !file.toCome);
  const missing = shown.filter((file) => file.toCome);
  return (
    <div className={styles.group}>
      <ul className={styles.files} aria-label={strings.conversation.attachments}>
        {shown.map((file) => (
          <li key={file.id}>
            {file.toCome ? (
              <ComingFile file={file} />
            ) : pictures && previewOf(file.filename, file.contentType).kind === 'image' ? (
              <Picture file={file} files={here} />
            ) : (
              <FileChip file={file} files={here} />
            )}
          </li>
        ))}
      </ul>
      {missing.length > 1 ? (
        <Button
          size="small"
          variant="quiet"
          onClick={() => {
            for (const { id } of missing) void fetchFile(id);
          }}
        >
          {strings.coming.fetchAll}
        </Button>
      ) : null}
      {shown.length > 1 && missing.length === 0 ? (
        <Button size="small" variant="quiet" onClick={() => void saveAttachments(shown)}>
          {words.saveAll}
        </Button>
      ) : null}
    </div>
  );
}
