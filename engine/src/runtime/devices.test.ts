/**
 * Devices: what is here, and why the rest is not.
 * @module
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { chooseDevice, DEVICES, type DeviceReport, parseDevice, probeDevices } from './index.js'

describe('parseDevice', () => {
  it.each(DEVICES)('takes %s', name => {
    expect(parseDevice(name)).toBe(name)
  })

  it.each(['gpu', '', 'CPU', 'cuda:0', 'constructor'])('refuses %j and lists the devices', name => {
    expect(() => parseDevice(name)).toThrow(
      expect.objectContaining({
        code: 'invalid-argument',
        field: 'device',
        value: name,
        next: 'Choose one of cpu, cuda, webgpu, auto.',
      }),
    )
  })
})

describe('probing', () => {
  let reports: DeviceReport[]
  beforeAll(async () => {
    reports = await probeDevices()
  })

  it('reports each device once, and the processor as available', () => {
    expect(reports.map(({ device }) => device)).toEqual(['cpu', 'cuda', 'webgpu'])
    expect(reports[0]).toMatchObject({ available: true, detail: expect.stringContaining('onnxruntime-node') })
  })

  it('says of each device that is not there why, and what to install', () => {
    const help = { cpu: 'Reinstall', cuda: 'cuDNN 9', webgpu: 'Vulkan' }
    for (const { device, available, detail } of reports) {
      if (available) continue
      expect(detail).toContain(help[device])
      expect(detail.indexOf('. ')).toBeGreaterThan(10)
      expect(detail).not.toContain('\n')
    }
  })

  it('chooses the first that works, and refuses one that does not by name', async () => {
    const works = (name: string) => reports.some(({ device, available }) => device === name && available)
    expect(await chooseDevice('cpu')).toBe('cpu')
    expect(await chooseDevice('auto')).toBe(['cuda', 'webgpu', 'cpu'].find(works))
    for (const device of ['cuda', 'webgpu'] as const) {
      if (works(device)) expect(await chooseDevice(device)).toBe(device)
      else
        await expect(chooseDevice(device)).rejects.toMatchObject({
          code: 'unavailable',
          field: 'device',
          value: device,
        })
    }
  })
})
