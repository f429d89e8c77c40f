export function DraftList(_props: { sheet?: boolean }) {
  return null;
}
