import { DOMParser as ModelParser, type Node } from 'prosemirror-model';
import { schema } from './schema.ts';

interface Trusted {
  createPolicy(
    name: string,
    rules: { createHTML(html: string): string },
  ): { createHTML(html: string): string };
}

/** The page lets no string become a document; these documents are inert: they run, load and show nothing. */
const inert = (globalThis as { trustedTypes?: Trusted }).trustedTypes?.createPolicy('skein-inert-document', {
  createHTML: (html) => html,
});

/** A document of its own that nothing of is shown or loaded. */
export function inertDocument(html: string): Document {
  return new DOMParser().parseFromString(inert ? inert.createHTML(html) : html, 'text/html');
}

const parser = ModelParser.fromSchema(schema);

/** Reads the HTML of a draft; whatever cannot be written here falls away. */
export function readHtml(html: string): Node {
  return parser.parse(inertDocument(html).body, { preserveWhitespace: true });
}
