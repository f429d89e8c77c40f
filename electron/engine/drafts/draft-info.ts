/**
 * What is chosen for the sending of a draft, as its copy on the server says it. No standard has a field for it;
 * Thunderbird's is the one that other programs know.
 */
const FIELD = 'X-Mozilla-Draft-Info';

/** The header fields of a draft's copy. */
export function draftInfo({ deliveryReport }: { deliveryReport: boolean }): Record<string, string> {
  return { [FIELD]: `internal/draft; vcard=0; receipt=0; DSN=${deliveryReport ? 1 : 0}; uuencode=0` };
}

/** What the header of a draft's copy says. */
export function readDraftInfo(headers: readonly (readonly [string, string])[]): { deliveryReport: boolean } {
  const value = headers.find(([name]) => name.toLowerCase() === FIELD.toLowerCase())?.[1] ?? '';
  return { deliveryReport: /;\s*DSN=1\b/i.test(value) };
}
