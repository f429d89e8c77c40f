import { Pause, Play, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { Account } from '#shared/contract/accounts.ts';
import { tellBriefly, tellError } from '../../app/acts.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import { engine } from '../../app/engine.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';

const words = strings.activity;

/** Checks an account now, pauses it or lets it go on. Imported mail has nothing that could be checked. */
export function AccountActs({ account }: { account: Account }) {
  const [busy, setBusy] = useState(false);
  const who = displayAddress(account.address);
  const paused = account.sync.state === 'paused';
  const attempt = async (work: () => Promise<unknown>, said?: string) => {
    setBusy(true);
    try {
      await work();
      if (said) tellBriefly(said);
    } catch (error) {
      tellError(error);
    } finally {
      setBusy(false);
    }
  };
  if (account.provider === 'local') return null;
  return (
    <>
      {paused ? null : (
        <Button
          size="small"
          icon={<RefreshCw aria-hidden />}
          aria-label={words.checkNowOf(who)}
          busy={busy}
          onClick={() =>
            void attempt(() => engine.accounts.syncNow({ id: account.id }), strings.acts.syncing)
          }
        >
          {words.checkNow}
        </Button>
      )}
      <Button
        size="small"
        icon={paused ? <Play aria-hidden /> : <Pause aria-hidden />}
        aria-label={paused ? words.resumeOf(who) : words.pauseOf(who)}
        busy={busy}
        onClick={() => void attempt(() => engine.accounts.pause({ id: account.id, paused: !paused }))}
      >
        {paused ? words.resume : words.pause}
      </Button>
    </>
  );
}
