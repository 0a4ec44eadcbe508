/**
 * The normal distribution with small relative error far into its tails, where privacy is decided.
 * @module
 */

/** W. J. Cody's rational approximations of erf and erfc (Math. Comp. 23, 1969; SPECFUN `calerf`), within 2 ulp or so. */
const SMALL = {
  above: [3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694],
  below: [23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171],
  lead: 0.18577770618460315,
}
const MIDDLE = {
  above: [
    0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001, 881.952221241769,
    1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
  ],
  below: [
    15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
    4362.619090143247, 3439.3676741437216, 1230.3393548037495,
  ],
  lead: 2.1531153547440383e-8,
}
const LARGE = {
  above: [
    0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275,
    0.0006587491615298378,
  ],
  below: [
    2.568520192289822, 1.8729528499234673, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918,
  ],
  lead: 0.016315387137302097,
}

type Ratio = { readonly above: readonly number[]; readonly below: readonly number[]; readonly lead: number }

const ratio = ({ above, below, lead }: Ratio, y: number): number => {
  const last = above.length - 1
  let numerator = lead * y
  let denominator = y
  for (let i = 0; i < last; i++) {
    numerator = (numerator + above[i]!) * y
    denominator = (denominator + below[i]!) * y
  }
  return (numerator + above[last]!) / (denominator + below[last]!)
}

/** e^(y^2) erfc(y) for y >= 0. */
export const scaledErfc = (y: number): number => {
  if (y <= 0.46875) return Math.exp(y * y) * (1 - y * ratio(SMALL, y * y))
  if (y <= 4) return ratio(MIDDLE, y)
  if (y === Number.POSITIVE_INFINITY) return 0
  const inverse = 1 / (y * y)
  return (Math.sqrt(1 / Math.PI) - inverse * ratio(LARGE, inverse)) / y
}

/** e^(-z^2/2): the square is split at a sixteenth, else its rounding alone would cost z^2/2 ulp. */
const gaussian = (z: number): number => {
  const whole = Math.trunc(z * 16) / 16
  return Math.exp((-whole * whole) / 2) * Math.exp((-(z - whole) * (z + whole)) / 2)
}

/** P(Z > z) of a standard normal, within a few ulp for every z. */
export const upperTail = (z: number): number => {
  if (z === Number.POSITIVE_INFINITY) return 0
  if (z === Number.NEGATIVE_INFINITY) return 1
  const tail = 0.5 * gaussian(z) * scaledErfc(Math.abs(z) * Math.SQRT1_2)
  return z >= 0 ? tail : 1 - tail
}

/** P(a < Z <= b), from the tail that is small. Rounding is an ulp of the larger of the two tails. */
export const interval = (a: number, b: number): number => {
  if (a >= 0) return upperTail(a) - upperTail(b)
  if (b <= 0) return upperTail(-b) - upperTail(-a)
  return 1 - upperTail(b) - upperTail(-a)
}

/** Density of a standard normal. */
export const density = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
