# Sourced by run.sh and test.sh: what the machine must have, and how to get it. Kept to bash 3.2, which macOS ships.

say() { printf '%s\n' "$*"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# need_sdks: the two things that are never installed for you.
need_sdks() {
  have dotnet || stop "The .NET SDK 10 is missing. Install it from https://dotnet.microsoft.com/download/dotnet/10.0 and start again."
  dotnet --version >/dev/null 2>&1 || stop "The .NET SDK here is not the one that global.json asks for (10.0). Install it from https://dotnet.microsoft.com/download/dotnet/10.0 and start again. Found: $(dotnet --list-sdks | tr '\n' ' ')"
  have node && have npm || stop "Node 20 or later with npm is missing. Install it from https://nodejs.org/ (Debian: apt-get install nodejs npm) and start again."
  node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' || stop "Node $(node --version) is too old: 20 or later is needed. Install it from https://nodejs.org/ and start again."
}

# install_packages PACKAGE...: Debian packages by apt. False when there is no way to install them here.
install_packages() {
  have apt-get || return 1
  root=""
  if [ "$(id -u)" != 0 ]; then
    have sudo || return 1
    # Without a terminal nobody could type a password.
    if [ -t 0 ]; then root="sudo"; else root="sudo -n"; fi
  fi
  say "Installing $* ..."
  # The list of packages may be missing or old, so a failed install is tried once more after an update.
  $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" </dev/null >"$apt_log" 2>&1 && return 0
  $root env DEBIAN_FRONTEND=noninteractive apt-get update -q </dev/null >>"$apt_log" 2>&1 || true
  $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" </dev/null >>"$apt_log" 2>&1 && return 0
  tail -5 "$apt_log" >&2
  return 1
}
