#!/bin/sh
# The pictures of the README, made from the sample. Needs the packages of tests/packages.sh.
#   sh docs/pictures/make.sh build/release/wjtab
set -eu
wjtab=$(realpath "$1")
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$wjtab" run samples/zhifu-2022/survey.yaml -o "$folder" --quiet

# page NAME NUMBER: a page of a document's PDF as NAME.png.
page() {
    pdftoppm -singlefile -r 80 -f "$2" -l "$2" -png "$folder/$1.pdf" "docs/pictures/$1"
}

# Of the page two sections, so that they stand at its top.
cp -r samples/zhifu-2022 "$folder/sample"
echo 'report: {sections: [items, satisfaction]}' >>"$folder/sample/survey.yaml"
"$wjtab" run "$folder/sample/survey.yaml" -o "$folder/page" --quiet
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=900,1180 \
    --screenshot="docs/pictures/report-html.png" "file://$folder/page/report.html" \
    >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
for document in report.docx workbook.xlsx; do
    soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to pdf \
        --outdir "$folder" "$folder/$document" >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
done
page report 5
page workbook 2
mv docs/pictures/report.png docs/pictures/report-docx.png
mv docs/pictures/workbook.png docs/pictures/workbook-xlsx.png
