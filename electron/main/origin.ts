/** The schemes Skein serves itself. Both are standard schemes, so each is an origin of its own. */
export const APP_SCHEME = 'app';
export const APP_ORIGIN = 'app://skein';
export const APP_URL = `${APP_ORIGIN}/index.html`;
/** The page of a profile that was never shown: it draws no shape of an inbox while it starts. */
export const NEW_APP_URL = `${APP_URL}#new`;
export const FAILURE_URL = `${APP_ORIGIN}/failure`;
export const MESSAGE_SCHEME = 'skein-message';
export const MESSAGE_ORIGIN = 'skein-message://message';
/** Documents that are being printed. */
export const PRINT_ORIGIN = 'skein-message://print';
/** Documents in PDF, each attachment on an origin of its own: skein-pdf://ID. */
export const PDF_SCHEME = 'skein-pdf';
/** Attachments as the window shows them, each a document or picture by itself. */
export const ATTACHMENT_ORIGIN = 'skein-message://attachment';

/** Whether an address is that of the app's page; its fragment says what the window shows. */
export function isAppPage(url: string): boolean {
  return url.split(/[?#]/)[0] === APP_URL;
}
