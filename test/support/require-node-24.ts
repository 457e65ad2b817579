const requiredMajor = 24;

/** Stops the run before any test when an older Node would run it: the code relies on Node 24's type stripping. */
export function setup(): void {
  const major = Number.parseInt(process.versions.node, 10);
  if (major >= requiredMajor) return;
  throw new Error(
    `Tests need Node ${requiredMajor} or later and this is ${process.version}. Run "npm test", which finds the pinned` +
      ' Node by itself, or put node_modules/.bin first on PATH.',
  );
}
