import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch'
import { Duration } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import type { Alarms, WatchedParts } from './alarms.js'

const WIDTH = 12

/** One page: what is wrong, what was asked, what the functions did, what waits. */
export const createDashboard = (
  scope: Construct,
  { functions, gateway, options }: WatchedParts,
  { alarms }: Alarms,
): Dashboard => {
  const sum = { statistic: Stats.SUM }
  const dashboard = new Dashboard(scope, 'Dashboard', {
    dashboardName: options.name,
    defaultInterval: Duration.days(1),
  })
  dashboard.addWidgets(new AlarmStatusWidget({ title: 'Alarms', width: 2 * WIDTH, alarms }))
  dashboard.addWidgets(
    new GraphWidget({
      title: 'Requests',
      width: WIDTH,
      left: [
        gateway.api.metricCount(sum),
        gateway.api.metricClientError(sum),
        gateway.api.metricServerError(sum),
      ],
    }),
    new GraphWidget({
      title: 'Latency',
      width: WIDTH,
      left: ['p50', 'p99'].map(statistic => gateway.api.metricLatency({ statistic, label: statistic })),
    }),
  )
  dashboard.addWidgets(
    new GraphWidget({
      title: 'Runs of functions',
      width: WIDTH,
      left: functions.map(({ name, code }) => code.metricInvocations({ ...sum, label: name })),
      right: functions.map(({ name, code }) => code.metricErrors({ ...sum, label: `${name} errors` })),
    }),
    new GraphWidget({
      title: 'Events not taken in',
      width: WIDTH,
      left: functions.flatMap(({ name, deadLetters }) =>
        deadLetters ? [deadLetters.metricApproximateNumberOfMessagesVisible({ label: name })] : [],
      ),
    }),
  )
  const logGroupNames = functions.map(({ code }) => code.logGroup.logGroupName)
  dashboard.addWidgets(
    new LogQueryWidget({
      title: 'Errors in logs',
      width: 2 * WIDTH,
      view: LogQueryVisualizationType.TABLE,
      logGroupNames,
      queryLines: [
        'fields @timestamp, event, code, job, request_id',
        "filter level = 'error'",
        'sort @timestamp desc',
        'limit 50',
      ],
    }),
  )
  return dashboard
}
