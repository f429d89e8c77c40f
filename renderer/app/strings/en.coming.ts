/** Words about files of a large mail that are not here yet. */
export const comingStrings = {
  files: (size: string) =>
    `A large message (${size}) that is still coming. Its files can be fetched before the rest.`,
  notYet: (size: string) => `${size}, still to come`,
  fetch: (file: string) => `Fetch ${file}`,
  fetchAll: 'Fetch all',
  fetching: (here: string, size: string) => `${here} of ${size}`,
  waiting: 'Waiting for the connection…',
  stop: (file: string) => `Stop fetching ${file}`,
};
