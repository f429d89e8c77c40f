export async function ensureElectron() {
  throw new Error('later');
}
