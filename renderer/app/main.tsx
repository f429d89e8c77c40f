import '@fontsource-variable/inter/wght.css';
import '../design/tokens.css';
import '../design/base.css';
import './skeleton.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { TooltipLayer } from '../design/TooltipLayer.tsx';
import { App } from './App.tsx';
import { bridge } from './bridge.ts';
import { followChanges } from './changes.ts';
import { connect, watchConnection } from './engine.ts';
import { askForFirstScreen, askForPart } from './firstScreen.ts';
import { Part, preparePart } from './Part.tsx';
import { preloadRestOfPart, preloadScreens } from './preload.ts';
import { queryClient } from './queryClient.ts';
import { Shell } from './Shell.tsx';
import { useApp } from './store.ts';
import { followTransfers } from './transfers.ts';
import { inInbox, windowContent } from './windows.ts';

document.documentElement.dataset.platform = bridge()?.platform;
watchConnection((connection) => useApp.getState().set({ connection }));
connect();
void followChanges(queryClient);
const inbox = inInbox();
const content = windowContent();
if (inbox) {
  void followTransfers();
  void askForFirstScreen(queryClient);
} else {
  preparePart(content);
  void askForPart(queryClient, content);
}

const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <App inbox={inbox} onReady={inbox ? preloadScreens : preloadRestOfPart}>
        {inbox ? <Shell /> : <Part content={content} />}
      </App>
      <TooltipLayer />
    </QueryClientProvider>
  </StrictMode>,
);
