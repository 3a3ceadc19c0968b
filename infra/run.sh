#!/usr/bin/env bash
# Builds Expo and runs the demo event on this machine. Needs the .NET SDK 10 and Node 20; the rest is installed or said.
#   ./infra/run.sh [--port N] [--srt-port N] [--data DIR] [--no-demo-stream]
# Ctrl-C ends everything that it started. Kept to bash 3.2, which macOS ships.
set -euo pipefail
here=$PWD
cd "$(dirname "$0")/.."
. infra/need.sh

port=5080
srt_port=9710
data=$PWD/.data
demo_stream=yes
usage="usage: ./infra/run.sh [--port N] [--srt-port N] [--data DIR] [--no-demo-stream]
  --port N           HTTP port of the site (5080)
  --srt-port N       UDP port that the encoder of the first stage calls (9710)
  --data DIR         where the database, letters and recordings are kept (.data)
  --no-demo-stream   do not push the test picture to the main stage"
while [ $# -gt 0 ]; do
  case $1 in
    --port | --srt-port | --data)
      [ $# -ge 2 ] || stop "$1 needs a value. $usage"
      case $1 in
        --port) port=$2 ;;
        --srt-port) srt_port=$2 ;;
        --data) case $2 in /*) data=$2 ;; *) data=$here/$2 ;; esac ;;
      esac
      shift 2 ;;
    --no-demo-stream) demo_stream=no; shift ;;
    -h | --help) say "$usage"; exit 0 ;;
    *) stop "Unknown option: $1
$usage" ;;
  esac
done
for number in "$port" "$srt_port"; do
  case $number in '' | *[!0-9]*) stop "A port is a number from 1 to 65535, and '$number' is not." ;; esac
  [ "$number" -ge 1 ] && [ "$number" -le 65535 ] || stop "A port is a number from 1 to 65535, and '$number' is not."
done

need_sdks
mkdir -p "$data" artifacts
apt_log=artifacts/apt.log
log=$data/expo.log
base=http://127.0.0.1:$port

streaming=on
if ! have ffmpeg; then
  if ! install_packages ffmpeg; then
    streaming="off, because ffmpeg is missing (Debian: apt-get install ffmpeg; macOS: brew install ffmpeg; others: https://ffmpeg.org/download.html)"
  fi
fi
if [ "$streaming" = on ] && ! ffmpeg -hide_banner -protocols 2>/dev/null | grep -qw srt; then
  streaming="off, because this ffmpeg was built without SRT (try Debian's package or a full build from https://ffmpeg.org/download.html)"
fi

# A port that cannot be had is said before anything is built.
free() {
  node -e '
    const [kind, port] = process.argv.slice(1);
    const fail = () => process.exit(1);
    if (kind === "tcp") require("net").createServer().on("error", fail).listen(+port, "127.0.0.1", () => process.exit(0));
    else require("dgram").createSocket("udp4").on("error", fail).bind(+port, "127.0.0.1", () => process.exit(0));
  ' "$1" "$2"
}
free tcp "$port" || stop "Port $port is taken by another program. Choose another one: ./infra/run.sh --port $((port + 1))"
if [ "$streaming" = on ]; then
  free udp "$srt_port" || stop "UDP port $srt_port, which the encoder calls, is taken by another program. Choose another one: ./infra/run.sh --srt-port $((srt_port + 10))"
fi

# Built again only when a source is newer than the last good build, or one came or went: a no-op build alone takes several seconds.
program=artifacts/bin/Expo.Web/release/Expo.Web.dll
stamp=artifacts/run.stamp
sources() {
  find src Directory.Build.props Directory.Packages.props global.json BannedSymbols.txt -type f "$@" \
    -not -path '*/node_modules/*' -not -path '*/wwwroot/dist/*' -not -path '*/wwwroot/mud/*' -not -path '*/.data/*' -print
}
names=$(sources | LC_ALL=C sort | cksum)
if [ -f "$program" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$names" ] && [ -z "$(sources -newer "$stamp")" ]; then
  say "Nothing changed since the last build."
else
  say "Building (the first time takes a few minutes) ..."
  rm -f "$stamp"
  printf '%s\n' "$names" >"$stamp.new"
  dotnet build src/Expo.Web/Expo.Web.csproj -c Release -v quiet -nologo -tl:off --disable-build-servers </dev/null >artifacts/build.log 2>&1 ||
    { cat artifacts/build.log >&2; stop "The build failed; the reason stands above."; }
  mv "$stamp.new" "$stamp"
fi

# Job control gives each program that is started here a process group of its own, numbered like its first process. That group
# takes in the children too, such as the site's ffmpeg processes, so ending it ends exactly what was started here.
set -m
site=""
stream=""
alive() { [ -n "$1" ] && kill -0 -- "-$1" 2>/dev/null; }
end() {
  alive "$1" || return 0
  # First the program alone, so that it can end its children in order; then whatever is left of its group.
  kill -TERM "$1" 2>/dev/null || true
  for _ in $(seq 1 100); do alive "$1" || return 0; sleep 0.1; done
  kill -TERM -- "-$1" 2>/dev/null || true
  for _ in $(seq 1 20); do alive "$1" || return 0; sleep 0.1; done
  kill -KILL -- "-$1" 2>/dev/null || true
}
finish() {
  code=$?
  trap '' INT TERM HUP
  trap - EXIT
  set +e
  end "$stream"
  end "$site"
  wait 2>/dev/null
  # What was just ended may be listed for a moment longer.
  for _ in $(seq 1 30); do alive "$stream" || alive "$site" || break; sleep 0.1; done
  if alive "$stream" || alive "$site"; then say "Some processes did not end; their groups are $stream $site."; else say "Everything has ended."; fi
  exit "$code"
}
trap finish EXIT
trap 'say ""; exit 0' INT TERM HUP

(
  cd src/Expo.Web
  ASPNETCORE_ENVIRONMENT=Development DOTNET_ENVIRONMENT=Development Data__Directory=$data Streaming__FirstPort=$srt_port \
    exec dotnet "../../$program" --urls "$base"
) </dev/null >"$log" 2>&1 &
site=$!

say "Starting ..."
node -e '
  const [url, pid] = process.argv.slice(1);
  const give = Date.now() + 120000;
  (async () => {
    while (Date.now() < give) {
      try { process.kill(+pid, 0); } catch { process.exit(2); }
      try { if ((await fetch(url)).ok) process.exit(0); } catch { }
      await new Promise(done => setTimeout(done, 100));
    }
    process.exit(1);
  })();
' "$base/health/ready" "$site" || { tail -30 "$log" >&2; stop "The site did not start. Its log is $log; the end of it stands above."; }

if [ "$demo_stream" = yes ] && [ "$streaming" = on ]; then
  infra/demo-stream.sh --port "$srt_port" </dev/null >"$data/demo-stream.log" 2>&1 &
  stream=$!
fi

cat <<TEXT

  Expo runs on $base

  Home        $base/
  Agenda      $base/agenda
  Register    $base/register
  Live        $base/live
  Recordings  $base/recordings
  FAQ         $base/faq
  Organiser   $base/organiser
  Moderator   $base/moderate

  Accounts    organiser@expo.example  moderator@expo.example  speaker@expo.example
              captioner@expo.example  door@expo.example       reviewer@expo.example
              password: Demo-expo-2023!
  Streaming   $streaming
  Encoder     srt://127.0.0.1:$srt_port (main stage)
  Data        $data (letters in mail/, log in expo.log)

  Ctrl-C ends it.
TEXT

code=0
wait "$site" || code=$?
tail -5 "$log" >&2
say "The site ended by itself (exit code $code). Its log is $log."
site=""
exit 1
