import { ExternalLink } from 'lucide-react';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';

const words = strings.signIn;

/** Shown while the person signs in in the browser. */
export function Waiting({ name, page, onStop }: { name: string; page: string; onStop: () => void }) {
  return (
    <Banner
      tone="info"
      icon={<ExternalLink aria-hidden />}
      title={words.waiting(name)}
      actions={
        <>
          <Button size="small" onClick={() => window.open(page)}>
            {words.openAgain}
          </Button>
          <Button size="small" variant="quiet" onClick={onStop}>
            {words.stop}
          </Button>
        </>
      }
    />
  );
}
