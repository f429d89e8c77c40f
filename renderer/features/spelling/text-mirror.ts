import styles from './Spelling.module.css';

/** Everything that decides where a text breaks and where its letters stand. */
const COPIED = [
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'font-variant',
  'font-feature-settings',
  'font-kerning',
  'letter-spacing',
  'word-spacing',
  'line-height',
  'text-align',
  'text-indent',
  'text-transform',
  'tab-size',
  'direction',
  'padding-top',
  'padding-left',
  'padding-bottom',
  'border-top-width',
  'border-left-width',
  'border-bottom-width',
];

export interface TextMirror {
  /** Shows what the box shows, and returns its text. */
  update(): Text;
  remove(): void;
}

/**
 * A copy of a text box's text that lies over it and cannot be seen: nothing can be marked in the box itself. It belongs
 * into the box's parent, where boxes are laid out by it.
 */
export function mirrorOf(box: HTMLInputElement | HTMLTextAreaElement): TextMirror {
  const mirror = document.createElement('div');
  const node = document.createTextNode('');
  mirror.append(node);
  mirror.className = styles.mirror ?? '';
  mirror.setAttribute('aria-hidden', 'true');
  mirror.dataset.lines = box instanceof HTMLTextAreaElement ? 'many' : 'one';
  box.after(mirror);

  const follow = () => mirror.scrollTo(box.scrollLeft, box.scrollTop);
  const lay = () => {
    if (!box.isConnected) {
      mirror.remove();
      return;
    }
    const computed = getComputedStyle(box);
    for (const name of COPIED) mirror.style.setProperty(name, computed.getPropertyValue(name));
    // What a scroll bar takes of the width is not the text's.
    const bar = box.offsetWidth - box.clientWidth - Number.parseFloat(computed.borderLeftWidth);
    mirror.style.paddingRight = `${Number.parseFloat(computed.paddingRight) + bar}px`;
    // The one line of an input stands in its middle.
    if (box instanceof HTMLInputElement) mirror.style.lineHeight = `${box.clientHeight}px`;
    Object.assign(mirror.style, {
      left: `${box.offsetLeft}px`,
      top: `${box.offsetTop}px`,
      width: `${box.offsetWidth}px`,
      height: `${box.offsetHeight}px`,
    });
    follow();
  };
  const resized = new ResizeObserver(lay);
  resized.observe(box);
  box.addEventListener('scroll', follow);
  return {
    update() {
      // A last line end makes a line only with something behind it.
      const text = `${box.value}\u200b`;
      if (node.data !== text) node.data = text;
      lay();
      return node;
    },
    remove() {
      resized.disconnect();
      box.removeEventListener('scroll', follow);
      mirror.remove();
    },
  };
}
