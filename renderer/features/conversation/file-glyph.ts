import { File, FileImage, FileText } from 'lucide-react';

/** The sign of a file of this type. */
export function glyphOf(contentType: string) {
  if (contentType.startsWith('image/')) return FileImage;
  if (contentType.startsWith('text/') || contentType === 'application/pdf') return FileText;
  return File;
}
