/** Where main serves an attachment to look at: pictures as they are, texts as a document without scripts. */
export const attachmentUrl = (id: string) => `skein-message://attachment/${encodeURIComponent(id)}`;
