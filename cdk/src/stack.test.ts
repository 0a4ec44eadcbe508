/** One process and two syntheses for all checks of the template: to load the library takes longer than to check. */
import { Template } from 'aws-cdk-lib/assertions'
import { describe } from 'vitest'
import { accessChecks } from './testing/checks/access.js'
import { artifactChecks } from './testing/checks/artifacts.js'
import { EVERYTHING, optionChecks } from './testing/checks/options.js'
import { shapeChecks } from './testing/checks/shape.js'
import { statementChecks } from './testing/checks/statements.js'
import { buildStack, type TemplateJson } from './testing/synthesise.js'

const usual = buildStack()
const withEverything = buildStack(EVERYTHING)
const template = Template.fromStack(usual)
const json = template.toJSON() as TemplateJson

describe('artifacts', () => artifactChecks())
describe('rights', () => accessChecks(json))
describe('statements', () =>
  statementChecks(json, Template.fromStack(withEverything).toJSON() as TemplateJson))
describe('the stack', () => shapeChecks(template, json))
describe('options', () => optionChecks({ usual, withEverything }))
