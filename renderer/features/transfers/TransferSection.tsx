import { ExportGroup } from './ExportGroup.tsx';
import { ImportGroup } from './ImportGroup.tsx';

/** Mail from files and to files. */
export function TransferSection() {
  return (
    <>
      <ImportGroup />
      <ExportGroup />
    </>
  );
}
