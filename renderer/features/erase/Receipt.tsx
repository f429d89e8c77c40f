import { Check } from 'lucide-react';
import { useState } from 'react';
import type { ErasePreview, EraseReceipt, EraseScope } from '#shared/contract/erase.ts';
import { announce } from '../../app/announce.tsx';
import { bridge } from '../../app/bridge.ts';
import { formatFull } from '../../app/format.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import styles from './Erase.module.css';
import { accountLines, inNumbers, receiptText } from './receipt.ts';

const words = strings.erase;

/** What goes, counted and in words, and what stays where it is. */
export function WhatGoes({
  kind,
  preview,
  gone = false,
}: {
  kind: EraseScope['kind'];
  preview: ErasePreview;
  gone?: boolean;
}) {
  return (
    <>
      <section>
        <h3 className={styles.heading}>{gone ? words.went : words.goes}</h3>
        <ul className={styles.numbers}>
          {inNumbers(preview).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <ul className={styles.lines}>
          {accountLines(kind, preview)
            .concat(preview.goes)
            .map((line) => (
              <li key={line}>{line}</li>
            ))}
        </ul>
      </section>
      <section>
        <h3 className={styles.heading}>{words.stays}</h3>
        <ul className={styles.lines}>
          {(preview.stays.length > 0 ? preview.stays : [words.staysNothing]).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </section>
    </>
  );
}

/** What was deleted and what was checked afterwards, to copy or to keep as a file. */
export function Receipt({
  kind,
  receipt,
  onClose,
}: {
  kind: EraseScope['kind'];
  receipt: EraseReceipt;
  onClose: () => void;
}) {
  const [said, setSaid] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const shell = bridge();
  const say = (text: string) => {
    setSaid(text);
    announce(text);
  };
  const copy = async () => {
    await navigator.clipboard.writeText(receiptText(kind, receipt));
    say(words.copied);
  };
  const save = async () => {
    setFailed(false);
    const day = new Date(receipt.at).toISOString().slice(0, 10);
    try {
      const content = new TextEncoder().encode(receiptText(kind, receipt));
      if (await shell?.saveFile(words.filename(day), content)) say(words.saved);
    } catch {
      setFailed(true);
    }
  };
  return (
    <div className={styles.body}>
      <p className={styles.meta}>{words.at(formatFull(receipt.at))}</p>
      <WhatGoes kind={kind} preview={receipt} gone />
      {receipt.verified.length > 0 ? (
        <section>
          <h3 className={styles.heading}>{words.verified}</h3>
          <ul className={styles.verified}>
            {receipt.verified.map((line) => (
              <li key={line}>
                <Check aria-hidden />
                {line}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {failed ? <Banner tone="danger" live title={words.saveFailed} /> : null}
      <div className={styles.receiptActs}>
        <Button onClick={() => void copy()}>{words.copy}</Button>
        {shell ? <Button onClick={() => void save()}>{words.save}</Button> : null}
        <span className={styles.meta}>{said}</span>
        <Button variant="primary" className={styles.close} autoFocus onClick={onClose}>
          {words.close}
        </Button>
      </div>
    </div>
  );
}
