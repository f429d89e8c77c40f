import { useQuery } from '@tanstack/react-query';
import { AtSign, Building2, Globe, MapPin, Phone, StickyNote, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Attached, ContactCard } from '#shared/contract/attached.ts';
import type { Address, Attachment } from '#shared/contract/model.ts';
import { formatFull, formatSize } from '../../app/format.ts';
import { attachedQuery } from '../../app/queries.ts';
import { strings } from '../../app/strings/index.ts';
import { Avatar } from '../../design/Avatar.tsx';
import { Skeleton } from '../../design/Skeleton.tsx';
import styles from './AttachedView.module.css';
import { MessageText } from './MessageText.tsx';

const t = strings.viewer;
const mailWords = strings.conversation;

const spelled = (people: readonly Address[]) =>
  people.map(({ name, address }) => (name && name !== address ? `${name} <${address}>` : address)).join(', ');

const icons: Record<ContactCard['fields'][number]['kind'], typeof AtSign> = {
  email: AtSign,
  phone: Phone,
  organisation: Building2,
  title: UserRound,
  address: MapPin,
  web: Globe,
  note: StickyNote,
};

function Mail({ mail }: { mail: Extract<Attached, { kind: 'mail' }> }) {
  const rows: [string, string][] = [
    [mailWords.from, spelled(mail.from)],
    [mailWords.to, spelled(mail.to)],
    [mailWords.cc, spelled(mail.cc)],
    [mailWords.date, mail.date === null ? '' : formatFull(mail.date)],
    [
      mailWords.attachments,
      mail.files.map(({ filename, size }) => t.within(filename, formatSize(size))).join(', '),
    ],
  ];
  return (
    <article className={styles.mail} data-selectable="">
      <h3 dir="auto">{mail.subject || mailWords.noSubject}</h3>
      <dl>
        {rows
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {mail.text.trim() === '' ? (
        <p className={styles.quiet}>{mailWords.noText}</p>
      ) : (
        <MessageText text={mail.text.trim()} />
      )}
    </article>
  );
}

function Card({ card }: { card: ContactCard }) {
  return (
    <li className={styles.card}>
      <Avatar name={card.name} address="" />
      <div className={styles.details}>
        <h3 dir="auto">{card.name}</h3>
        <ul className={styles.fields}>
          {card.fields.map(({ kind, value }, index) => {
            const Icon = icons[kind];
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: one value may stand twice, and the list never moves
              <li key={index}>
                <Icon role="img" aria-label={t.field[kind]} />
                <MessageText text={value} />
              </li>
            );
          })}
        </ul>
      </div>
    </li>
  );
}

/** An attachment that is a mail or a contact card, read inside the window; `instead` where it cannot be read so. */
export function AttachedView({ file, instead }: { file: Attachment; instead: ReactNode }) {
  const { data, isPending } = useQuery(attachedQuery(file.id));
  if (isPending)
    return (
      <div className={styles.view} aria-busy="true">
        <Skeleton width="60%" height="1.25rem" />
        <Skeleton width="100%" height="6rem" />
      </div>
    );
  if (!data) return instead;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable to be scrolled by keys
    <section className={styles.view} tabIndex={0} aria-label={t.frame(file.filename)}>
      {data.kind === 'mail' ? (
        <Mail mail={data} />
      ) : (
        <ul className={styles.cards} data-selectable="">
          {data.cards.map((card, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two cards may say the same, and the list never moves
            <Card key={index} card={card} />
          ))}
        </ul>
      )}
    </section>
  );
}
