export function Conversation(_props: { sheet?: boolean }) {
  return null;
}
