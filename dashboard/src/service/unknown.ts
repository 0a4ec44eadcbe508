/**
 * Reading JSON that no schema vouches for: facts, and reports that clients wrote. What is not as expected is not there.
 * @module
 */

/** The value under these names. */
export const at = (value: unknown, ...names: string[]): unknown =>
  names.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, name)
        ? (inner as Record<string, unknown>)[name]
        : undefined,
    value,
  )

export const numberAt = (value: unknown, ...names: string[]): number | undefined => {
  const found = at(value, ...names)
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined
}

export const textAt = (value: unknown, ...names: string[]): string | undefined => {
  const found = at(value, ...names)
  return typeof found === 'string' ? found : undefined
}

/** The numbers of an array, if it holds nothing else. */
export const numbersAt = (value: unknown, ...names: string[]): number[] | undefined => {
  const found = at(value, ...names)
  return Array.isArray(found) && found.every(item => typeof item === 'number') ? found : undefined
}

/** The texts of an array. */
export const textsAt = (value: unknown, ...names: string[]): string[] => {
  const found = at(value, ...names)
  return Array.isArray(found) ? found.filter(item => typeof item === 'string') : []
}
