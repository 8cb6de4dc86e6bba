#!/bin/sh
# Installs what is missing (Debian 12), builds, and runs every test.
#   sh tests/run.sh           all of it, some minutes
#   sh tests/run.sh --full    the long proofs too: hours
set -eu
cd "$(dirname "$0")/.."
full=no
[ "${1:-}" != --full ] || full=yes
. tests/packages.sh
# shellcheck disable=SC2086
sh tests/install.sh $build_packages $test_packages

passed=0
failed=0
python=/usr/bin/python3
logs=build/logs
mkdir -p "$logs"

# step NAME COMMAND…: runs one check, prints its last lines, and counts it.
step() {
    name=$1
    shift
    printf '== %s\n' "$name"
    log="$logs/$(echo "$name" | tr ' /' '__').log"
    if "$@" >"$log" 2>&1; then
        passed=$((passed + 1))
        tail -n 2 "$log"
    else
        failed=$((failed + 1))
        tail -n 60 "$log"
        printf 'FAILED: %s\n' "$name"
    fi
}

build() {
    cmake --preset "$1" -DWJ_TESTS=ON && cmake --build --preset "$1"
}

# What several threads do, under ThreadSanitizer.
threads() {
    cmake --build --preset tsan --target read_test_split cli_test_crew &&
        build/tsan/tests/read_test_split 100 && build/tsan/tests/cli_test_crew 6
}

format_check() {
    git ls-files '*.c' '*.h' | xargs clang-format --dry-run --Werror
}

# The two samples' published figures, from the paper file and from the online one.
published() {
    for responses in responses-paper.csv responses-online.csv; do
        rm -rf build/published
        "$1" run samples/zhifu-2022/survey.yaml "$responses" -o build/published --quiet
        $python tests/golden/zhifu/check_published.py build/published
    done
}

# The page in a browser, in every light and width: screenshots stay in build/browser.
pages() {
    mkdir -p build/browser
    npm ci --prefix tests/browser --no-audit --no-fund && node tests/browser/check.mjs "$1" build/browser
}

export ASAN_OPTIONS=detect_leaks=1
step "build with gcc" build dev
step "build with clang and sanitizers" build asan
step "build release" build release
step "shape" $python tests/shape.py
step "format" format_check
step "unit tests, gcc" ctest --preset dev
step "unit tests, clang, sanitizers" ctest --preset asan
step "build for the thread sanitizer" cmake --preset tsan -DWJ_TESTS=ON
step "threads, thread sanitizer" threads
for kind in release asan; do
    wjtab=build/$kind/wjtab
    step "CSV cases, $kind" $python tests/unit/read/csv_cases.py $wjtab
    step "scoring tables in workbooks, $kind" $python tests/documents/scoring_book.py $wjtab
    step "golden, $kind" $python tests/golden/run.py $wjtab
    step "published figures, $kind" published $wjtab
    step "published scoring tables, $kind" $python tests/golden/samples/check_published.py $wjtab
    step "encodings, $kind" $python tests/golden/encodings.py $wjtab
    step "audit, $kind" $python tests/golden/audit_check.py $wjtab
    step "platforms, $kind" $python tests/golden/platforms.py $wjtab
    step "terminal, $kind" $python tests/golden/terminal.py $wjtab
