import { Mail, MessageSquare } from 'lucide-react';
import { ToggleGroup } from 'radix-ui';
import type { Channel } from '#shared/contract/model.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import { strings } from '../../app/strings/index.ts';
import styles from './Composer.module.css';
import type { Way } from './channels.ts';

const t = strings.composer;

/** The first control of every composer: on which channel and from where. Changing it keeps the text. */
export function ChannelBar({
  ways,
  channel,
  accountId,
  onChange,
}: {
  ways: readonly Way[];
  channel: Channel;
  accountId: string | null;
  onChange: (way: Way) => void;
}) {
  const keyOf = (way: { channel: Channel; accountId: string | null }) => `${way.channel} ${way.accountId}`;
  const several = new Set(ways.map((way) => way.channel));
  return (
    <ToggleGroup.Root
      type="single"
      className={styles.channels}
      aria-label={t.channel}
      value={keyOf({ channel, accountId })}
      onValueChange={(key) => {
        const way = ways.find((entry) => keyOf(entry) === key);
        if (way) onChange(way);
      }}
    >
      {ways.map((way) => {
        const on = way.channel === channel && way.accountId === accountId;
        const alone = ways.filter((other) => other.channel === way.channel).length === 1;
        const full = way.channel === 'mail' ? t.mailFrom(way.from) : t.textFrom(displayAddress(way.from));
        const short = way.channel === 'mail' ? t.mail : t.text;
        return (
          <ToggleGroup.Item
            key={keyOf(way)}
            value={keyOf(way)}
            className={styles.channel}
            data-channel={way.channel}
            aria-label={full}
            title={full}
          >
            {way.channel === 'mail' ? <Mail aria-hidden /> : <MessageSquare aria-hidden />}
            <span className={styles.channelText}>{on || !alone || several.size === 1 ? full : short}</span>
          </ToggleGroup.Item>
        );
      })}
    </ToggleGroup.Root>
  );
}
