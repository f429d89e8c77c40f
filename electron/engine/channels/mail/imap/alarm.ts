/** A sleep that can be ended. One that is rung while nobody sleeps ends the next sleep at once: no event is lost. */
export class Alarm {
  private rung = false;
  private wake: (() => void) | null = null;

  ring(): void {
    this.rung = true;
    this.wake?.();
  }

  /** What was rung for is known. */
  reset(): void {
    this.rung = false;
  }

  /** Sleeps until rung, or for `ms`. */
  async sleep(ms: number | null): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    if (!this.rung)
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        if (ms !== null) timer = setTimeout(resolve, ms);
      });
    clearTimeout(timer);
    this.wake = null;
    this.rung = false;
  }
}
