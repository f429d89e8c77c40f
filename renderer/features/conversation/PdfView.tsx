import { ChevronDown, ChevronUp, FileQuestion, Lock, MoveHorizontal, ZoomIn, ZoomOut } from 'lucide-react';
import { type FormEvent, lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import type { Attachment } from '#shared/contract/model.ts';
import { PDF_DO_MESSAGE, PDF_STATE_MESSAGE, type PdfAct, type PdfState } from '#shared/contract/pdf-frame.ts';
import { FRAME_KEY_MESSAGE } from '#shared/contract/window-messages.ts';
import { showLinkTarget } from '../../app/linkTarget.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { EmptyState } from '../../design/EmptyState.tsx';
import { IconButton } from '../../design/IconButton.tsx';
import { PasswordField } from '../../design/PasswordField.tsx';
import styles from './PdfView.module.css';

const LinkDialog = lazy(() => import('./LinkDialog.tsx'));

const t = strings.viewer.pdf;

/** Bytes of a document that is shown here; what is larger is for a program of its own. */
const MAX_BYTES = 100 * 1024 * 1024;
const SLOW_AFTER_MS = 15_000;

type Shown = Extract<PdfState, { state: 'shown' }>;
type Found = Extract<PdfState, { state: 'found' }>;

function Password({ wrong, onAnswer }: { wrong: boolean; onAnswer: (password: string) => void }) {
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAnswer(password);
  };
  return (
    <form className={styles.over} onSubmit={submit}>
      <EmptyState icon={<Lock aria-hidden />} title={t.lockedTitle}>
        {t.locked}
      </EmptyState>
      <div className={styles.password}>
        <PasswordField
          label={t.password}
          showLabel={t.showPassword}
          hideLabel={t.hidePassword}
          autoFocus
          value={password}
          error={wrong ? t.wrongPassword : undefined}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button type="submit" variant="primary" disabled={password === ''}>
          {t.unlock}
        </Button>
      </div>
    </form>
  );
}

function PageField({ shown, onPage }: { shown: Shown; onPage: (page: number) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const go = () => {
    const page = Number(typed);
    if (typed && Number.isInteger(page)) onPage(Math.min(Math.max(page, 1), shown.pages));
    setTyped(null);
  };
  return (
    <span className={styles.group}>
      <input
        className={styles.page}
        aria-label={t.page}
        inputMode="numeric"
        value={typed ?? String(shown.page)}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setTyped(event.target.value.replace(/\D/g, '').slice(0, 6))}
        onBlur={go}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go();
        }}
      />
      <span className={styles.quiet}>{t.ofPages(shown.pages)}</span>
    </span>
  );
}

