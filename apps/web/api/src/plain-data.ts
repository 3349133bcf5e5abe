/** A copy that survives JSON: functions and other things that cannot travel to the frame are left out. */
export function plainData<T extends object>(value: T): T {
  const text = JSON.stringify(value);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same fields, only without functions
  return JSON.parse(text) as T;
}
