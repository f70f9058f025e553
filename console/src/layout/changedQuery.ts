/** The query of an address with other values of some parameters; an empty value removes its parameter. */
export function changedQuery(
  query: URLSearchParams,
  values: Record<string, string>,
): URLSearchParams {
  const changed = new URLSearchParams(query);
  for (const [name, value] of Object.entries(values)) {
    if (value === '') {
      changed.delete(name);
    } else {
      changed.set(name, value);
    }
  }
  return changed;
}
