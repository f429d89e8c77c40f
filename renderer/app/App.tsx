import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect, useLayoutEffect } from 'react';
import { Toaster } from '../design/Toaster.tsx';
import { LiveRegions } from './announce.tsx';
import { useAttention, useLooks, useUseNotes } from './attention.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { screens } from './preload.ts';
import { accountsQuery, sectionsQuery, sessionQuery, settingsQuery } from './queries.ts';
import { Starting } from './Starting.tsx';
import { useApp } from './store.ts';
import { useTheme } from './theme.ts';

const Onboarding = lazy(() => import('../features/onboarding/Onboarding.tsx'));
const Palette = lazy(screens.palette);
const Shortcuts = lazy(screens.shortcuts);
const EraseDialog = lazy(() => import('../features/erase/EraseDialog.tsx'));
const AttachmentViewer = lazy(() => import('../features/conversation/AttachmentViewer.tsx'));
const MoveDialog = lazy(() => import('../features/threads/MoveDialog.tsx'));
const MailboxDialog = lazy(() => import('../features/mailboxes/MailboxDialog.tsx'));
const RemoveMailboxDialog = lazy(() => import('../features/mailboxes/RemoveMailboxDialog.tsx'));
const LabelPicker = lazy(screens.labelPicker);
const WhenDialog = lazy(screens.when);
const SourceDialog = lazy(() => import('../features/conversation/SourceDialog.tsx'));
const ExportDialog = lazy(() => import('../features/transfers/ExportDialog.tsx'));
const GroupDialog = lazy(() => import('../features/groups/GroupDialog.tsx'));
const PlannedDialog = lazy(() => import('../features/planned/PlannedDialog.tsx'));
const RuleDialog = lazy(() => import('../features/rules/RuleDialog.tsx'));
const SpellingHost = lazy(() => import('../features/spelling/SpellingHost.tsx'));
const UnsubscribeDialog = lazy(() => import('../features/conversation/UnsubscribeDialog.tsx'));

function Overlays() {
  const kind = useApp((app) => app.overlay?.kind ?? null);
  return (
    <Suspense>
      {kind === 'palette' ? <Palette /> : null}
      {kind === 'shortcuts' ? <Shortcuts /> : null}
      {kind === 'erase' ? <EraseDialog /> : null}
      {kind === 'move' ? <MoveDialog /> : null}
      {kind === 'mailbox' ? <MailboxDialog /> : null}
      {kind === 'remove-mailbox' ? <RemoveMailboxDialog /> : null}
      {kind === 'label' ? <LabelPicker /> : null}
      {kind === 'when' ? <WhenDialog /> : null}
      {kind === 'attachment' ? <AttachmentViewer /> : null}
      {kind === 'source' ? <SourceDialog /> : null}
      {kind === 'export' ? <ExportDialog /> : null}
      {kind === 'planned' ? <PlannedDialog /> : null}
      {kind === 'group' ? <GroupDialog /> : null}
      {kind === 'rule' ? <RuleDialog /> : null}
      {kind === 'unsubscribe' ? <UnsubscribeDialog /> : null}
    </Suspense>
  );
}

/**
 * First start (or a locked store), or what the window shows. A window without the inbox leaves the first account to the
 * one that has it.
 */
export function App({
  children,
  inbox = false,
  onReady,
}: {
  children: ReactNode;
  inbox?: boolean;
  /** The store is open. */
  onReady?: () => void;
}) {
  const session = useQuery(sessionQuery());
  const ready = session.data?.state === 'ready';
  const accounts = useQuery({ ...accountsQuery(), enabled: ready });
  const settings = useQuery({ ...settingsQuery(), enabled: ready });
  const sections = useQuery({ ...sectionsQuery(), enabled: ready });
  const placeKind = useApp((app) => app.place.kind);
  useTheme();
  useAttention(ready);
  useUseNotes(ready);
  useLooks(ready);
  useEffect(() => {
    if (ready) onReady?.();
  }, [ready, onReady]);

  const first =
    session.data && (!ready || (inbox && accounts.data?.length === 0 && placeKind !== 'settings'));
  const failed = session.error ?? accounts.error ?? settings.error ?? sections.error;
  const starting = !first && !(ready && accounts.data && settings.data && sections.data);
  useLayoutEffect(() => {
    if (!starting || failed) document.querySelector('.skeleton')?.remove();
  }, [starting, failed]);
  return (
    <>
      <ErrorBoundary>
        {first ? (
          <Suspense>
            <Onboarding />
          </Suspense>
        ) : starting ? (
          <Starting error={failed} />
        ) : (
          children
        )}
        <Overlays />
      </ErrorBoundary>
      {ready ? (
        <Suspense fallback={null}>
          <SpellingHost />
        </Suspense>
      ) : null}
      <Toaster />
      <LiveRegions />
    </>
  );
}
