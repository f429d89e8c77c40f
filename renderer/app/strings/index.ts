import { en } from './en.ts';

/** The catalogue of the language in use. Another language is another file of the same shape. */
export type Catalogue = typeof en;

export const strings: Catalogue = en;
