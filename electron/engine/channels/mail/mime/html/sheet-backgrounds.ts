/** The backgrounds that style sheets give to elements, as far as simple selectors name them. */
import { type CssToken, cssTokens } from './css-tokens.ts';

/** Rules with a background that are looked at; a design repeats itself long before. */
const MOST_RULES = 500;
/** Elements that are compared with a step of a selector, so that no sender can keep us at it. */
const MOST_COMPARED = 200_000;
/** Selectors that say more than these, such as states and attributes, are for something else than a design's parts. */
const SIMPLE = /^(?:[\w.#*-]+(?:\s*>\s*|\s+|$))+$/;
const PART = /([.#]?)([\w-]+|\*)/g;
/** Always in force; rules for a printer, for other widths or for the dark are not. */
const ALWAYS = /^(?:only )?(?:all|screen)$/i;
const BACKGROUND = /^background(?:-color|-image)?$/i;

/** One step of a selector: an element of this kind. */
interface Step {
  type: string | null;
  id: string | null;
  classes: string[];
  /** Right within the step before, not anywhere. */
  child: boolean;
}

interface Rule {
  /** Outermost first. */
  steps: Step[];
  value: string;
  weight: number;
}

/** For each element, the value of the background that counts; `undefined` where no rule gives it one. */
export class SheetBackgrounds {
  /** By what the last step of a rule asks for. */
  readonly #rules = new Map<string, Rule[]>();
  #count = 0;
  #compared = 0;

  constructor(css: string) {
    this.#read([...cssTokens(css)]);
  }

  of(element: Element): string | undefined {
    if (this.#rules.size === 0 || this.#compared >= MOST_COMPARED) return undefined;
    const keys = [...element.classList].map((name) => `.${name}`);
    if (element.id !== '') keys.push(`#${element.id}`);
    keys.push(element.localName, '*');
    let best: Rule | undefined;
    for (const rule of keys.flatMap((key) => this.#rules.get(key) ?? []))
      if ((!best || rule.weight > best.weight) && this.#matches(element, rule.steps)) best = rule;
    return best?.value;
  }

  /** Each step by the nearest element that fits: the outer ones are seldom so particular that another would do. */
  #matches(element: Element, steps: readonly Step[]): boolean {
    let at: Element | null = element;
    for (const [index, step] of steps.toReversed().entries()) {
      const inner = steps[steps.length - index];
      if (index > 0) at = at.parentElement;
      const anywhere = inner !== undefined && !inner.child;
      while (at && anywhere && !this.#fits(at, step)) at = at.parentElement;
      if (!at || !this.#fits(at, step)) return false;
    }
    return true;
  }

  #fits(element: Element, { type, id, classes }: Step): boolean {
    return (
      ++this.#compared < MOST_COMPARED &&
      (type === null || element.localName === type) &&
      (id === null || element.id === id) &&
      classes.every((name) => element.classList.contains(name))
    );
  }

  #read(tokens: CssToken[]): void {
    let at = 0;
    while (at < tokens.length && this.#count < MOST_RULES) {
      const open = tokens.findIndex((token, index) => index >= at && isDelim(token, '{'));
      if (open < 0) return;
      const end = closing(tokens, open);
      const prelude = written(tokens.slice(at, open)).trim();
      const block = tokens.slice(open + 1, end);
      const media = /^@media\s+(.*)$/i.exec(prelude)?.[1];
      if (media !== undefined && ALWAYS.test(media)) this.#read(block);
      else if (!prelude.startsWith('@')) this.#add(prelude, block);
      at = end + 1;
    }
  }

  #add(prelude: string, block: CssToken[]): void {
    const value = backgroundOf(written(block));
    if (value === null) return;
    for (const selector of prelude.split(',').map((one) => one.trim())) {
      if (!SIMPLE.test(selector)) continue;
      const steps = stepsOf(selector);
      const last = steps.at(-1);
      if (!last) continue;
      const important = /!\s*important\s*$/i.test(value) ? 1 : 0;
      const ids = steps.filter(({ id }) => id !== null).length;
      const classes = steps.reduce((sum, step) => sum + step.classes.length, 0);
      const types = steps.filter(({ type }) => type !== null).length;
      // Of two with the same weight the later one counts.
      const weight = (((important * 100 + ids) * 100 + classes) * 100 + types) * MOST_RULES + this.#count++;
      const key = last.classes[0] ? `.${last.classes[0]}` : last.id ? `#${last.id}` : (last.type ?? '*');
      const others = this.#rules.get(key);
      if (others) others.push({ steps, value, weight });
      else this.#rules.set(key, [{ steps, value, weight }]);
    }
  }
}

const isDelim = (token: CssToken, value: string) => token.type === 'delim' && token.value === value;

/** Where the block ends that begins at `open`. */
function closing(tokens: CssToken[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    const token = tokens[at] as CssToken;
    if (isDelim(token, '{')) depth++;
    else if (isDelim(token, '}') && --depth === 0) return at;
  }
  return tokens.length;
}

/** As it was, but for what is in strings, which names no colour and no element. */
function written(tokens: CssToken[]): string {
  return tokens
    .map((token) => {
      switch (token.type) {
        case 'space':
          return ' ';
        case 'bad':
        case 'string':
          return '""';
        case 'url':
          return 'url()';
        case 'function':
          return `${token.value}(`;
        case 'hash':
          return `#${token.value}`;
        case 'at':
          return `@${token.value}`;
        default:
          return token.value;
      }
    })
    .join('');
}

function backgroundOf(declarations: string): string | null {
  const values: string[] = [];
  for (const declaration of declarations.split(';')) {
    const colon = declaration.indexOf(':');
    if (BACKGROUND.test(declaration.slice(0, colon).trim())) values.push(declaration.slice(colon + 1));
    else if (/^\s*(?:-webkit-)?background-clip\s*:\s*text/i.test(declaration)) return null;
  }
  return values.at(-1) ?? null;
}

function stepsOf(selector: string): Step[] {
  const steps: Step[] = [];
  let child = false;
  for (const word of selector.split(/\s+|(>)/)) {
    if (word === '>') child = true;
    else if (word) {
      const step: Step = { type: null, id: null, classes: [], child };
      for (const [, mark, name] of word.matchAll(PART)) {
        if (mark === '.') step.classes.push(name!);
        else if (mark === '#') step.id = name!;
        else if (name !== '*') step.type = name!.toLowerCase();
      }
      steps.push(step);
      child = false;
    }
  }
  return steps;
}
