/** Loaded into a process first: its clock is off by TEST_SKEW milliseconds. */
const skew = Number(process.env.TEST_SKEW ?? 0)
const RealDate = Date
class SkewedDate extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + skew)
    else super(...given)
  }
  static now() {
    return RealDate.now() + skew
  }
}
if (skew !== 0) globalThis.Date = SkewedDate
