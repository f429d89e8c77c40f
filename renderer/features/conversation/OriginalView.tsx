import { useQuery } from '@tanstack/react-query';
import { EyeOff, ImageOff, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import type { Settings } from '#shared/contract/settings.ts';
import type { MailItem } from '#shared/contract/timeline.ts';
import { tellBriefly } from '../../app/acts.ts';
import { layoutQuery, settingsQuery } from '../../app/queries.ts';
import { changeSettings, knownSettings } from '../../app/settings.ts';
import { strings } from '../../app/strings/index.ts';
import { useMedia } from '../../app/useMedia.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { nameOf } from '../threads/rowText.ts';
import styles from './MailCard.module.css';
import { MessageFrame } from './MessageFrame.tsx';

const t = strings.trust.images;

const DARK = '(prefers-color-scheme: dark)';

type Choice = 'ask' | 'always' | 'never';

function choiceFor(sender: string, settings: Settings | undefined): Choice {
  if (settings?.sendersWithRemoteImages.includes(sender)) return 'always';
  return settings?.sendersWithoutRemoteImages.includes(sender) ? 'never' : 'ask';
}

/** The original layout of a mail, remote images blocked until the user says otherwise, trackers always. */
export function OriginalView({ item }: { item: MailItem }) {
  const { data: settings } = useQuery(settingsQuery());
  const [once, setOnce] = useState(false);
  const [darkened, setDarkened] = useState(false);
  const dark = useMedia(DARK);
  const sender = item.from.address.toLowerCase();
  const choice = choiceFor(sender, settings);
  // A promise to one sender is not one to whoever bears the name.
  const doubted = item.check?.outcome === 'suspicious' || item.place === 'junk';
  const remote = once || (choice === 'always' && !doubted);
  const { data } = useQuery(layoutQuery(item.id));
  const choose = (list: 'sendersWithRemoteImages' | 'sendersWithoutRemoteImages') => {
    void changeSettings({ [list]: [...new Set([...(knownSettings()?.[list] ?? []), sender])] });
  };
  const { blockedRemote: images = 0, trackers = 0, scheme = 'paper' } = data ?? {};
  const designed = scheme === 'paper';
  const summary = t.blocked(remote ? 0 : images, trackers);
  const offers = images > 0 && !remote;
  return (
    <>
      {offers ? (
        <Banner
          icon={<ImageOff aria-hidden />}
          title={summary}
          actions={
            <>
              <Button size="small" onClick={() => setOnce(true)}>
                {t.once}
              </Button>
              {sender && choice === 'ask' && !doubted ? (
                <>
                  <Button
                    size="small"
                    title={t.forSender(sender)}
                    onClick={() => choose('sendersWithRemoteImages')}
                  >
                    {t.always}
                  </Button>
                  <Button
                    size="small"
                    title={t.forSender(sender)}
                    onClick={() => {
                      choose('sendersWithoutRemoteImages');
                      tellBriefly(t.neverDone);
                    }}
                  >
                    {t.neverAgain}
                  </Button>
                </>
              ) : null}
            </>
          }
        >
          {choice === 'never' ? t.never : choice === 'always' && item.place !== 'junk' ? t.forged : t.tells}
        </Banner>
      ) : null}
      {(summary && !offers) || (dark && data && designed) ? (
        <div className={styles.paper}>
          {summary && !offers ? (
            <p className={styles.note}>
              <EyeOff aria-hidden />
              {summary}
            </p>
          ) : null}
          {dark && data && designed ? (
            <Button
              size="small"
              variant="quiet"
              icon={darkened ? <Sun aria-hidden /> : <Moon aria-hidden />}
              onClick={() => setDarkened(!darkened)}
            >
              {darkened ? strings.conversation.asDesigned : strings.conversation.darken}
            </Button>
          ) : null}
        </div>
      ) : null}
      <MessageFrame
        messageId={item.id}
        remote={remote}
        paper={!dark ? 'light' : !data || !designed ? 'dark' : darkened ? 'darkened' : 'light'}
        title={strings.conversation.frameTitle(nameOf(item.from))}
      />
    </>
  );
}
