/** Words about files of a large mail that are not here yet. */
export const comingStrings = {
  files: (size: string) =>
    `A large message (${size}) that is still coming. Its files can be fetched before the rest.`,
  notYet: (size: string) => `${size}, still to come`,
  /** Before the file's name. */
  fetch: 'Fetch',
  fetchAll: 'Fetch all',
  fetchingFile: (file: string) => `Fetching ${file}`,
  fetching: (here: string, size: string) => `${here} of ${size}`,
  waiting: 'Waiting for the connection…',
  stop: (file: string) => `Stop fetching ${file}`,
};
