import { useQuery } from '@tanstack/react-query';
import { ImageOff } from 'lucide-react';
import { useState } from 'react';
import type { MailItem } from '#shared/contract/model.ts';
import { tellError } from '../../app/acts.ts';
import { engine } from '../../app/engine.ts';
import { settingsQuery } from '../../app/queries.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { nameOf } from '../threads/rowText.ts';
import { MessageFrame } from './MessageFrame.tsx';

const t = strings.conversation;

/** The original layout of a mail, remote images blocked until the user says otherwise. */
export function OriginalView({ item }: { item: MailItem }) {
  const { data: settings } = useQuery(settingsQuery());
  const [once, setOnce] = useState(false);
  const sender = item.from.address.toLowerCase();
  const always = settings?.sendersWithRemoteImages.includes(sender) ?? false;
  const remote = once || always;
  const { data } = useQuery({
    queryKey: ['html', item.id],
    queryFn: async () => (await engine.messages.html({ id: item.id, remote: false })).blockedRemote,
  });
  const allow = () => {
    setOnce(true);
    const senders = [...(settings?.sendersWithRemoteImages ?? []), sender];
    engine.settings.set({ sendersWithRemoteImages: senders }).catch(tellError);
  };
  return (
    <>
      {data && !remote ? (
        <Banner
          icon={<ImageOff aria-hidden />}
          actions={
            <>
              <Button size="small" onClick={() => setOnce(true)}>
                {t.showOnce}
              </Button>
              {sender ? (
                <Button size="small" onClick={allow}>
                  {t.showAlways}
                </Button>
              ) : null}
            </>
          }
        >
          {t.remoteBlocked(data)}
        </Banner>
      ) : null}
      <MessageFrame messageId={item.id} remote={remote} title={t.frameTitle(nameOf(item.from))} />
    </>
  );
}
