import { os } from './context.ts';

/** Mail from files and to files. */
export const transfers = {
  watch: os.transfers.watch.handler(async function* ({ context, signal }) {
    yield* (await context.session.engine()).transfers.subscribe(signal);
  }),
  import: os.transfers.import.handler(async ({ input, context: { session } }) => {
    const { imports } = await session.engine();
    await imports.start(await session.grants.take(input.ticket));
    return {};
  }),
  resumeImport: os.transfers.resumeImport.handler(async ({ context }) => {
    await (await context.session.engine()).imports.resume();
    return {};
  }),
  stopImport: os.transfers.stopImport.handler(async ({ context }) => {
    await (await context.session.engine()).imports.stop();
    return {};
  }),
  export: os.transfers.export.handler(async ({ input: { ticket, ...wanted }, context: { session } }) => {
    const engine = await session.engine();
    const [directory = ''] = await session.grants.take(ticket);
    engine.exports.start({ ...wanted, directory });
    return {};
  }),
  stopExport: os.transfers.stopExport.handler(async ({ context }) => {
    await (await context.session.engine()).exports.stop();
    return {};
  }),
};
