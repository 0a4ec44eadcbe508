/**
 * The way in from the internet: one HTTP API, throttled, whose log says who asked for which path and not with what.
 * @module
 */

import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import {
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import { acknowledge, ROUTE_REASONS } from '../acknowledge.js'
import type { Options } from '../options/index.js'
import { createLogGroup } from '../watch/log-group.js'

/** What needs no token: see `security: []` in openapi.yaml, the dashboard's files and the contract's page. */
export const PUBLIC_PATHS = [
  '/',
  '/dashboard',
  '/dashboard/{file}',
  '/docs',
  '/health',
  '/openapi.yaml',
  '/.well-known/promptpost',
]

/** No address, query, header or body: the application's log has the same request's identifier in its `x-request-id`. */
const ACCESS_LOG = JSON.stringify({
  time: '$context.requestTime',
  gateway_request_id: '$context.requestId',
  method: '$context.httpMethod',
  path: '$context.path',
  status: '$context.status',
  bytes: '$context.responseLength',
  milliseconds: '$context.responseLatency',
  integration_milliseconds: '$context.integrationLatency',
  error: '$context.error.responseType',
  integration_error: '$context.integrationErrorMessage',
})

export type Gateway = { api: HttpApi; stage: HttpStage }

export const createGateway = (scope: Construct, code: LambdaFunction, options: Options): Gateway => {
  const { name, oidc, requests } = options
  const integration = new HttpLambdaIntegration('Api', code)
  const api = new HttpApi(scope, 'Gateway', {
    apiName: name,
    createDefaultStage: false,
    defaultIntegration: integration,
    ...(oidc
      ? {
          defaultAuthorizer: new HttpJwtAuthorizer('Issuer', oidc.issuer, {
            jwtAudience: [oidc.audience],
          }),
        }
      : {}),
  })
  // With an authorizer on the default route, what is public needs routes of its own.
  if (oidc)
    for (const path of PUBLIC_PATHS)
      api.addRoutes({
        path,
        methods: [HttpMethod.GET],
        integration,
        authorizer: new HttpNoneAuthorizer(),
      })
  acknowledge(api, ROUTE_REASONS)
  const stage = new HttpStage(scope, 'Stage', {
    httpApi: api,
    stageName: '$default',
    autoDeploy: true,
    throttle: { rateLimit: requests.perSecond, burstLimit: requests.burst },
    accessLogSettings: {
      destination: new LogGroupLogDestination(createLogGroup(scope, 'AccessLog', options)),
      format: AccessLogFormat.custom(ACCESS_LOG),
    },
  })
  return { api, stage }
}
