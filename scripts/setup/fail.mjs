/** Ends the program with an error a person can act on; the stack only when SKEIN_DEBUG asks for it. */
export function fail(error) {
  process.stderr.write(`\n${process.env.SKEIN_DEBUG ? error.stack : error.message}\n`);
  process.exit(1);
}
