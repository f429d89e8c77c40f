export default function MoveDialog() {
  return null;
}
