import { PenLine } from 'lucide-react';
import type { Sender } from '#shared/contract/senders.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { IconButton } from '../../design/IconButton.tsx';
import styles from './Composer.module.css';
import type { DraftFields } from './draft-state.ts';
import { FoldedText } from './FoldedText.tsx';

const t = strings.senders;
const MARK = '-- ';

/** The sender's signature, which follows the text: left out, or taken into the text to be changed for this once. */
export function SignatureFold({
  fields,
  sender,
  onChange,
  onEdited,
}: {
  fields: DraftFields;
  sender: Sender;
  onChange: (part: Partial<DraftFields>) => void;
  onEdited: () => void;
}) {
  const { signatureText, signatureHtml } = sender;
  if (signatureText.trim() === '') return null;
  if (!fields.signature) {
    if (fields.text.includes(`\n${MARK}\n`)) return null;
    return (
      <div className={styles.quote}>
        <Button size="small" variant="quiet" onClick={() => onChange({ signature: true })}>
          {t.addSignature}
        </Button>
      </div>
    );
  }
  const edit = () => {
    onChange({
      text: `${fields.text}\n\n${MARK}\n${signatureText}`,
      html: fields.html === null ? null : `${fields.html}<div><br></div><div>${MARK}</div>${signatureHtml}`,
      signature: false,
    });
    onEdited();
  };
  return (
    <FoldedText
      label={t.signed(signatureText.trim().split('\n')[0] ?? '')}
      showLabel={t.showSignature}
      dropLabel={t.dropSignature}
      text={signatureText}
      onDrop={() => onChange({ signature: false })}
    >
      <IconButton label={t.editSignature} icon={<PenLine aria-hidden />} onClick={edit} />
    </FoldedText>
  );
}
