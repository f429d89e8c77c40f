import { Component, type ReactNode } from 'react';
import { Button } from '../design/Button.tsx';
import { ErrorState } from '../design/ErrorState.tsx';
import { strings } from './strings/index.ts';

/** Keeps a fault in one part of the window from taking the rest with it. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <ErrorState
        error={{
          code: 'screen-failed',
          message: strings.error.screen,
          advice: strings.error.screenAdvice,
          detail: error.message,
        }}
        action={<Button onClick={() => this.setState({ error: null })}>{strings.error.showAgain}</Button>}
      />
    );
  }
}
