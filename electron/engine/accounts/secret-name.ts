/** The name an account's secret has in the keychain. */
export const secretName = (accountId: string) => `account-${accountId}`;
