/**
 * Runs one step of the setup and shows it on standard error, so that standard output stays the program's own.
 * On a terminal a running clock follows a long step; elsewhere a line marks its start and its end.
 */
export async function step(title, work) {
  const started = Date.now();
  const terminal = process.stderr.isTTY;
  let clock;
  if (terminal) {
    const draw = () => process.stderr.write(`\r  … ${title} (${seconds(started)})`);
    draw();
    clock = setInterval(draw, 500);
  } else {
    process.stderr.write(`  … ${title}\n`);
  }
  try {
    const result = await work();
    process.stderr.write(`${terminal ? '\r' : ''}  ✓ ${title} (${seconds(started)})\n`);
    return result;
  } catch (error) {
    process.stderr.write(`${terminal ? '\r' : ''}  ✗ ${title} (${seconds(started)})\n`);
    throw error;
  } finally {
    clearInterval(clock);
  }
}

function seconds(started) {
  return `${((Date.now() - started) / 1000).toFixed(1)} s`;
}
