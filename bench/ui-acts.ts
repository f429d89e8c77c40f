/** What the page itself measures. These functions are sent to the page whole, so they use nothing from outside. */

export interface Acts {
  open: number[];
  archive: number[];
  type: number[];
  place: number[];
}

export interface Frames {
  /** Milliseconds from each frame to the next while scrolling. */
  intervals: number[];
  /** Frames in which a row on screen had not been loaded. */
  unloaded: number;
  /** The most rows that were in the document at once. */
  mounted: number;
}

/** Scrolls the list by `step` pixels each frame and notes when frames came. */
export function scrollList({ frames, step }: { frames: number; step: number }): Promise<Frames> {
  const scroller = document.querySelector<HTMLElement>('[role=listbox]')!;
  const result: Frames = { intervals: [], unloaded: 0, mounted: 0 };
  return new Promise((resolve) => {
    let before = 0;
    let left = frames;
    const frame = (now: number) => {
      if (before > 0) {
        result.intervals.push(now - before);
        const rows = scroller.firstElementChild!;
        result.mounted = Math.max(result.mounted, rows.childElementCount);
        if (rows.querySelector(':scope > [aria-hidden="true"]')) result.unloaded++;
      }
      before = now;
      if (left-- === 0) return resolve(result);
      scroller.scrollTop += step;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

/** Does each act `times` times; an act lasts from the event until the frame after its result was drawn. */
export async function measureActs({ times }: { times: number }): Promise<Acts> {
  const acts: Acts = { open: [], archive: [], type: [], place: [] };
  const drawn = () =>
    new Promise<void>((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve();
        port2.postMessage(null);
      });
    });
  const until = async (done: () => boolean) => {
    const started = performance.now();
    while (!done()) {
      if (performance.now() - started > 10_000) throw new Error(`This never happened: ${done}`);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  };
  const timed = async (times: number[], act: () => void, done: () => boolean) => {
    const started = performance.now();
    act();
    await until(done);
    await drawn();
    times.push(performance.now() - started);
    // What an act leaves to be done later is not part of the next one.
    await new Promise((resolve) => setTimeout(resolve, 150));
  };
  const list = () => document.querySelector<HTMLElement>('[role=listbox]')!;
  const options = () => [...list().querySelectorAll<HTMLElement>('[role=option]')];
  const conversation = () => document.querySelector('main')?.textContent ?? '';
  const press = (key: string) =>
    list().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  const number = (row: HTMLElement) => /Note (\d+)/.exec(row.textContent ?? '')![1]!;
  const goTo = (name: string) =>
    [...document.querySelectorAll<HTMLElement>('nav button')].find((button) =>
      button.textContent?.startsWith(name),
    )!;

  list().scrollTop = 0;
  const top = () => options().find((row) => row.getAttribute('aria-posinset') === '1');
  await until(() => options().length > 6 && top() !== undefined);
  for (let i = 0; i < times; i++) {
    const row = options()[i % 6]!;
    const body = `This is note ${number(row)}.`;
    await timed(
      acts.open,
      () => row.click(),
      () => conversation().includes(body),
    );
  }
  for (let i = 0; i < times; i++) {
    const row = options()[1]!;
    row.click();
    await until(() => conversation().includes(`This is note ${number(row)}.`));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { id } = row;
    await timed(
      acts.archive,
      () => press('e'),
      () => document.getElementById(id) === null,
    );
  }
  for (let i = 0; i < times; i++) {
    const name = i % 2 === 0 ? 'Archive' : 'Inbox';
    await timed(
      acts.place,
      () => goTo(name).click(),
      () => list()?.getAttribute('aria-label') === name && options().length > 0,
    );
  }
  options()[0]!.click();
  await until(() => conversation().includes('This is note'));
  press('r');
  const text = 'main [role=textbox][aria-multiline]';
  // The answer takes the place of the composer that was there, and has the focus then.
  await until(() => document.activeElement?.matches(text) === true);
  const area = document.activeElement as HTMLElement;
  for (let i = 0; i < times * 2; i++) {
    const wanted = area.textContent.length + 1;
    await timed(
      acts.type,
      () => document.execCommand('insertText', false, 'a'),
      () => area.textContent.length === wanted,
    );
  }
  return acts;
}
