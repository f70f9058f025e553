// Waits for a condition, with a deadline.

/** Returns the first truthy value of `condition`, or undefined when `seconds` are over. */
export async function waitFor(condition, seconds) {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (performance.now() >= end) return undefined;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
