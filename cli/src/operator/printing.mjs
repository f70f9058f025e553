// Prints JSON, for commands whose output a program reads.

export const JSON_OPTION = { type: 'boolean', about: 'print the JSON of the API, one object per line' };

export function printJson(io, objects) {
  for (const object of objects) io.out(JSON.stringify(object));
}

export function printLines(io, lines) {
  for (const line of lines) io.out(line);
}
