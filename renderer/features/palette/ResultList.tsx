import { type ReactNode, useEffect } from 'react';
import styles from './Palette.module.css';

export interface PaletteRow {
  /** Unique among all rows; also makes the row's id. */
  key: string;
  icon?: ReactNode;
  text: string;
  note?: string | undefined;
  end?: ReactNode;
  /** Cannot be chosen now; the note says why. */
  unavailable?: boolean;
  choose: () => void;
}

export interface PaletteSection {
  title: string | null;
  rows: PaletteRow[];
}

export const resultId = (row: PaletteRow) => `palette-${row.key}`;

/** The rows of the palette as one list box in named groups; the field keeps the focus and names the active row. */
export function ResultList({
  id,
  label,
  sections,
  active,
  onActive,
}: {
  id: string;
  label: string;
  sections: PaletteSection[];
  active: PaletteRow | null;
  onActive: (row: PaletteRow) => void;
}) {
  const activeId = active ? resultId(active) : null;
  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);
  return (
    <div id={id} role="listbox" aria-label={label} className={styles.list}>
      {sections.map((section) => (
        // biome-ignore lint/a11y/useSemanticElements: groups of a list box are no fieldsets
        <div key={section.title ?? ''} role="group" aria-label={section.title ?? label}>
          {section.title ? (
            <div className={styles.heading} aria-hidden="true">
              {section.title}
            </div>
          ) : null}
          {section.rows.map((row) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names its active option
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the field
            <div
              key={row.key}
              id={resultId(row)}
              role="option"
              aria-selected={row === active}
              aria-disabled={row.unavailable || undefined}
              className={styles.row}
              onPointerMove={() => {
                if (row !== active) onActive(row);
              }}
              onClick={row.choose}
            >
              {row.icon}
              <span className={styles.text}>{row.text}</span>
              <span className={styles.note}>{row.note}</span>
              <span className={styles.end}>{row.end}</span>
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
