/** What options change, and that each variant passes the rules. */
import { Template } from 'aws-cdk-lib/assertions'
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag'
import { describe, expect, it } from 'vitest'
import type { PromptPostStack } from '../../stack.js'

const findings = (stack: PromptPostStack): string[] =>
  [new AwsSolutionsChecks(stack), new ServerlessChecks(stack)].flatMap(pack =>
    pack
      .validateScope(stack)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(
          ({ constructPath, resourceLogicalId }) => `${ruleName} ${constructPath ?? resourceLogicalId}`,
        ),
      ),
  )

export type Variants = Record<'usual' | 'withEverything', PromptPostStack>

/** All that differs from the default at once, so that it costs one synthesis more. */
export const EVERYTHING = {
  name: 'staging',
  oidc: { issuer: 'https://issuer.example/realm', audience: 'promptpost', tenantClaim: 'org' },
  price: { perHour: 1.25, currency: 'EUR' },
  retention: '30d',
  network: 'nat',
  encryption: 'kms',
  removeData: true,
  keepDeletedDays: 7,
  alarmEmail: 'someone@example.org',
  monthlyBudget: 250,
}

export const optionChecks = ({ usual, withEverything }: Variants): void => {
  it.each([
    ['the usual stack', usual],
    ['the stack with every option', withEverything],
  ])('%s passes the rules of AwsSolutions and Serverless', (_, stack) => {
    expect(findings(stack)).toEqual([])
  })

  describe('with every option', () => {
    const template = Template.fromStack(withEverything)
    it('the gateway checks tokens of the issuer, but for what is public', () => {
      template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
        AuthorizerType: 'JWT',
        JwtConfiguration: { Audience: ['promptpost'], Issuer: 'https://issuer.example/realm' },
      })
      const routes = Object.values(template.findResources('AWS::ApiGatewayV2::Route')).map(
        ({ Properties }) => `${Properties.RouteKey} ${Properties.AuthorizationType ?? 'NONE'}`,
      )
      expect(routes.sort()).toEqual([
        '$default JWT',
        'GET / NONE',
        'GET /.well-known/promptpost NONE',
        'GET /dashboard NONE',
        'GET /dashboard/{file} NONE',
        'GET /docs NONE',
        'GET /health NONE',
        'GET /openapi.yaml NONE',
      ])
    })

    it('functions are told', () => {
      for (const { Properties } of Object.values(template.findResources('AWS::Lambda::Function')))
        expect(Properties.Environment.Variables).toMatchObject({
          PROMPTPOST_OIDC_ISSUER: 'https://issuer.example/realm',
          PROMPTPOST_OIDC_AUDIENCE: 'promptpost',
          PROMPTPOST_OIDC_TENANT_CLAIM: 'org',
          PROMPTPOST_PRICE_PER_HOUR: '1.25',
          PROMPTPOST_CURRENCY: 'EUR',
          PROMPTPOST_RETENTION: '30d',
        })
    })

    it('the rest follows', () => {
      template.resourceCountIs('AWS::EC2::NatGateway', 1)
      template.resourceCountIs('AWS::EC2::VPCEndpoint', 1)
      template.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Delete' })
      template.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true })
      template.hasResourceProperties('AWS::SNS::Subscription', { Endpoint: 'someone@example.org' })
      template.hasResourceProperties('AWS::Budgets::Budget', {
        Budget: { BudgetLimit: { Amount: 250, Unit: 'USD' } },
      })
    })
  })
}