/** A PDF, drawn by a frame on an origin of its own that reaches neither the window nor the network. */
export default function PdfView({ file }: { file: Attachment }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const finder = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  const [found, setFound] = useState<Found | null>(null);
  const [trouble, setTrouble] = useState<Extract<PdfState, { state: 'password' | 'failed' }> | null>(null);
  const [slow, setSlow] = useState(false);
  const [text, setText] = useState('');
  const [link, setLink] = useState<string | null>(null);
  const tooLarge = file.size > MAX_BYTES;
  const origin = `skein-pdf://${file.id}`;

  const perform = useCallback(
    (act: PdfAct) => frame.current?.contentWindow?.postMessage({ type: PDF_DO_MESSAGE, ...act }, origin),
    [origin],
  );
  const find = (again: boolean, backwards = false) =>
    text === '' ? perform({ act: 'find-end' }) : perform({ act: 'find', text, again, backwards });

  useEffect(() => {
    const timer = setTimeout(setSlow, SLOW_AFTER_MS, true);
    return () => clearTimeout(timer);
  }, []);

  useEffect(() => {
    const onKey = (key: string): boolean => {
      if (key === '+' || key === '=') perform({ act: 'zoom-in' });
      else if (key === '-') perform({ act: 'zoom-out' });
      else if (key === '0') perform({ act: 'fit' });
      else if (key === '/') finder.current?.focus();
      else return false;
      return true;
    };
    const onMessage = ({
      source,
      origin: from,
      data,
    }: MessageEvent<(PdfState & Record<string, unknown>) | null>) => {
      if (!frame.current || source !== frame.current.contentWindow || from !== origin || !data) return;
      if (data.type === FRAME_KEY_MESSAGE) onKey(String(data.key));
      if (data.type !== PDF_STATE_MESSAGE) return;
      if (data.state === 'shown') {
        setTrouble(null);
        setShown((before) => {
          // The keys that scroll belong to the pages from the moment they are there.
          if (before === null) {
            frame.current?.focus();
            perform({ act: 'focus' });
          }
          return { state: 'shown', pages: data.pages, page: data.page, percent: data.percent };
        });
      } else if (data.state === 'found') setFound({ state: 'found', at: data.at, of: data.of });
      else if (data.state === 'password' || data.state === 'failed') setTrouble(data);
      else if (data.state === 'link') {
        showLinkTarget(data.href);
        if (data.clicked) setLink(data.href);
      }
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLInputElement || event.altKey) return;
      const command = event.ctrlKey || event.metaKey;
      if (command ? event.key === 'f' && onKey('/') : onKey(event.key)) event.preventDefault();
    };
    window.addEventListener('message', onMessage);
    window.addEventListener('keydown', onKeyDown);
    return () => {
      showLinkTarget(null);
      window.removeEventListener('message', onMessage);
      window.removeEventListener('keydown', onKeyDown);
    };
  }, [origin, perform]);

  if (tooLarge || trouble?.state === 'failed')
    return (
      <EmptyState icon={<FileQuestion aria-hidden />} title={tooLarge ? t.tooLargeTitle : t.brokenTitle}>
        {tooLarge
          ? t.tooLarge
          : trouble?.state === 'failed' && trouble.problem === 'missing'
            ? t.missing
            : t.broken}
      </EmptyState>
    );
  return (
    <div className={styles.view}>
      <div className={styles.bar} role="toolbar" aria-label={t.tools} hidden={!shown}>
        {shown ? <PageField shown={shown} onPage={(page) => perform({ act: 'page', page })} /> : null}
        <span className={styles.group}>
          <IconButton
            label={t.zoomOut}
            shortcut="-"
            icon={<ZoomOut aria-hidden />}
            onClick={() => perform({ act: 'zoom-out' })}
          />
          <span className={styles.percent}>{t.percent(shown?.percent ?? 100)}</span>
          <IconButton
            label={t.zoomIn}
            shortcut="+"
            icon={<ZoomIn aria-hidden />}
            onClick={() => perform({ act: 'zoom-in' })}
          />
          <IconButton
            label={t.fit}
            shortcut="0"
            icon={<MoveHorizontal aria-hidden />}
            onClick={() => perform({ act: 'fit' })}
          />
        </span>
        <search className={styles.find}>
          <input
            ref={finder}
            type="search"
            className={styles.field}
            aria-label={t.find}
            placeholder={t.find}
            value={text}
            onChange={(event) => {
              const wanted = event.target.value.slice(0, 200);
              setText(wanted);
              setFound(null);
              if (wanted === '') perform({ act: 'find-end' });
              else perform({ act: 'find', text: wanted, again: false, backwards: false });
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter') find(true, event.shiftKey);
              if (event.key !== 'Escape' || text === '') return;
              event.stopPropagation();
              setText('');
              perform({ act: 'find-end' });
            }}
          />
          <span className={styles.found} role="status">
            {text !== '' && found ? t.found(found.at, found.of) : ''}
          </span>
          <IconButton
            label={t.findPrevious}
            icon={<ChevronUp aria-hidden />}
            disabled={!found?.of}
            onClick={() => find(true, true)}
          />
          <IconButton
            label={t.findNext}
            icon={<ChevronDown aria-hidden />}
            disabled={!found?.of}
            onClick={() => find(true)}
          />
        </search>
      </div>
      <div className={styles.pages}>
        <iframe
          ref={frame}
          className={styles.frame}
          title={t.frame(file.filename)}
          sandbox="allow-scripts allow-same-origin"
          referrerPolicy="no-referrer"
          src={`${origin}/`}
        />
        {trouble?.state === 'password' ? (
          <Password
            key={String(trouble.wrong)}
            wrong={trouble.wrong}
            onAnswer={(password) => perform({ act: 'password', password })}
          />
        ) : shown ? null : (
          <p className={styles.over} role="status">
            {slow ? t.slow : t.reading}
          </p>
        )}
      </div>
      {link ? (
        <Suspense>
          <LinkDialog link={{ href: link, shows: null }} onClose={() => setLink(null)} />
        </Suspense>
      ) : null}
    </div>
  );
}
