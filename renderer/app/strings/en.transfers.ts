import { count, plural } from './plural.ts';

const messages = (n: number) => plural(n, { one: '# message', other: '# messages' });

/** Words of importing and exporting mail. */
export const transferStrings = {
  title: 'Import and export',
  import: {
    title: 'Import mail',
    hint: 'From mbox files, Maildirs and message files (.eml), or a whole folder of them, such as a Thunderbird or Apple Mail folder. They are only read.',
    where:
      'Imported mail is in an account of its own that no server knows. Each mailbox keeps its name; mail from a mailbox called Inbox goes to your inbox, other mail to the archive.',
    files: 'Choose files…',
    folder: 'Choose a folder…',
    stop: 'Stop',
    goOn: 'Go on',
    running: 'Importing mail',
    looking: 'Looking for mail…',
    percent: (share: number) => `${Math.floor(share * 100)} %`,
    reading: (file: string) => `Reading ${file}`,
    counts: ({ added, known, erased }: { added: number; known: number; erased: number }) =>
      [
        `${messages(added)} imported`,
        known > 0 ? `${count(known)} here already` : '',
        erased > 0 ? `${count(erased)} stay deleted, as you asked before` : '',
      ]
        .filter(Boolean)
        .join(' · '),
    titles: {
      done: 'The import is complete',
      stopped: 'The import is not complete',
      failed: 'The import could not go on',
    },
    stoppedHint: 'What came in stays. Skein goes on where it ended.',
    leftOut: (n: number) => plural(n, { one: '# message was left out', other: '# messages were left out' }),
    reasons: {
      empty: 'There is nothing in it',
      'too-large': 'Larger than any mail',
      unreadable: 'The file cannot be read',
      'not-mail': 'Not a file of mail',
      'not-stored': 'It could not be stored',
    },
    at: (offset: number) => `byte ${count(offset)}`,
    more: (n: number) => `and ${count(n)} more`,
    told: (n: number) => `${messages(n)} imported.`,
  },
  export: {
    title: 'Export mail',
    hint: 'Writes mail to a folder, as files that other programs read. What is here stays here.',
    open: 'Export…',
    what: 'What',
    as: 'As',
    everything: 'Everything',
    everythingHint: 'All accounts and all places, the trash too',
    account: (address: string) => `All of ${address}`,
    place: (name: string) => `What is in ${name}`,
    threads: (n: number) => (n === 1 ? 'This thread' : plural(n, { one: '# thread', other: '# threads' })),
    formats: {
      mbox: 'A file for each mailbox (mbox)',
      mboxHint: 'Thunderbird, Apple Mail and most other programs read it',
      eml: 'A file for each message (.eml)',
      emlHint: 'Opens with a double click in most mail programs',
      jsonl: 'Data (JSON lines)',
      jsonlHint: 'Texts too, with their files and all that Skein knows of a message',
    },
    warning: 'The files are not encrypted. Whoever can read the folder can read your mail.',
    choose: 'Choose where…',
    stop: 'Stop',
    running: 'Exporting mail',
    counts: (done: number, total: number) => `${count(done)} of ${messages(total)}`,
    titles: {
      done: 'The export is complete',
      stopped: 'The export was stopped',
      failed: 'The export could not go on',
    },
    result: (n: number, files: number, out: string) =>
      `${messages(n)} in ${plural(files, { one: '# file', other: '# files' })} in ${out}`,
    partly: (out: string) => `What was written is in ${out}`,
    missing: (n: number) =>
      plural(n, {
        one: '# message is not here whole yet and was left out. Check for new messages, then export again.',
        other:
          '# messages are not here whole yet and were left out. Check for new messages, then export again.',
      }),
    textsLeftOut: (n: number) =>
      plural(n, {
        one: '# text was left out: only the JSON format holds texts.',
        other: '# texts were left out: only the JSON format holds texts.',
      }),
    told: (n: number) => `${messages(n)} exported.`,
  },
  reread: {
    title: 'Reading stored mail again',
    why: 'This version of Skein finds more in mail than the one it came with. You can go on working meanwhile.',
    reached: (done: number, date: string) => `${messages(done)} so far, back to ${date}`,
  },
  message: {
    print: 'Print…',
    savePdf: 'Save as PDF…',
    saveEml: 'Save as .eml…',
    saved: 'Saved, not encrypted.',
    printed: 'Sent to the printer.',
    notDragged: (n: number) =>
      plural(n, {
        one: '# message is not on this computer yet, and was left out.',
        other: '# messages are not on this computer yet, and were left out.',
      }),
    tooManyDragged: (most: number) =>
      `At most ${count(most)} messages are dragged at once. “Export threads…” takes any number.`,
  },
  show: 'Show import and export',
  local: 'On this computer only',
};
