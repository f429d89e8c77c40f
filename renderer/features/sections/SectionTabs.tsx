import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { REST } from '#shared/contract/section-rest.ts';
import { shortcutsOf } from '../../app/commands.ts';
import { sectionsQuery } from '../../app/queries.ts';
import { partsOf, useSection } from '../../app/sections.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { count } from '../../app/strings/plural.ts';
import styles from './Sections.module.css';

const t = strings.sections;

/** The parts of the inbox over its list, with what waits in each to be read. */
export function SectionTabs() {
  const { data } = useQuery(sectionsQuery());
  const shown = useSection();
  const tabs = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the part that shows is brought into view
  useEffect(() => {
    tabs.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [shown]);
  if (!data || shown === null) return null;
  const names = new Map(data.sections.map(({ id, name }) => [id, name]));
  const keys = [...shortcutsOf('previous-section').slice(0, 1), ...shortcutsOf('next-section').slice(0, 1)];
  return (
    <>
      <nav ref={tabs} className={styles.tabs} aria-label={t.tabs} title={keys.join(' ')}>
        {partsOf(data).map((id) => {
          const unread = data.totals[id]?.unread ?? 0;
          return (
            <button
              key={id}
              type="button"
              className={styles.tab}
              aria-current={id === shown ? 'true' : undefined}
              onClick={() => useApp.getState().setSection(id)}
            >
              <span className={styles.tabName}>{id === REST ? t.rest : names.get(id)}</span>
              {unread > 0 ? (
                <span className={styles.count}>
                  <span aria-hidden="true">{count(unread)}</span>
                  <span className="visually-hidden">, {t.unread(unread)}</span>
                </span>
              ) : null}
            </button>
          );
        })}
      </nav>
      {data.sorting ? (
        <p className={styles.sorting} role="status">
          {t.sorting}
        </p>
      ) : null}
    </>
  );
}
