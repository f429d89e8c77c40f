const WORDS = {
  done: [
    'You can go back to Skein',
    'You are signed in. This page has done its part; close it when you like.',
  ],
  denied: ['You can go back to Skein', 'Access was not granted, so nothing was added or changed.'],
  unknown: [
    'This is not for Skein',
    'It does not belong to a sign-in that Skein waits for. Nothing was changed.',
  ],
} as const;

/** What the browser shows when it comes back; made of constant words alone. */
export function returnPage(outcome: keyof typeof WORDS): string {
  const [title, text] = WORDS[outcome];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>
body { display: grid; min-height: 90vh; margin: 0; place-content: center; font: 1rem/1.5 system-ui, sans-serif; text-align: center }
main { max-width: 26rem; padding: 1rem }
h1 { font-size: 1.4rem }
</style>
<main><h1>${title}</h1><p>${text}</p></main>
</html>
`;
}
