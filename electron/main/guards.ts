import { type App, type Session, shell, type WebContents } from 'electron';
import { APP_ORIGIN, ATTACHMENT_ORIGIN, isAppPage, MESSAGE_ORIGIN, PDF_SCHEME } from './origin.ts';

const FAILURE_ACTION = new RegExp(`^${APP_ORIGIN}/failure/([a-z]+)$`);

/** Links open in the system's own programs, and only these schemes: others can start programs with arguments. */
const OPENED_OUTSIDE = new Set(['https:', 'http:', 'tel:']);

/** Opens a link in the system's browser when its scheme is harmless; returns whether it did. */
function openOutside(target: string): boolean {
  if (target.length > 8192) return false;
  let url: URL;
  try {
    url = new URL(target);
  } catch {
    return false;
  }
  if (!OPENED_OUTSIDE.has(url.protocol)) return false;
  shell.openExternal(url.href).catch(() => {});
  return true;
}

export interface LinkActions {
  /** A link to app://skein/failure/ACTION, the failure page's buttons. */
  onAction(action: string, contents: WebContents): void;
  /** A `mailto:` link in a page: Skein is the mail program. */
  onMailto(link: string, contents: WebContents): void;
}

const FRAMES = [`${MESSAGE_ORIGIN}/`, `${ATTACHMENT_ORIGIN}/`, `${PDF_SCHEME}://`];

/**
 * Holds every page of the app where it is: no navigation, no new window, no webview. A link to a web page goes
 * to the system's browser.
 */
export function guardNavigation(app: App, { onAction, onMailto }: LinkActions): void {
  const follow = (url: string, contents: WebContents) => {
    if (/^mailto:/i.test(url)) onMailto(url, contents);
    else openOutside(url);
  };
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(({ url }) => {
      const action = FAILURE_ACTION.exec(url)?.[1];
      if (action) onAction(action, contents);
      else follow(url, contents);
      return { action: 'deny' };
    });
    contents.on('will-frame-navigate', (event) => {
      const { url, isMainFrame } = event;
      if (!isMainFrame && FRAMES.some((start) => url.startsWith(start))) return;
      // A reload of the page that is there already is not a navigation away from it.
      if (isMainFrame && isAppPage(url) && isAppPage(contents.getURL())) return;
      event.preventDefault();
      follow(url, contents);
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

/** Refuses every permission but writing plain text to the clipboard, which "copy" buttons need. */
export function denyPermissions(session: Session): void {
  const allowed = (permission: string, origin: string) =>
    permission === 'clipboard-sanitized-write' && origin.startsWith(APP_ORIGIN);
  session.setPermissionRequestHandler((contents, permission, answer) =>
    answer(allowed(permission, contents.getURL())),
  );
  session.setPermissionCheckHandler((_contents, permission, origin) => allowed(permission, origin));
  session.setDevicePermissionHandler(() => false);
}

/**
 * Closes the network to the window. What remains is images of a message whose reader asked for them, fetched
 * without cookies and without a referrer.
 */
export function closeNetwork(session: Session): void {
  const urls = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file:///*'];
  session.webRequest.onBeforeRequest({ urls }, (details, answer) => {
    const frame = details.frame?.url;
    const consented =
      details.resourceType === 'image' &&
      details.url.startsWith('https:') &&
      Boolean(frame?.startsWith(`${MESSAGE_ORIGIN}/`)) &&
      new URL(frame!).searchParams.get('remote') === '1';
    answer({ cancel: !consented });
  });
  session.webRequest.onBeforeSendHeaders({ urls }, (details, answer) => {
    const requestHeaders = { ...details.requestHeaders };
    for (const name of Object.keys(requestHeaders)) {
      if (/^(cookie|referer|origin|authorization)$/i.test(name)) delete requestHeaders[name];
    }
    answer({ requestHeaders });
  });
  session.webRequest.onHeadersReceived({ urls }, (details, answer) => {
    const responseHeaders = { ...details.responseHeaders };
    for (const name of Object.keys(responseHeaders)) {
      if (/^set-cookie$/i.test(name)) delete responseHeaders[name];
    }
    answer({ responseHeaders });
  });
}
