import type { Failure } from './engine-supervisor.ts';

/** The failure as plain text, for a report. */
export function failureDetails(failure: Failure, version: string): string {
  const lines = [
    `Skein ${version} (${process.platform} ${process.arch}, Electron ${process.versions.electron})`,
    `${failure.code}: ${failure.message}`,
  ];
  if (failure.detail) lines.push(failure.detail);
  return lines.join('\n');
}

/**
 * A page that says what happened and what to do. It uses nothing of the renderer and no script, so that it can
 * be shown when those are what failed; its buttons are links that main catches.
 */
export function failurePage(failure: Failure, version: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Skein could not go on</title>
<style>
:root { color-scheme: light dark; --ink: #1d1d1b; --quiet: #5d5c58; --line: #dcdbd6; --ground: #f6f6f4; --accent: #3d4fe0; --on-accent: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #ededea; --quiet: #a9a8a3; --line: #3a3936; --ground: #1b1b1a; --accent: #a3aeff; --on-accent: #14142b; } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--ink); font: 14px/1.55 system-ui, sans-serif; }
main { max-width: 34rem; padding: 2rem; }
h1 { font-size: 20px; line-height: 1.3; margin: 0 0 .75rem; }
p { margin: 0 0 .75rem; }
details { color: var(--quiet); margin: 1rem 0; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); border-radius: 6px; padding: .75rem; font-size: 12px; user-select: text; }
nav { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: 1.25rem; }
a { padding: .4rem .9rem; border: 1px solid var(--line); border-radius: 6px; color: inherit; text-decoration: none; }
a.first { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
</style>
</head>
<body>
<main role="alert">
<h1>${escapeHtml(failure.message)}</h1>
<p>${escapeHtml(failure.advice)}</p>
<details><summary>Details</summary><pre>${escapeHtml(failureDetails(failure, version))}</pre></details>
<nav aria-label="What to do">
<a class="first" target="_blank" href="/failure/retry">Try again</a>
<a target="_blank" href="/failure/copy">Copy details</a>
<a target="_blank" href="/failure/quit">Quit Skein</a>
</nav>
</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
