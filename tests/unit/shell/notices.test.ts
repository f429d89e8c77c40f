import { describe, expect, it } from 'vitest';
import { Notices, type SystemNotice } from '../../../electron/main/notices.ts';

class Shown implements SystemNotice {
  readonly title: string;
  readonly body: string;
  readonly #listeners: { event: string; listener: () => void }[] = [];
  standing = false;

  constructor({ title, body }: { title: string; body: string }) {
    this.title = title;
    this.body = body;
  }

  on(event: 'click' | 'close', listener: () => void): void {
    this.#listeners.push({ event, listener });
  }

  show(): void {
    this.standing = true;
  }

  close(): void {
    if (!this.standing) return;
    this.standing = false;
    this.tell('close');
  }

  tell(wanted: 'click' | 'close'): void {
    for (const { event, listener } of this.#listeners) if (event === wanted) listener();
  }
}

function desk() {
  const all: Shown[] = [];
  const opened: (string | null)[] = [];
  const notices = new Notices({
    make: (words) => {
      const notice = new Shown(words);
      all.push(notice);
      return notice;
    },
    open: (threadId) => opened.push(threadId),
  });
  const standing = () => all.filter((notice) => notice.standing);
  return { notices, opened, standing };
}

const news = (threadId: string | null, title: string) => ({ threadId, title, body: '' });

describe('notices of news', () => {
  it('has one for each thread, the newest', () => {
    const { notices, standing, opened } = desk();
    notices.show(news('a', 'Ana'));
    notices.show(news('b', 'Bo'));
    notices.show(news('a', 'Ana again'));
    expect(standing().map(({ title }) => title)).toEqual(['Bo', 'Ana again']);
    standing()[1]!.tell('click');
    expect(opened).toEqual(['a']);
  });

  it('becomes one when there are many, which opens the inbox', () => {
    const { notices, standing, opened } = desk();
    for (const [id, who] of [
      ['a', 'Ana'],
      ['b', 'Bo'],
      ['c', 'Cleo'],
      ['d', 'Dario'],
      ['d', 'Dario'],
    ] as const)
      notices.show(news(id, who));
    expect(standing()).toMatchObject([{ title: 'News in 4 conversations', body: 'Dario\nCleo\nBo' }]);
    standing()[0]!.tell('click');
    expect(opened).toEqual([null]);
  });

  it('begins anew once somebody looked at a window, or the notices are gone', () => {
    const { notices, standing } = desk();
    for (const id of ['a', 'b', 'c', 'd']) notices.show(news(id, id));
    notices.seen();
    expect(standing()).toEqual([]);
    notices.show(news('e', 'Eve'));
    expect(standing()).toMatchObject([{ title: 'Eve' }]);
    standing()[0]!.close();
    for (const id of ['a', 'b', 'c']) notices.show(news(id, id));
    expect(standing()).toHaveLength(3);
  });
});
