import type { SignInAdvice } from '#shared/contract/sign-in.ts';
import { strings } from '../../app/strings/index.ts';
import styles from './SignIn.module.css';

const words = strings.signIn;

/** One sentence about what a provider wants before a password works, and its own page about that. */
export function Guide({ guide }: { guide: NonNullable<SignInAdvice['guide']> }) {
  return (
    <p className={styles.guide}>
      {words.guide[guide.kind](guide.name)}{' '}
      <a href={guide.url} target="_blank" rel="noreferrer">
        {words.guideLink(guide.name)}
      </a>
    </p>
  );
}
