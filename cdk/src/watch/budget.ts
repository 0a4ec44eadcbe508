import { CfnBudget } from 'aws-cdk-lib/aws-budgets'
import type { Construct } from 'constructs'
import type { Options } from '../options/index.js'

/** Per cent of the budget at which there is a notice. */
const NOTICES = [80, 100]

/**
 * Counts the whole account: what a tag would leave out, such as traffic, is in it, and a tag that nobody activated for billing
 * would count nothing.
 */
export const createBudget = (scope: Construct, { name, monthlyBudget, alarmEmail }: Options): void => {
  if (monthlyBudget === undefined || alarmEmail === undefined) return
  new CfnBudget(scope, 'Budget', {
    budget: {
      budgetName: `${name}-account`,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: monthlyBudget, unit: 'USD' },
    },
    notificationsWithSubscribers: NOTICES.map(threshold => ({
      notification: {
        notificationType: 'ACTUAL',
        comparisonOperator: 'GREATER_THAN',
        threshold,
        thresholdType: 'PERCENTAGE',
      },
      subscribers: [{ subscriptionType: 'EMAIL', address: alarmEmail }],
    })),
  })
}
