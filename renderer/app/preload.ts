import { bridge } from './bridge.ts';

/**
 * Loads a screen once. What is loaded answers in the call itself: a promise, even one long kept, would make React draw
 * nothing first, and what it leaves out it shows no sooner than 300 ms later.
 */
function screen<Module extends object>(load: () => Promise<Module>): () => Promise<Module> {
  let loaded: Module | null = null;
  return () => {
    if (loaded === null) return load().then((module) => (loaded = module));
    const module = loaded;
    // biome-ignore lint/suspicious/noThenProperty: React asks a promise by its `then`, and this one has the answer.
    return { then: (done: (module: Module) => unknown) => done(module) } as unknown as Promise<Module>;
  };
}

/** The screens that one click or keystroke opens, each a script of its own that the first paint does not wait for. */
export const screens = {
  conversation: screen(() => import('../features/conversation/Conversation.tsx')),
  richText: screen(() => import('../features/composer/rich/RichText.tsx')),
  newMessage: screen(() => import('../features/composer/NewMessage.tsx')),
  person: screen(() => import('../features/person/PersonPane.tsx')),
  drafts: screen(() => import('../features/threads/DraftList.tsx')),
  search: screen(() => import('../features/search/SearchResults.tsx')),
  palette: screen(() => import('../features/palette/Palette.tsx')),
  shortcuts: screen(() => import('../features/palette/Shortcuts.tsx')),
  labelPicker: screen(() => import('../features/labels/LabelPicker.tsx')),
  when: screen(() => import('../features/when/WhenDialog.tsx')),
  settings: screen(() => import('../features/settings/Settings.tsx')),
  outbox: screen(() => import('../features/outbox/Outbox.tsx')),
  activity: screen(() => import('../features/activity/Activity.tsx')),
};

/** What windows without the inbox show. */
export const parts = {
  thread: screen(() => import('../features/conversation/ThreadWindow.tsx')),
  draft: screen(() => import('../features/composer/DraftWindow.tsx')),
};

/** Fetches the screens while the window is idle, so that what is typed next is not lost; then the other windows open. */
export function preloadScreens(): void {
  preload(Object.values(screens), () => bridge()?.reopenWindows());
}

/** Fetches what a window of one thread or draft shows at first, all at once, while the engine is still asked. */
export function preloadPart(part: keyof typeof parts): void {
  for (const load of [parts[part], screens.richText]) void load();
}

/** Fetches what such a window shows next, while it is idle. */
export function preloadRestOfPart(): void {
  preload([screens.palette, screens.when, screens.person, screens.shortcuts]);
}

function preload(waiting: (() => Promise<object>)[], done?: () => void): void {
  const next = () => {
    const load = waiting.shift();
    if (load) void load().then(() => requestIdleCallback(next));
    else done?.();
  };
  requestIdleCallback(next);
}
