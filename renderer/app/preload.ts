/** The screens that one click or keystroke opens, each a script of its own that the first paint does not wait for. */
export const screens = {
  conversation: () => import('../features/conversation/Conversation.tsx'),
  newMessage: () => import('../features/composer/NewMessage.tsx'),
  person: () => import('../features/person/PersonPane.tsx'),
  drafts: () => import('../features/threads/DraftList.tsx'),
  search: () => import('../features/search/SearchResults.tsx'),
  palette: () => import('../features/palette/Palette.tsx'),
  shortcuts: () => import('../features/palette/Shortcuts.tsx'),
};

/** Fetches them while the window is idle, so that what is typed next is not lost. */
export function preloadScreens(): void {
  const waiting = Object.values(screens);
  const next = () => {
    const load = waiting.shift();
    if (load) void load().then(() => requestIdleCallback(next));
  };
  requestIdleCallback(next);
}
