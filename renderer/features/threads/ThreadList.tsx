export function ThreadList(_props: { sheet?: boolean }) {
  return null;
}
