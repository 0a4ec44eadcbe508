/**
 * The format of a file of reference values for differential privacy, group by group. Every group may be absent.
 * @module
 */

/** (q, sigma, steps, delta) of a run of subsampled Gaussian steps. */
export type Run = {
  readonly q: number
  readonly sigma: number
  readonly steps: number
  readonly delta: number
}

export type Reference = {
  /** epsilon within a proven bracket, and exact where a closed form is known. */
  readonly cases?: readonly (Run & {
    readonly eps_exact: number | null
    readonly eps_bracket_lower: number
    readonly eps_bracket_upper: number
    readonly eps_rdp_opacus: number | null
    readonly eps_rdp_dpaccounting: number | null
  })[]
  /** The least sigma for (eps, delta, q, steps), within a bracket. */
  readonly calibration?: readonly {
    readonly eps: number
    readonly delta: number
    readonly q: number
    readonly steps: number
    readonly sigma_bracket_lower: number
    readonly sigma_bracket_upper: number
  }[]
  /** Different steps composed; dp_accounting's PLD in each direction and Microsoft's interval. */
  readonly heterogeneous?: readonly {
    readonly parts: readonly { readonly q: number; readonly sigma: number; readonly steps: number }[]
    readonly delta: number
    readonly eps_pld_dpaccounting: number
    readonly eps_prv_lower: number
    readonly eps_prv_upper: number
    readonly eps_rdp_dpaccounting: number
  }[]
  readonly replace_one?: readonly (Run & { readonly eps_pld_replace_one: number })[]
  readonly truncated_poisson?: readonly (Run & {
    readonly n: number
    readonly truncated_batch: number
    readonly eps_truncated: number
    readonly eps_poisson: number
  })[]
  /** mu of the Gaussian mechanism that a run resembles: estimates, no bounds. */
  readonly gdp_mu?: readonly (Omit<Run, 'delta'> & { readonly mu_estimate: number })[]
  /** delta of one step in each direction, 40 digits. */
  readonly delta_one_step?: readonly {
    readonly q: number
    readonly sigma: number
    readonly eps: number
    readonly delta_remove: number
    readonly delta_add: number
  }[]
  /** Renyi divergence of one step, 40 digits. */
  readonly rdp_one_step?: readonly {
    readonly q: number
    readonly sigma: number
    readonly order: number
    readonly rdp_one_step: number
  }[]
}
