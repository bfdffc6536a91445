// The standard library as source files: what Pyodide carries.

/**
 * Every `.py` file of Pyodide's own standard library, in the order of their names.
 * @param {any} pyodide
 * @returns {{ name: string, bytes: Uint8Array }[]}
 */
export function standardLibrary(pyodide) {
  const files = pyodide.runPython(`
import sys, zipfile
archive = zipfile.ZipFile(next(path for path in sys.path if path.endswith('.zip')))
[[name, archive.read(name)] for name in sorted(archive.namelist()) if name.endswith('.py')]
`);
  const read = files.toJs();
  files.destroy();
  return read.map(([name, bytes]) => ({ name, bytes }));
}
