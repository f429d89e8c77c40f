import { JSDOM, VirtualConsole } from 'jsdom';
import { DARKENED } from '#engine/channels/mail/mime/html/frame-document.ts';
import { PLACEHOLDER } from '#engine/channels/mail/mime/html/image-policy.ts';

const FORBIDDEN_ELEMENTS =
  'script,iframe,frame,object,embed,applet,form,input,button,base,link,svg,math,audio,video,source,meta[http-equiv="refresh" i],meta[name="viewport"] ~ meta[http-equiv]';
const LOADING_ATTRIBUTES = new Set(
  'src srcset background poster data action formaction ping cite longdesc lowsrc dynsrc manifest codebase xlink:href'.split(
    ' ',
  ),
);
const isInert = (url: string) =>
  url === PLACEHOLDER || /^(?:data:image\/(?!svg)|skein-message:)/i.test(url.trim());

function cssDangers(css: string): string[] {
  const urls = [...css.matchAll(/url\(\s*(["']?)(.*?)\1\s*\)/gi)].map((match) => match[2] as string);
  const found = urls.filter((url) => !isInert(url)).map((url) => `css loads ${url}`);
  if (/@import|@font-face|expression\s*\(|behavior\s*:|-moz-binding|image-set\(|javascript:/i.test(css))
    found.push(`css code: ${css}`);
  if (/position\s*:\s*(?:fixed|sticky)/i.test(css)) found.push('css leaves its place');
  return found;
}

/** Everything in a rendered document that could run, submit, navigate or load from another server. */
export function dangersIn(html: string): string[] {
  const { document } = new JSDOM(html, { virtualConsole: new VirtualConsole() }).window;
  const found = [...document.querySelectorAll(FORBIDDEN_ELEMENTS)].map(
    (element) => `element ${element.localName}`,
  );
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) found.push(`handler ${name}`);
      if (/^[\s\p{Cc}]*(?:javascript|vbscript|data:text|data:application)/iu.test(value))
        found.push(`${name}=${value}`);
      if (LOADING_ATTRIBUTES.has(name) && !isInert(value)) found.push(`${name}=${value}`);
      if (name === 'href' && !/^(?:https?:\/\/|mailto:|tel:|#)/i.test(value)) found.push(`href=${value}`);
      if (name === 'style') found.push(...cssDangers(value));
      if (
        (name === 'id' || name === 'name') &&
        element.localName !== 'meta' &&
        !(element.localName === 'html' && value === DARKENED) &&
        !value.startsWith('user-content-')
      )
        found.push(`${name}=${value}`);
    }
  }
  for (const style of document.querySelectorAll('style')) found.push(...cssDangers(style.textContent ?? ''));
  return found;
}
