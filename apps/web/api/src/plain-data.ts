/** A copy that survives JSON: functions and other things that cannot travel to the frame are left out. */
export function plainData<T extends object>(value: T): T {
  const text = JSON.stringify(value);
  return JSON.parse(text) as T;
}
