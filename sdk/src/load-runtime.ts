/**
 * The engine's part that runs models, loaded when there is something to run, so that the API client alone never loads ONNX Runtime.
 * @module
 */
import { PromptPostError } from '@promptpost/base/errors'

/** @throws PromptPostError 'unavailable' where ONNX Runtime is not installed, or not for this platform */
export const loadRuntime = async (): Promise<typeof import('@promptpost/engine/runtime')> => {
  try {
    return await import('@promptpost/engine/runtime')
  } catch (cause) {
    const [reason = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n')
    if (!reason.includes('onnxruntime')) throw cause
    throw new PromptPostError('unavailable', `cannot be loaded: ${reason}`, {
      field: 'onnxruntime-node',
      next: 'Install promptpost on this platform, whose binaries it must be: Linux with glibc, macOS or Windows.',
      cause,
    })
  }
}
