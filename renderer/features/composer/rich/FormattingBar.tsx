import {
  Bold,
  Code,
  Heading,
  Image,
  Italic,
  Link,
  List,
  ListOrdered,
  Quote,
  RemoveFormatting,
  Strikethrough,
  Underline,
} from 'lucide-react';
import type { Command } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { strings } from '../../../app/strings/index.ts';
import { IconButton } from '../../../design/IconButton.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../../design/Menu.tsx';
import {
  type BlockName,
  clearFormatting,
  type MarkName,
  type Standing,
  type Style,
  setStyle,
  toggle,
  toggleList,
  toggleQuote,
} from './commands.ts';
import { FORMAT_KEYS } from './keys.ts';
import styles from './RichText.module.css';

const t = strings.richText;

const MARKS: { name: MarkName; icon: ReactNode }[] = [
  { name: 'strong', icon: <Bold aria-hidden /> },
  { name: 'em', icon: <Italic aria-hidden /> },
  { name: 'underline', icon: <Underline aria-hidden /> },
  { name: 'strike', icon: <Strikethrough aria-hidden /> },
  { name: 'code', icon: <Code aria-hidden /> },
];
const BLOCKS: { name: BlockName; icon: ReactNode; command: Command }[] = [
  {
    name: 'bullet_list',
    icon: <List aria-hidden />,
    command: toggleList('bullet_list'),
  },
  {
    name: 'ordered_list',
    icon: <ListOrdered aria-hidden />,
    command: toggleList('ordered_list'),
  },
  { name: 'blockquote', icon: <Quote aria-hidden />, command: toggleQuote },
];
const STYLES: Style[] = ['paragraph', 'heading1', 'heading2', 'heading3', 'code_block'];

/** The tools for formatting, one stop of the Tab key; the arrows go from one to the next. */
export function FormattingBar({
  view,
  standing,
  onLink,
  onPicture,
  onPlain,
}: {
  view: EditorView;
  standing: Standing;
  onLink: () => void;
  onPicture: (() => void) | undefined;
  onPlain: (() => void) | undefined;
}) {
  const bar = useRef<HTMLDivElement>(null);
  const run = (command: Command) => () => {
    command(view.state, view.dispatch, view);
    view.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const tools = [...(bar.current?.querySelectorAll<HTMLElement>('button') ?? [])];
    const at = tools.indexOf(event.target as HTMLElement);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (at < 0 || step === undefined) return;
    event.preventDefault();
    tools.at((at + step) % tools.length)?.focus();
  };
  const { marks, blocks, style, link } = standing;
  return (
    <div
      ref={bar}
      className={styles.bar}
      role="toolbar"
      aria-label={t.bar}
      onKeyDown={onKeyDown}
      // The text keeps its selection while a tool is pressed.
      onMouseDown={(event) => event.preventDefault()}
    >
      {MARKS.map(({ name, icon }, index) => (
        <IconButton
          key={name}
          label={t[name]}
          shortcut={FORMAT_KEYS[name]}
          icon={icon}
          pressed={marks[name]}
          tabIndex={index === 0 ? 0 : -1}
          onClick={run(toggle(name))}
        />
      ))}
      <IconButton
        label={t.link}
        shortcut={FORMAT_KEYS.link}
        icon={<Link aria-hidden />}
        pressed={link !== null}
        tabIndex={-1}
        onClick={onLink}
      />
      <span className={styles.gap} />
      {BLOCKS.map(({ name, icon, command }) => (
        <IconButton
          key={name}
          label={t[name]}
          shortcut={FORMAT_KEYS[name]}
          icon={icon}
          pressed={blocks[name]}
          tabIndex={-1}
          onClick={run(command)}
        />
      ))}
      <Menu
        label={t.style}
        trigger={<IconButton label={t.style} icon={<Heading aria-hidden />} tabIndex={-1} />}
      >
        {STYLES.map((name) => (
          <MenuItem key={name} label={t[name]} checked={name === style} onSelect={run(setStyle(name))} />
        ))}
        {onPlain ? (
          <>
            <MenuSeparator />
            <MenuItem label={t.plain} onSelect={onPlain} />
          </>
        ) : null}
      </Menu>
      {onPicture ? (
        <IconButton label={t.picture} icon={<Image aria-hidden />} tabIndex={-1} onClick={onPicture} />
      ) : null}
      <IconButton
        label={t.clear}
        shortcut={FORMAT_KEYS.clear}
        icon={<RemoveFormatting aria-hidden />}
        tabIndex={-1}
        onClick={run(clearFormatting)}
      />
    </div>
  );
}
