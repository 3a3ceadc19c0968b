#!/usr/bin/env bash
# Runs every test of the tree, in Release. Needs the .NET SDK 10 and Node 20; what else the tests need is installed or said.
# The last line is "N passed, N failed"; the exit code is not zero when a test failed or none ran.
#   EXPO_TEST_SQLSERVER   connection string of a SQL Server to run the store tests on as well
#   EXPO_CHROMIUM         the browser of the journeys (/usr/bin/chromium)
set -euo pipefail
cd "$(dirname "$0")/.."
. infra/need.sh

need_sdks
mkdir -p artifacts
apt_log=artifacts/apt.log

missing=""
have ffmpeg || missing="$missing ffmpeg"
[ -d /usr/lib/postgresql ] || missing="$missing postgresql"
have nginx || [ -x /usr/sbin/nginx ] || missing="$missing nginx-light"
[ -n "${EXPO_CHROMIUM:-}" ] || [ -x /usr/bin/chromium ] || missing="$missing chromium"
have soffice || missing="$missing libreoffice-impress"
have pdftoppm && have pdftotext || missing="$missing poppler-utils"
have clamd || [ -x /usr/sbin/clamd ] || missing="$missing clamav-daemon"
if [ -n "$missing" ]; then
  # shellcheck disable=SC2086
  install_packages $missing || stop "The tests need these Debian packages, and they could not be installed here:$missing"
fi

say "Building ..."
dotnet build Expo.sln -c Release -v quiet -nologo -tl:off --disable-build-servers </dev/null >artifacts/build.log 2>&1 ||
  { cat artifacts/build.log; say "The build failed."; say "0 passed, 1 failed"; exit 1; }

passed=0
failed=0
# xunit ends with "Total: 9, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0, Time: 7.5s".
number() { sed -n "s/^.*Total: .*$1: \([0-9][0-9]*\).*/\1/p; s/^.*\($1\): \([0-9][0-9]*\), Errors.*/\2/p" "$2" | tail -1; }
for project in tests/*.Tests; do
  name=$(basename "$project")
  out=artifacts/test-$name.log
  say ""
  begun=$(date +%s)
  code=0
  "artifacts/bin/$name/release/$name" -noColor -noLogo -noAutoReporters </dev/null >"$out" 2>&1 || code=$?
  total=$(number Total "$out")
  good=${total:-0}
  # A skipped test proves nothing, and neither does one that was not run.
  for kind in Failed Skipped "Not Run"; do
    count=$(number "$kind" "$out")
    good=$((good - ${count:-0}))
  done
  errors=$(number Errors "$out")
  bad=$((${total:-0} - good + ${errors:-0}))
  # A run that broke off or ran nothing is not a good one.
  if [ "$bad" = 0 ] && { [ "$code" != 0 ] || [ "$good" = 0 ]; }; then bad=1; fi
  [ "$bad" = 0 ] || cat "$out"
  say "$name: $good passed, $bad failed, $(($(date +%s) - begun)) s"
  passed=$((passed + good))
  failed=$((failed + bad))
done

say ""
say "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
