#!/bin/sh
# Runs every fuzz target, or those that are named, for so many seconds:
#   sh tests/fuzz/run.sh SECONDS [TARGET…]
# What is kept in tests/fuzz/corpus/TARGET runs first, new finds go to build/fuzz/corpus.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:-20}
[ $# -eq 0 ] || shift
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz >/dev/null
[ $# -gt 0 ] || set -- tests/fuzz/fuzz_*.c
passed=0
for source in "$@"; do
    name=$(basename "$source" .c)
    corpus=build/fuzz/corpus/$name
    kept=tests/fuzz/corpus/$name
    words=tests/fuzz/$name.dict
    mkdir -p "$corpus"
    case $name in
    fuzz_records | fuzz_scan) seeds=tests/unit/read/csv-cases ;;
    fuzz_definition) seeds=tests/unit/survey/definitions ;;
    fuzz_scoring) seeds="samples/zhifu-2022 tests/unit/score/books" ;;
    fuzz_xlsx) seeds=tests/unit/read/xlsx ;;
    fuzz_sav) seeds=tests/unit/read/sav ;;
    fuzz_template) seeds=tests/unit/write/template ;;
    *) seeds= ;;
    esac
    [ ! -d "$kept" ] || seeds="$seeds $kept"
    [ ! -f "$words" ] || seeds="$seeds -dict=$words"
    # shellcheck disable=SC2086
    if ! "build/fuzz/tests/$name" -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=20 \
        -artifact_prefix="build/fuzz/" "$corpus" $seeds >"build/fuzz/$name.log" 2>&1; then
        tail -n 40 "build/fuzz/$name.log"
        echo "$passed passed, 1 failed"
        exit 1
    fi
    tail -n 1 "build/fuzz/$name.log"
    passed=$((passed + 1))
done
printf '%s passed, 0 failed\n' "$passed"
