import { Button } from '../design/Button.tsx';
import { strings } from './strings/index.ts';
import { inInbox, leaveWindow } from './windows.ts';

/** The next step where a window of one thread or draft has nothing more to show; nothing in one of the inbox. */
export function CloseWindow() {
  if (inInbox()) return null;
  return <Button onClick={() => void leaveWindow(false)}>{strings.windows.close}</Button>;
}
