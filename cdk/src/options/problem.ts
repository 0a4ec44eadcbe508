/** A setting or a file that a deployment cannot use: which one, what is wrong with it, and what to do. */
export class DeploymentProblem extends Error {
  constructor(
    readonly field: string,
    problem: string,
    next: string,
    value?: unknown,
  ) {
    super(`${field}: ${problem}${value === undefined ? '' : `, not ${JSON.stringify(value)}`}. ${next}`)
    this.name = 'DeploymentProblem'
  }
}
