/** Fetches the screens that a keystroke opens while the window is idle, so that what is typed next is not lost. */
export function preloadScreens(): void {
  requestIdleCallback(() => {
    void import('../features/palette/Palette.tsx');
    void import('../features/search/SearchResults.tsx');
    void import('../features/palette/Shortcuts.tsx');
  });
}
