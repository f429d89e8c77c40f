/**
 * The program of the frame that shows a PDF. It runs on an origin of its own (skein-pdf://ID) that reaches this one
 * file and nothing else; the window around it draws the buttons and is told here how the document is.
 */
import * as pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs';
import {
  EventBus,
  LinkTarget,
  PDFFindController,
  PDFLinkService,
  PDFViewer,
} from 'pdfjs-dist/legacy/web/pdf_viewer.mjs';
import { PDF_DO_MESSAGE, PDF_STATE_MESSAGE, type PdfAct, type PdfState } from '#shared/contract/pdf-frame.ts';
import { FRAME_KEY_MESSAGE } from '#shared/contract/window-messages.ts';

const APP_ORIGIN = 'app://skein';

/** Pixels of a picture in the document; one that claims more is left out. */
const MAX_IMAGE_PIXELS = 64 * 1024 * 1024;
/** Pixels of a page as it is drawn; what is larger is drawn coarser. */
const MAX_CANVAS_PIXELS = 16 * 1024 * 1024;

/** Keys that belong to the window around the frame. */
const WINDOW_KEYS = new Set(['Escape', 'ArrowLeft', 'ArrowRight', 'o', 's', '+', '=', '-', '0', '/']);

const tell = (state: PdfState) => parent.postMessage({ type: PDF_STATE_MESSAGE, ...state }, APP_ORIGIN);

const container = document.querySelector<HTMLDivElement>('#pages')!;
const eventBus = new EventBus();
const linkService = new PDFLinkService({ eventBus, externalLinkTarget: LinkTarget.NONE });
const findController = new PDFFindController({ eventBus, linkService });
const viewer = new PDFViewer({
  container,
  viewer: container.firstElementChild as HTMLDivElement,
  eventBus,
  linkService,
  findController,
  annotationMode: pdfjs.AnnotationMode.ENABLE,
  annotationEditorMode: pdfjs.AnnotationEditorType.DISABLE,
  maxCanvasPixels: MAX_CANVAS_PIXELS,
});
linkService.setViewer(viewer);

let answerPassword: ((password: string) => void) | null = null;

const tellShown = () =>
  tell({
    state: 'shown',
    pages: viewer.pagesCount,
    page: viewer.currentPageNumber,
    percent: Math.round(viewer.currentScale * 100),
  });
/** A page as wide as there is room, but never larger than on paper twice as large. */
function fitWidth(): void {
  viewer.currentScaleValue = 'page-width';
  if (viewer.currentScale > 2) viewer.currentScale = 2;
}

eventBus.on('pagesinit', () => {
  fitWidth();
  tellShown();
});
eventBus.on('pagechanging', tellShown);
eventBus.on('scalechanging', tellShown);
for (const name of ['updatefindmatchescount', 'updatefindcontrolstate'])
  eventBus.on(name, ({ matchesCount }: { matchesCount?: { current: number; total: number } }) =>
    tell({ state: 'found', at: matchesCount?.current ?? 0, of: matchesCount?.total ?? 0 }),
  );

function perform(what: PdfAct): void {
  if (what.act === 'zoom-in') viewer.increaseScale({ steps: 1 });
  else if (what.act === 'zoom-out') viewer.decreaseScale({ steps: 1 });
  else if (what.act === 'fit') fitWidth();
  else if (what.act === 'page') viewer.currentPageNumber = what.page;
  else if (what.act === 'focus') container.focus();
  else if (what.act === 'find-end') eventBus.dispatch('findbarclose', { source: window });
  else if (what.act === 'password') answerPassword?.(what.password);
  else if (what.act === 'find')
    eventBus.dispatch('find', {
      source: window,
      type: what.again ? 'again' : '',
      query: what.text,
      caseSensitive: false,
      entireWord: false,
      highlightAll: true,
      findPrevious: what.backwards,
      matchDiacritics: false,
    });
}

window.addEventListener('message', ({ origin, data }: MessageEvent<(PdfAct & { type?: string }) | null>) => {
  if (origin === APP_ORIGIN && data?.type === PDF_DO_MESSAGE) perform(data);
});

window.addEventListener('keydown', (event) => {
  const find = event.key === 'f' && (event.ctrlKey || event.metaKey);
  if (!find && (event.ctrlKey || event.metaKey || event.altKey || !WINDOW_KEYS.has(event.key))) return;
  event.preventDefault();
  parent.postMessage({ type: FRAME_KEY_MESSAGE, key: find ? '/' : event.key }, APP_ORIGIN);
});

const linkOf = (event: Event) =>
  (event.target as Element | null)?.closest?.<HTMLAnchorElement>('a[href]') ?? null;
/** Leads out of the document, and not to one of its pages. */
const leadsOut = (link: HTMLAnchorElement | null) => link && /^(https?|mailto|tel):/i.test(link.href);
for (const type of ['mouseover', 'focusin', 'mouseout', 'focusout'] as const)
  window.addEventListener(type, (event) => {
    const link = type.endsWith('out') ? null : linkOf(event);
    tell({ state: 'link', href: leadsOut(link) ? link!.href : null, clicked: false });
  });
for (const type of ['click', 'auxclick'] as const)
  window.addEventListener(
    type,
    (event) => {
      const link = linkOf(event);
      if (!leadsOut(link)) return;
      event.preventDefault();
      tell({ state: 'link', href: link!.href, clicked: true });
    },
    { capture: true },
  );

window.addEventListener('resize', () => {
  if (viewer.currentScaleValue === 'page-width') fitWidth();
});

async function show(): Promise<void> {
  const response = await fetch('/file');
  if (!response.ok) return tell({ state: 'failed', problem: 'missing' });
  const data = new Uint8Array(await response.arrayBuffer());
  const worker = new Worker('/worker.js', { type: 'module' });
  const here = location.origin;
  const task = pdfjs.getDocument({
    data,
    worker: pdfjs.PDFWorker.create({ port: worker }),
    cMapUrl: `${here}/cmaps/`,
    standardFontDataUrl: `${here}/standard_fonts/`,
    wasmUrl: `${here}/wasm/`,
    useWorkerFetch: true,
    // The fonts that come with the viewer: those of the system are spaced otherwise.
    useSystemFonts: false,
    isEvalSupported: false,
    enableXfa: false,
    stopAtErrors: false,
    maxImageSize: MAX_IMAGE_PIXELS,
  });
  task.onPassword = (answer: (password: string) => void, reason: number) => {
    answerPassword = answer;
    tell({ state: 'password', wrong: reason === pdfjs.PasswordResponses.INCORRECT_PASSWORD });
  };
  const pdf = await task.promise;
  linkService.setDocument(pdf, null);
  viewer.setDocument(pdf);
}

show().catch(() => tell({ state: 'failed', problem: 'damaged' }));
