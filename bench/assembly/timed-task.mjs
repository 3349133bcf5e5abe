/**
 * Runs the work of a measured process and tells its parent how long it took.
 *
 * @param {() => Promise<unknown>} work
 */
export async function timed(work) {
  const started = performance.now();
  await work();
  process.send?.({ milliseconds: performance.now() - started });
  process.disconnect?.();
}
