import { eraseRemains, eraseStep } from './erase-step.ts';
import { erasePreview } from './preview.ts';

/** Commands of this area, by the name the store is asked with. */
export const privacyCommands = { 'erase.step': eraseStep };

/** Queries of this area, by the name the store is asked with. */
export const privacyQueries = { 'erase.preview': erasePreview, 'erase.remains': eraseRemains };
