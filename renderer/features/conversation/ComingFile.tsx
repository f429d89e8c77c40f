import { CloudDownload, X } from 'lucide-react';
import type { Attachment } from '#shared/contract/model.ts';
import { fetchFile, stopFetching, useFileFetches } from '../../app/fileFetches.ts';
import { formatSize } from '../../app/format.ts';
import { strings } from '../../app/strings/index.ts';
import { ProgressLine } from '../../design/ProgressLine.tsx';
import styles from './Attachments.module.css';
import { glyphOf } from './file-glyph.ts';

const words = strings.coming;

/** A file that is still on the server: fetched with a click, and how far that is. */
export function ComingFile({ file }: { file: Attachment }) {
  const progress = useFileFetches((all) => all[file.id]);
  const Glyph = glyphOf(file.contentType);
  const size = formatSize(file.size);
  const name = (
    <>
      <Glyph aria-hidden />
      <span className={styles.name}>{file.filename}</span>
    </>
  );
  if (!progress)
    return (
      <button type="button" className={styles.coming} onClick={() => void fetchFile(file.id)}>
        <span className="visually-hidden">{words.fetch} </span>
        {name} <span className={styles.size}>{words.notYet(size)}</span>
        <CloudDownload aria-hidden />
      </button>
    );
  const here = words.fetching(formatSize(progress.share * file.size), size);
  return (
    <div className={styles.coming}>
      {name}
      <span className={styles.size}>{progress.waiting ? words.waiting : here}</span>
      <button
        type="button"
        className={styles.stop}
        aria-label={words.stop(file.filename)}
        title={words.stop(file.filename)}
        onClick={() => stopFetching(file.id)}
      >
        <X aria-hidden />
      </button>
      <div className={styles.progress}>
        <ProgressLine label={words.fetchingFile(file.filename)} done={progress.share} total={1} />
      </div>
    </div>
  );
}
