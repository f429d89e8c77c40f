/** The part of the inbox that holds what no section is about. Apart from the schemas, so that a page loads no validator. */
export const REST = 'rest';
