/** The floor of scrolling: a list of plain boxes with as many rows, drawn by the same Electron without any framework. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeEmptyApp } from './empty-app.ts';

const ROW = 82;
const PAGE = (count: number) => `<!doctype html><meta charset="utf-8"><title>Floor</title>
<style>
body { margin: 0; font: 13px system-ui; }
[role=listbox] { position: relative; width: 392px; height: 746px; overflow: auto; contain: strict; }
[role=option] { position: absolute; width: 100%; height: ${ROW}px; border-bottom: 1px solid #ddd; }
</style>
<div role="listbox"><div style="height: ${count * ROW}px"></div></div>
<script>
const scroller = document.querySelector('[role=listbox]');
const rows = Array.from({ length: 16 }, () => {
  const row = document.createElement('div');
  row.setAttribute('role', 'option');
  scroller.firstElementChild.append(row);
  return row;
});
const place = () => {
  const first = Math.max(0, Math.floor(scroller.scrollTop / ${ROW}) - 3);
  for (const [i, row] of rows.entries()) {
    row.style.transform = 'translateY(' + (first + i) * ${ROW} + 'px)';
    row.textContent = 'Note ' + (first + i);
  }
};
scroller.addEventListener('scroll', place);
place();
</script>
`;

/** Writes the app into `directory` and returns it. */
export function writeFloorApp(directory: string, count: number): string {
  mkdirSync(directory, { recursive: true });
  writeEmptyApp(directory);
  writeFileSync(join(directory, 'index.html'), PAGE(count));
  return directory;
}
