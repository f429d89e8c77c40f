import { ArrowRightLeft, Mail, MessageSquare } from 'lucide-react';
import type { Channel } from '#shared/contract/model.ts';
import styles from './Avatar.module.css';
import { cx } from './cx.ts';

const hues = 10;

function hueOf(key: string): number {
  // FNV-1a spreads short names better than a sum of letters does.
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193) >>> 0;
  return (hash >>> 8) % hues;
}

/** Up to two letters of a name, or the last two digits of a number. */
function initials(name: string, address: string): string {
  const called = name === '' || name.includes('@') ? (address || name).split('@')[0] : name;
  const words = (called ?? '')
    .normalize('NFC')
    .split(/[\s._-]+/u)
    .map((word) => word.match(/\p{L}/u)?.[0] ?? '')
    .filter(Boolean);
  if (words.length === 0) return address.replace(/\D/g, '').slice(-2) || '?';
  const first = words[0] ?? '';
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  return (first + last).toUpperCase();
}

/** A coloured disc with initials and, when asked, the channel it stands for. Decorative: names are in the text. */
export function Avatar({
  name,
  address,
  size = 'normal',
  channels,
}: {
  name: string;
  address: string;
  size?: 'small' | 'normal' | 'large';
  channels?: readonly Channel[];
}) {
  const Glyph =
    channels && (channels.length > 1 ? ArrowRightLeft : channels[0] === 'sms' ? MessageSquare : Mail);
  return (
    <span
      className={cx(styles.avatar, styles[size])}
      data-hue={hueOf((name || address).toLowerCase())}
      aria-hidden="true"
    >
      {initials(name, address)}
      {Glyph ? (
        <span className={styles.glyph}>
          <Glyph />
        </span>
      ) : null}
    </span>
  );
}
