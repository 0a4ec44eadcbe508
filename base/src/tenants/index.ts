/**
 * What an operator does with a whole tenant, on the store itself: safe beside a running server.
 * @module
 */
export { deleteTenant, type TenantDeletion } from './delete.js'
export { exportTenant, type Manifest } from './export.js'
export { listTenants, type TenantFacts } from './list.js'
export { planDeletion, type TenantDeletionPlan } from './plan-deletion.js'
