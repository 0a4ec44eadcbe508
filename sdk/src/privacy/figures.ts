/**
 * Epsilons as people read them: few digits, never rounded to the wrong side.
 * @module
 */

/** Rounded up: a shown epsilon is never below the claimed one. */
export const upward = (value: number, digits = 4): string => {
  const shown = Number(value.toPrecision(digits))
  return String(shown >= value ? shown : Number((value * (1 + 5 / 10 ** digits)).toPrecision(digits)))
}

/** A share of at most so much, in percent. */
export const percentUpward = (share: number): string => `${upward(100 * share, 3)} %`

/** Rounded down: what is offered is never more than there is. */
export const downward = (value: number, digits = 4): number => {
  const shown = Number(value.toPrecision(digits))
  return shown <= value ? shown : Number((value * (1 - 5 / 10 ** digits)).toPrecision(digits))
}
