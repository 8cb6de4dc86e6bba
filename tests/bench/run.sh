#!/bin/sh
# Measures wjtab beside other programs: installs what is missing (Debian 12, npm), builds, generates
# the answers, and prints tables as in docs/performance.md.
#   sh tests/bench/run.sh [RECORDS [RUNS]]     1,000,000 answers and 5 runs; about 10 minutes
#   ZSV=PREFIX sh tests/bench/run.sh …         with zsv, too, which is no package of Debian: a release
#                                              of github.com/liquidaty/zsv, installed there
set -eu
cd "$(dirname "$0")/../.."
. tests/packages.sh
# shellcheck disable=SC2086
sh tests/install.sh $build_packages $bench_packages
# By --force, for Polars asks for a newer Node.js than it needs.
npm install --prefix tests/bench/peers --no-package-lock --no-audit --no-fund --silent --force
cmake --preset release -DWJ_TESTS=ON >/dev/null
cmake --build --preset release >/dev/null
/usr/bin/python3 tests/bench/compare.py build/release "${1:-1000000}" "${2:-5}"
