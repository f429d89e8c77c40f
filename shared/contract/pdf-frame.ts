/** What the window and the frame that shows a PDF tell each other. Names only, so that neither loads a validator. */

/** Posted to the frame: what to do with the document. */
export const PDF_DO_MESSAGE = 'skein:pdf-do';
/** Posted by the frame: how the document is. */
export const PDF_STATE_MESSAGE = 'skein:pdf-state';

export type PdfAct =
  | { act: 'zoom-in' | 'zoom-out' | 'fit' | 'find-end' | 'focus' }
  | { act: 'page'; page: number }
  | { act: 'find'; text: string; again: boolean; backwards: boolean }
  | { act: 'password'; password: string };

/** Why a document is not shown. */
export type PdfProblem = 'damaged' | 'missing';

export type PdfState =
  | { state: 'shown'; pages: number; page: number; percent: number }
  | { state: 'password'; wrong: boolean }
  | { state: 'failed'; problem: PdfProblem }
  | { state: 'found'; at: number; of: number }
  | { state: 'link'; href: string | null; clicked: boolean };
