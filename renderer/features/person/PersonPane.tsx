export function PersonPane(_props: { sheet?: boolean }) {
  return null;
}
