/** Removes C0 and C1 controls, turning line breaks and tabs into spaces. */
export function withoutControls(text: string): string {
  return text.replace(/[\t\r\n]+/g, ' ').replace(/\p{Cc}/gu, '');
}

/** Removes the characters that make a name read differently from what it is (bidi overrides and isolates). */
export function withoutBidiControls(text: string): string {
  return text.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');
}

/** Ends every line with a line feed alone. */
export function withLineFeeds(text: string): string {
  if (!text.includes('\r')) return text;
  const joined = text.replaceAll('\r\n', '\n');
  return joined.includes('\r') ? joined.replaceAll('\r', '\n') : joined;
}
