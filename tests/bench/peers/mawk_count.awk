# Counts with awk: fields between commas, so the file must have no quotes.
#   mawk -v FS=, -v closed="3 4 …" -v several=12 -v amount=13 -v text=14 -f mawk_count.awk FILE
NR == 1 {
    count = split(closed, columns, " ")
    for (i = 1; i <= NF; i++) header[i] = $i
    next
}
{
    for (i = 1; i <= count; i++) cells[columns[i], $columns[i]]++
    sets[$several]++
    sum += $amount
    filled += $text != ""
}
END {
    printf "{\"n\": %d, \"%s/sum\": %.0f, \"%s/filled\": %d", NR - 1, header[amount], sum, header[text], filled
    for (set in sets) {
        parts = split(set, part, "┋")
        for (i = 1; i <= parts; i++) chosen[part[i]] += sets[set]
    }
    for (option in chosen) printf ", \"%s/%s\": %d", header[several], option, chosen[option]
    for (pair in cells) {
        split(pair, key, SUBSEP)
        printf ", \"%s/%s\": %d", header[key[1]], key[2], cells[pair]
    }
    print "}"
}
