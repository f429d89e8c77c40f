export function StatusLine(_props: { sheet?: boolean }) {
  return null;
}
