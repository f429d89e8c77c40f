import type { Attachment } from '#shared/contract/model.ts';
import { mediaProblem } from '#shared/text/media-limits.ts';
import { formatSize } from '../../app/format.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { openSettings } from '../settings/open-settings.ts';
import styles from './Composer.module.css';
import type { Shrink } from './useShrink.ts';
import type { TextCheck } from './useTextCheck.ts';

const words = strings.settings.texts.compose;
const megabyte = 1_000_000;

/** Why the files cannot go with a text, in words; null when they can. */
export function filesRefusal(files: readonly Attachment[], check: TextCheck | null): string | null {
  if (files.length === 0 || !check) return null;
  if (!check.limits) return words.noFiles;
  if (!check.hasHost) return words.noHostTitle;
  const problem = mediaProblem(files, check.limits);
  return problem && `${problem.message} ${problem.advice}`;
}

/** How much of what the carrier takes the files use, what is wrong with them, and where they will lie. */
export function TextFilesNotice({
  files,
  check,
  shrink,
}: {
  files: readonly Attachment[];
  check: TextCheck | null;
  shrink: Shrink;
}) {
  if (files.length === 0 || !check) return null;
  const { limits, hasHost } = check;
  if (!limits) return <p className={styles.problem}>{words.noFiles}</p>;
  if (!hasHost) {
    return (
      <div className={styles.ask}>
        <Banner
          tone="warn"
          live
          title={words.noHostTitle}
          actions={
            <Button size="small" onClick={() => openSettings('texts')}>
              {words.setUp}
            </Button>
          }
        >
          {words.noHost}
        </Banner>
      </div>
    );
  }
  const problem = mediaProblem(files, limits);
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const limit = Math.floor(limits.maxMediaBytes / megabyte) * megabyte;
  return (
    <>
      <p className={styles.note}>
        {words.room(formatSize(size), formatSize(limit), files.length, limits.maxMediaCount)}
        {problem ? '' : ` · ${words.public}`}
      </p>
      {problem ? (
        <p className={styles.problem} role="status">
          {problem.message} {problem.advice}
        </p>
      ) : null}
      {shrink.run ? (
        <p className={styles.shrink}>
          <Button size="small" busy={shrink.busy} onClick={shrink.run}>
            {shrink.busy ? words.shrinking : words.shrink}
          </Button>
          <span>{words.shrinkHint}</span>
        </p>
      ) : null}
    </>
  );
}
