export function Places(_props: { sheet?: boolean }) {
  return null;
}
