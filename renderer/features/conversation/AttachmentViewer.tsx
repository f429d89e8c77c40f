import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, Download, ExternalLink, FileQuestion, TriangleAlert } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { Attachment } from '#shared/contract/model.ts';
import { FRAME_KEY_MESSAGE } from '#shared/contract/window-messages.ts';
import { attachedKind, openingOf, previewOf } from '#shared/files/file-kinds.ts';
import { formatSize } from '../../app/format.ts';
import { settingsQuery } from '../../app/queries.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { EmptyState } from '../../design/EmptyState.tsx';
import { IconButton } from '../../design/IconButton.tsx';
import { AttachedView } from './AttachedView.tsx';
import styles from './AttachmentViewer.module.css';
import { openAttachment, saveAttachment, saveAttachments } from './attachment-acts.ts';
import { attachmentUrl } from './attachment-url.ts';

const PdfView = lazy(() => import('./PdfView.tsx'));

const words = strings.viewer;

function Explained({ file, broken }: { file: Attachment; broken: boolean }) {
  const opening = openingOf(file.filename);
  if (opening === 'dangerous')
    return (
      <EmptyState icon={<TriangleAlert aria-hidden />} title={words.dangerousTitle}>
        {words.dangerous}
      </EmptyState>
    );
  if (broken)
    return (
      <EmptyState icon={<FileQuestion aria-hidden />} title={words.brokenTitle}>
        {words.broken}
      </EmptyState>
    );
  const only = opening === 'save-only';
  return (
    <EmptyState icon={<FileQuestion aria-hidden />} title={only ? words.saveOnlyTitle : words.noPreviewTitle}>
      {only ? words.saveOnly : words.noPreview}
    </EmptyState>
  );
}

/** The file itself: a picture, or a text in a frame without scripts on an origin of its own. */
function FilePreview({ file }: { file: Attachment }) {
  const [broken, setBroken] = useState(false);
  const preview = previewOf(file.filename, file.contentType);
  if (preview.kind === 'none' || broken || openingOf(file.filename) === 'dangerous')
    return <Explained file={file} broken={broken} />;
  if (preview.kind === 'pdf')
    return (
      <Suspense>
        <PdfView file={file} />
      </Suspense>
    );
  if (preview.kind === 'image')
    return (
      <img
        className={styles.picture}
        src={attachmentUrl(file.id)}
        alt={words.picture(file.filename)}
        draggable={false}
        onError={() => setBroken(true)}
      />
    );
  return (
    <iframe
      className={styles.text}
      data-preview=""
      title={words.frame(file.filename)}
      sandbox=""
      referrerPolicy="no-referrer"
      src={attachmentUrl(file.id)}
    />
  );
}

/** Mail and contact cards are read, everything else is shown as the file it is. */
function Preview({ file }: { file: Attachment }) {
  const kind =
    openingOf(file.filename) === 'dangerous' ? null : attachedKind(file.filename, file.contentType);
  const asFile = <FilePreview file={file} />;
  return kind ? <AttachedView file={file} instead={asFile} /> : asFile;
}

/** One attachment after the other: shown where that is safe, opened with another program, saved. */
export default function AttachmentViewer() {
  const overlay = useApp((app) => (app.overlay?.kind === 'attachment' ? app.overlay : null));
  const { closeOverlay, showOverlay } = useApp.getState();
  const files = overlay?.files ?? [];
  const index = overlay?.index ?? 0;
  const file = files[index];
  const { data: settings } = useQuery(settingsQuery());
  const singleKeys = settings?.singleKeyShortcuts ?? true;

  useEffect(() => {
    if (!file) return;
    const act = (key: string): boolean => {
      const turn = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
      if (turn !== 0) {
        if (files[index + turn]) showOverlay({ kind: 'attachment', files, index: index + turn });
      } else if (key === 'o' && singleKeys) void openAttachment(file);
      else if (key === 's' && singleKeys) void saveAttachment(file);
      else if (key === 'Escape') closeOverlay();
      else return false;
      return true;
    };
    const onKeyDown = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLInputElement && event.key !== 'Escape';
      if (typing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (act(event.key)) event.preventDefault();
    };
    const onMessage = ({ data, origin }: MessageEvent<{ type?: unknown; key?: unknown } | null>) => {
      // A frame without an origin of its own says "null"; what either frame can ask for is what a key can.
      const frame = origin === 'null' || origin === `skein-pdf://${file.id}`;
      if (frame && data?.type === FRAME_KEY_MESSAGE && typeof data.key === 'string') act(data.key);
    };
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('message', onMessage);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('message', onMessage);
    };
  }, [file, files, index, singleKeys, showOverlay, closeOverlay]);

  if (!file) return null;
  const openable = openingOf(file.filename) === 'open';
  const go = (to: number) => showOverlay({ kind: 'attachment', files, index: to });
  return (
    <Dialog
      open
      full
      onOpenChange={(open) => {
        if (!open) closeOverlay();
      }}
      title={file.filename}
      footer={
        <div className={styles.foot}>
          {files.length > 1 ? (
            <>
              <IconButton
                label={words.previous}
                shortcut="ArrowLeft"
                icon={<ChevronLeft aria-hidden />}
                disabled={index === 0}
                onClick={() => go(index - 1)}
              />
              <span className={styles.meta} aria-live="polite">
                {words.position(index + 1, files.length)}
              </span>
              <IconButton
                label={words.next}
                shortcut="ArrowRight"
                icon={<ChevronRight aria-hidden />}
                disabled={index === files.length - 1}
                onClick={() => go(index + 1)}
              />
            </>
          ) : null}
          <span className={styles.size}>{formatSize(file.size)}</span>
          {files.length > 1 ? (
            <Button variant="quiet" onClick={() => void saveAttachments(files)}>
              {words.saveAll}
            </Button>
          ) : null}
          <Button icon={<Download aria-hidden />} title="s" onClick={() => void saveAttachment(file)}>
            {words.save}
          </Button>
          {openable ? (
            <Button
              variant="primary"
              icon={<ExternalLink aria-hidden />}
              title={`${words.openHint} (o)`}
              onClick={() => void openAttachment(file)}
            >
              {words.open}
            </Button>
          ) : null}
        </div>
      }
    >
      <div className={styles.stage}>
        <Preview key={file.id} file={file} />
      </div>
    </Dialog>
  );
}
