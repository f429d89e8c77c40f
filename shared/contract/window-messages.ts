/** Names of what is posted to the window. Apart from the schemas, so that a page loads no validator for a name. */

/** Posted with one MessagePort after requestPort, and again whenever the engine was restarted. */
export const PORT_MESSAGE = 'skein:port';
/** Posted by a reading frame: how tall its document is, in CSS pixels. */
export const FRAME_HEIGHT_MESSAGE = 'skein:frame-height';
/** Posted by a reading frame: where the link under the pointer or the focus leads, or null. */
export const FRAME_LINK_MESSAGE = 'skein:frame-link';
/** Posted by a reading frame: a link was clicked whose text names another domain. */
export const FRAME_OPEN_MESSAGE = 'skein:frame-open';
/** Posted by a preview: a key that belongs to the viewer around it. */
export const FRAME_KEY_MESSAGE = 'skein:frame-key';
