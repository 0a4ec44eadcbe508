/**
 * What a machine does before it takes jobs: puts its fast disks in order and tells the ECS agent how to stop.
 * @module
 */

/** Seconds between SIGTERM and SIGKILL: what a spot instance has from its notice to its end. */
export const STOP_SECONDS = 120

/** The user under which containers run. */
export const WORKER_USER = 1000

/** Where a machine keeps what its jobs share or leave, by the container's path. */
export const MACHINE_FOLDERS = {
  '/models': '/mnt/promptpost/models',
  '/work': '/mnt/promptpost/work',
  '/tmp': '/mnt/promptpost/tmp',
} as const

/** A shell script for cloud-init; it ends before the ECS agent starts. */
export const machineSetup = (): string => `#!/bin/bash
set -euo pipefail
cat >>/etc/ecs/ecs.config <<'END'
ECS_ENABLE_SPOT_INSTANCE_DRAINING=true
ECS_CONTAINER_STOP_TIMEOUT=${STOP_SECONDS}s
ECS_IMAGE_PULL_BEHAVIOR=prefer-cached
END
mkdir -p /mnt/promptpost
# Instance storage, by the name its controller gives. Without any, the folders are on the root volume.
mapfile -t disks < <(lsblk --nodeps --noheadings --paths --output NAME,MODEL | awk '/Amazon EC2 NVMe Instance Storage/ { print $1 }')
target=
if [ "\${#disks[@]}" -gt 1 ] && command -v mdadm >/dev/null; then
  target=/dev/md/promptpost
  mdadm --create "$target" --run --level=0 --raid-devices="\${#disks[@]}" "\${disks[@]}"
elif [ "\${#disks[@]}" -gt 0 ]; then
  target="\${disks[0]}"
fi
if [ -n "$target" ]; then
  mkfs.xfs -f "$target"
  mount -o noatime,nodev,nosuid "$target" /mnt/promptpost
fi
install -d -o ${WORKER_USER} -g ${WORKER_USER} -m 0700 ${Object.values(MACHINE_FOLDERS).join(' ')}
# Containers may share the machine's network, where a hop limit keeps nobody from its credentials: this does.
iptables --insert OUTPUT --destination 169.254.169.254 --match owner --uid-owner ${WORKER_USER} --jump REJECT
`
