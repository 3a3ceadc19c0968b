#!/usr/bin/env bash
# Adds one migration of the same name for each of the three databases: ./infra/add-migration.sh AddDecks
set -euo pipefail
cd "$(dirname "$0")/.."
name=${1:?give the migration a name, for instance AddDecks}
dotnet tool restore
for provider in Sqlite PostgreSql SqlServer; do
  dotnet ef migrations add "$name" --project src/Expo.Core --startup-project src/Expo.Core --configuration Release \
    --context "${provider}ExpoDb" --output-dir "Data/Migrations/$provider"
done
