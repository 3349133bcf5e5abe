#!/bin/sh
# Installs Debian packages, as root: install-packages.sh PACKAGE...
# Services that come with them are not started: Quire runs its own, in its data folder.
set -u
export DEBIAN_FRONTEND=noninteractive

policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
  trap 'rm -f "$policy"' EXIT
fi

# DPkg::Lock::Timeout waits for dpkg's lock only; the package lists and the archive have locks of their own.
apt_patiently() {
  attempts=0
  while :; do
    said=$(apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" 2>&1)
    code=$?
    printf '%s\n' "$said"
    [ "$code" -eq 0 ] && return 0
    case "$said" in *"Could not get lock"* | *"Unable to lock"*) ;; *) return "$code" ;; esac
    attempts=$((attempts + 1))
    [ "$attempts" -ge 60 ] && return "$code"
    sleep 5
  done
}

# A broken source need not concern the packages that are wanted.
apt_patiently update || true
apt_patiently install -y --no-install-recommends "$@" || exit

# On a machine with systemd they would start at the next boot.
if [ -d /run/systemd/system ]; then
  for package in "$@"; do
    case "$package" in redis-server | rabbitmq-server) systemctl disable "$package" ;; esac
  done
fi
