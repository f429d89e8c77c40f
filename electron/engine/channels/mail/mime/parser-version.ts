/**
 * Raise it when the parser finds more, or otherwise, in mail that is stored already (text, folds, attachments, warnings,
 * claims about the sender, calendars, reports): the stored sources are then read again in the background.
 */
export const PARSER_VERSION = 1;
