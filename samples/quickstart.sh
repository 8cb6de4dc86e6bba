#!/bin/sh
# Installs what is missing (Debian 12), builds wjtab, and runs the main job on the sample.
set -eu
cd "$(dirname "$0")/.."
. tests/packages.sh
# shellcheck disable=SC2086
sh tests/install.sh $build_packages
cmake --preset release -DWJ_TESTS=OFF >build.log 2>&1 || { cat build.log >&2; exit 1; }
cmake --build --preset release >>build.log 2>&1 || { cat build.log >&2; exit 1; }
rm -f build.log
build/release/wjtab run samples/zhifu-2022/survey.yaml
out=samples/zhifu-2022/out
echo
echo "报告在 $out：report.html（网页）、report.docx（附件）、workbook.xlsx（工作簿）、scoring.csv（评分表）"
echo "各文件的说明见 samples/zhifu-2022/README.md"
echo "The report is $out/report.html; report.docx, workbook.xlsx and all other results are beside it."
