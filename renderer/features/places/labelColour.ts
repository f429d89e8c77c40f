const colours = 6;

/** The colour token of a label, the same for the same name everywhere. Decoration: the name stands beside it. */
export function labelColour(name: string): string {
  let hash = 7;
  for (let i = 0; i < name.length; i++) hash = (hash * 33 + name.charCodeAt(i)) >>> 0;
  return `var(--label-${hash % colours})`;
}