done
step "guide" $python tests/golden/guide_check.py build/release/wjtab
step "pages in Chromium" pages build/release/wjtab
step "messages" sh tests/golden/messages.sh
step "documentation" $python tests/golden/docs_check.py build/release/wjtab
step "worked numbers of the formulas" $python tests/golden/formulas_check.py build/release/wjtab
step "manual page" sh -c 'scdoc <docs/man/wjtab.1.scd >build/wjtab.1'
step "npm packages" npm ci --prefix tests/documents --no-audit --no-fund
step "workbook.xlsx" $python tests/documents/xlsx_check.py build/release/wjtab
step "percentages of the documents" $python tests/documents/percentages.py build/release/wjtab
step "report.docx" $python tests/documents/docx_check.py build/release/wjtab build/release/tests/documents_trees
step "questionnaires" $python tests/documents/form_check.py build/release/wjtab
step "questionnaires, sanitizers" $python tests/documents/form_check.py build/asan/wjtab --seeds 20
step "report.docx, sanitizers" $python tests/documents/docx_check.py build/asan/wjtab build/asan/tests/documents_trees --quick
step "properties" $python tests/oracle/property_test.py --wjtab build/release/wjtab --seeds 300
step "how sure the sample makes the scores" $python tests/oracle/sure.py build/release/wjtab
step "the lane beside the careful path" $python tests/oracle/lane_test.py --lane build/asan/tests/cli_test_lane --seeds 300
step "tallies of parts beside one run" $python tests/oracle/parts_test.py --wjtab build/release/wjtab --seeds 200
step "tallies of parts, sanitizers" $python tests/oracle/parts_test.py --wjtab build/asan/wjtab --seeds 30 --start 5000
step "GNU parallel, Open MPI and others" $python tests/golden/scale_check.py build/release/wjtab
step "properties, sanitizers" $python tests/oracle/property_test.py --wjtab build/asan/wjtab --seeds 60 --start 5000
step "the scan on 64-bit ARM, emulated" sh tests/cross/run.sh
step "instructions of the hot loop" $python tests/bench/instructions.py build/release
step "reference surveys" $python tests/oracle/reference_check.py build/release/wjtab
step "200 surveys against R" $python tests/oracle/r_batch.py build/release/wjtab
step "exports, read by PSPP and others" $python tests/oracle/exchange.py build/release/wjtab --seeds 200
step "exports, sanitizers" $python tests/oracle/exchange.py build/asan/wjtab --seeds 20 --start 5000
step "formulas against LibreOffice" $python tests/oracle/spreadsheet_test.py --wjtab build/release/wjtab
step "hidden counts can not be computed" $python tests/oracle/hide_test.py build/release/wjtab 40
step "hidden counts, solved for people" $python tests/oracle/hide_joint_test.py build/release/wjtab 60
step "hidden counts, sanitizers" $python tests/oracle/hide_test.py build/asan/wjtab 6 9000
step "audit, random tables" $python tests/oracle/audit_test.py build/release/wjtab 500
step "audit, random tables, sanitizers" $python tests/oracle/audit_test.py build/asan/wjtab 100 9000
step "scoring files, random" $python tests/oracle/scoring_files.py build/release/wjtab 100
step "scoring files, random, sanitizers" $python tests/oracle/scoring_files.py build/asan/wjtab 40 9000
step "fuzz" sh tests/fuzz/run.sh 20
if [ $full = yes ]; then
    step "the lane, many" $python tests/oracle/lane_test.py --lane build/dev/tests/cli_test_lane --seeds 20000 --start 10000
    step "tallies of parts, many" $python tests/oracle/parts_test.py --wjtab build/release/wjtab --seeds 5000 --start 10000
    step "properties, many" $python tests/oracle/property_test.py --wjtab build/release/wjtab --seeds 20000 --start 10000
    step "hidden counts, many" $python tests/oracle/hide_test.py build/release/wjtab 400 1000
    step "hidden counts, solved for people, many" $python tests/oracle/hide_joint_test.py build/release/wjtab 400 1000
    step "2,000 surveys against R" $python tests/oracle/r_batch.py build/release/wjtab --seeds 2000 --start 1000
    step "the scan against libcsv, 10,000 files" build/release/tests/read_test_scan 10000
    step "10,000 random files in chunks" build/release/tests/read_test_split 10000
    step "the scan against libcsv, sanitizers" build/asan/tests/read_test_scan 2000
    step "fuzz, long" sh tests/fuzz/run.sh 3600
fi
printf '\n%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
