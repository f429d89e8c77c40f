import '@fontsource-variable/inter/wght.css';
import '../design/tokens.css';
import '../design/base.css';
import './skeleton.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { Tooltip } from 'radix-ui';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { bridge } from './bridge.ts';
import { followChanges } from './changes.ts';
import { connect, watchConnection } from './engine.ts';
import { askForFirstScreen } from './firstScreen.ts';
import { queryClient } from './queryClient.ts';
import { useApp } from './store.ts';
import { followTransfers } from './transfers.ts';

document.documentElement.dataset.platform = bridge()?.platform;
watchConnection((connection) => useApp.getState().set({ connection }));
connect();
void followChanges(queryClient);
void followTransfers();
void askForFirstScreen(queryClient);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <Tooltip.Provider delayDuration={500} skipDelayDuration={200}>
        <App />
      </Tooltip.Provider>
    </QueryClientProvider>
  </StrictMode>,
);
