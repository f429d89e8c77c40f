export default function SourceDialog() {
  return null;
}
