#!/bin/sh
# Is every message of the sources translated, and nothing else? Run from the repository root.
#   sh tests/golden/messages.sh
# A new message goes into the catalogue with, after this script has failed,
#   msgmerge --no-fuzzy-matching --no-location --backup=none -U src/cli/messages/zh_CN.po build/messages/wjtab.pot
# and what is no longer used goes out with: msgattrib --no-obsolete -o CATALOGUE CATALOGUE
set -eu
LC_ALL=C.UTF-8
export LC_ALL

catalogue=src/cli/messages/zh_CN.po
folder=build/messages
template=$folder/wjtab.pot
mkdir -p "$folder"
wrong=0

# extract OUTPUT, and the arguments that name the input
extract() {
    output=$1
    shift
    xgettext --language=C --keyword=_ --from-code=UTF-8 --no-location -o "$output" "$@"
}

# The texts of WJ_STATUS_LIST are no arguments of _() in the header: they are made so here.
sed -n 's/^ *X(WJ_[A-Z]*, \("[^"]*"\), *[0-9]*).*/_(\1)/p' include/wjtab/base/status.h \
    >"$folder/status.c"
if [ ! -s "$folder/status.c" ]; then
    echo "no status texts were found in include/wjtab/base/status.h"
    wrong=1
fi
extract "$folder/status.pot" "$folder/status.c"
find src -name '*.c' | LC_ALL=C sort >"$folder/sources"
extract "$folder/sources.pot" --sort-by-file --files-from="$folder/sources"
msgcat --use-first "$folder/status.pot" "$folder/sources.pot" -o "$template"

# check WHAT COMMAND…: runs a command that prints what is wrong.
check() {
    what=$1
    shift
    if ! "$@" 2>&1; then
        printf '%s: %s\n' "$catalogue" "$what"
        wrong=1
    fi
}

none_obsolete() {
    ! grep -n '^#~ msgid' "$catalogue"
}

none_located() {
    ! grep -n '^#:' "$catalogue"
}

check "a translation does not fit its message" msgfmt --check -o /dev/null "$catalogue"
check "messages are missing, fuzzy or untranslated" msgcmp "$catalogue" "$template"
check "messages are no longer in the sources" \
    msgcmp --use-untranslated --use-fuzzy "$template" "$catalogue"
check "obsolete entries" none_obsolete
check "entries name places in the sources" none_located
msgfmt --statistics -o /dev/null "$catalogue" 2>&1

if [ "$wrong" != 0 ]; then
    echo "0 passed, 1 failed"
    exit 1
fi
echo "1 passed, 0 failed"
