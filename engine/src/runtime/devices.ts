/**
 * Devices: which ONNX Runtime execution providers there are on this machine, and why others are not.
 *
 * | device | needs                                                                                     |
 * |--------|-------------------------------------------------------------------------------------------|
 * | cpu    | nothing                                                                                   |
 * | cuda   | Linux x64, libonnxruntime_providers_cuda.so, the CUDA and cuDNN that it was built against |
 * | webgpu | a Vulkan, Metal or D3D12 adapter                                                          |
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { add, createGraph, input, serializeGraph, setOutputs } from '../graph/index.js'
import ort from './onnxruntime.js'

export const DEVICES = ['cpu', 'cuda', 'webgpu', 'auto'] as const
export type Device = (typeof DEVICES)[number]
export type ConcreteDevice = Exclude<Device, 'auto'>

export type DeviceReport = { device: ConcreteDevice; available: boolean; detail: string }

/** @throws PromptPostError 'invalid-argument' listing the devices */
export const parseDevice = (name: string): Device => {
  if ((DEVICES as readonly string[]).includes(name)) return name as Device
  throw new PromptPostError('invalid-argument', 'is not a device', {
    field: 'device',
    value: name,
    next: `Choose one of ${DEVICES.join(', ')}.`,
  })
}

const HELP: Record<ConcreteDevice, string> = {
  cpu: 'Reinstall onnxruntime-node for this platform.',
  cuda:
    'Put ONNX Runtime’s CUDA provider of this version beside its library (docs/container.md), and the CUDA and cuDNN 9 ' +
    'that it was built for on LD_LIBRARY_PATH.',
  webgpu: 'Install a Vulkan, Metal or D3D12 driver for this machine’s GPU.',
}

/** Tries each device with a one-node graph, on the device itself. */
export const probeDevices = async (): Promise<DeviceReport[]> => {
  const reports: DeviceReport[] = []
  for (const device of ['cpu', 'cuda', 'webgpu'] as const) {
    try {
      await probe(device)
      reports.push({
        device,
        available: true,
        detail: `onnxruntime-node ${ort.env.versions.node ?? ''}`.trim(),
      })
    } catch (error) {
      const reason = (error as Error).message.split('\n')[0]!.slice(0, 200)
      reports.push({ device, available: false, detail: `${reason}. ${HELP[device]}` })
    }
  }
  return reports
}

const probe = async (device: ConcreteDevice): Promise<void> => {
  const graph = createGraph('probe')
  const x = input(graph, 'x', 'float32', [2])
  setOutputs(graph, { y: add(x, 1) })
  const session = await ort.InferenceSession.create(serializeGraph(graph), {
    executionProviders: [device],
    logSeverityLevel: 4,
  })
  const { y } = await session.run({ x: new ort.Tensor('float32', [1, 2], [2]) })
  await session.release()
  if (y!.data[1] !== 3) throw new Error(`computed ${y!.data[1]} for 2 + 1`)
}

/** The first of cuda, webgpu, cpu that works, or the one asked for. @throws PromptPostError 'unavailable' saying why not */
export const chooseDevice = async (device: Device): Promise<ConcreteDevice> => {
  if (device === 'cpu') return 'cpu'
  const reports = await probeDevices()
  const order: ConcreteDevice[] = device === 'auto' ? ['cuda', 'webgpu', 'cpu'] : [device]
  const found = order.find(name => reports.some(report => report.device === name && report.available))
  if (found) return found
  const report = reports.find(item => item.device === order[0])
  throw new PromptPostError('unavailable', report?.detail ?? 'no device works', {
    field: 'device',
    value: device,
  })
}
