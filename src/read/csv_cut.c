#include "csv_cut.h"

static bool is_line_end(char byte)
{
    return byte == '\n' || byte == '\r';
}

static size_t skip(const struct wj_scan_places *places, size_t next, size_t start)
{
    while (next < places->count && places->at[next] < start) {
        next++;
    }
    return next;
}

/* Goes to the start of a record. */
static void go_to(struct wj_cutter *cutter, size_t start)
{
    cutter->start = start;
    cutter->field = start;
    cutter->count = 0;
    cutter->lines = 0;
    cutter->odd = false;
}

void wj_cutter_begin(struct wj_cutter *cutter, char delimiter, struct wj_slice text, size_t slack)
{
    wj_scan_begin(&cutter->scan, delimiter);
    cutter->text = text;
    cutter->slack = slack;
    cutter->listed = 0;
    cutter->offered = false;
    cutter->mark = 0;
    cutter->line_break = 0;
    cutter->doubled = 0;
    go_to(cutter, 0);
}

void wj_cutter_pass(struct wj_cutter *cutter, size_t bytes)
{
    go_to(cutter, cutter->start + bytes);
    cutter->mark = skip(&cutter->scan.marks, cutter->mark, cutter->start);
    cutter->line_break = skip(&cutter->scan.breaks, cutter->line_break, cutter->start);
    cutter->doubled = skip(&cutter->scan.doubled, cutter->doubled, cutter->start);
}

bool wj_cutter_ends(const struct wj_cutter *cutter)
{
    const struct wj_scan_places *marks = &cutter->scan.marks;
    for (size_t i = cutter->mark; i < marks->count; i++) {
        if (is_line_end(cutter->text.ptr[marks->at[i]])) {
            return true;
        }
    }
    return false;
}

static void list_window(struct wj_cutter *cutter)
{
    const struct wj_scan_places *kept = &cutter->scan.marks;
    cutter->offered = false;
    cutter->scan.others = 0;
    for (size_t i = 0; i < kept->count; i++) {
        cutter->scan.others += cutter->text.ptr[kept->at[i]] != cutter->scan.delimiter ? 1 : 0;
    }
    size_t left = cutter->text.len - cutter->listed;
    size_t len = left < WJ_SCAN_WINDOW ? left : WJ_SCAN_WINDOW;
    cutter->kernel->list(&cutter->scan, cutter->text.ptr, (uint32_t)cutter->listed, len);
    cutter->listed += len;
    cutter->mark = skip(&cutter->scan.marks, 0, cutter->start);
    cutter->line_break = skip(&cutter->scan.breaks, 0, cutter->start);
    cutter->doubled = skip(&cutter->scan.doubled, 0, cutter->start);
}

/* Lists the places of the next window; the record at hand may go on there. One with doubled quotes
 * in this window is not for the scan then: their places are forgotten. */
static void list_more(struct wj_cutter *cutter)
{
    cutter->lines += cutter->scan.breaks.count - cutter->line_break;
    cutter->odd = cutter->doubled < cutter->scan.doubled.count;
    wj_scan_forget(&cutter->scan);
    list_window(cutter);
}

/* The same between records, keeping the places of the record to come, so that it is whole when it
 * is offered. */
static void list_behind(struct wj_cutter *cutter)
{
    wj_scan_drop(&cutter->scan.marks, cutter->mark);
    wj_scan_drop(&cutter->scan.breaks, cutter->line_break);
    wj_scan_drop(&cutter->scan.doubled, cutter->doubled);
    list_window(cutter);
}

/* Takes fields up to a mark that is no delimiter, and returns that byte; the delimiter when the
 * places ran out. The slice of a field that an odd mark ends is no field. */
static char take_fields(struct wj_cutter *cutter, struct wj_slice *fields)
{
    const char *text = cutter->text.ptr;
    const uint32_t *at = cutter->scan.marks.at;
    const char delimiter = cutter->scan.delimiter;
    const size_t mark_count = cutter->scan.marks.count;
    size_t mark = cutter->mark;
    size_t field = cutter->field;
    struct wj_slice *next = fields + cutter->count;
    char byte = delimiter;
    while (mark < mark_count && byte == delimiter) {
        size_t end = at[mark++];
        size_t quote = text[field] == '"' ? 1 : 0;
        *next++ = wj_slice(text + field + quote, end - field - 2 * quote);
        field = end + 1;
        byte = text[end];
    }
    cutter->mark = mark;
    cutter->field = field;
    cutter->count = (size_t)(next - fields);
    return byte;
}

/* Is this LF the second half of a line end? */
static bool is_second(const struct wj_cutter *cutter, const struct wj_csv *csv, char byte)
{
    size_t start = cutter->start;
    return byte == '\n' && (start > 0 ? cutter->text.ptr[start - 1] == '\r' : csv->after_cr);
}

/* Copies the field that has the next doubled quote, without the second quote of each pair. */
static enum wj_status copy_quotes(struct wj_cutter *cutter, struct wj_store *store, size_t number)
{
    const struct wj_scan_places *doubled = &cutter->scan.doubled;
    const char *text = cutter->text.ptr;
    struct wj_slice field = store->fields[store->field_count + number];
    size_t from = (size_t)(field.ptr - text);
    size_t end = from + field.len;
    enum wj_status status = wj_store_own(store, number);
    if (status != WJ_OK) {
        return status;
    }
    for (; cutter->doubled < doubled->count && doubled->at[cutter->doubled] < end;
         cutter->doubled++) {
        size_t second = doubled->at[cutter->doubled];
        wj_store_extend(store, number, wj_slice(text + from, second - from));
        from = second + 1;
    }
    wj_store_extend(store, number, wj_slice(text + from, end - from));
    return wj_buf_status(&store->texts);
}

/* Every doubled quote up to the record's end is in one of its fields. */
static enum wj_status copy_quoted_fields(struct wj_cutter *cutter, struct wj_store *store)
{
    const struct wj_scan_places *doubled = &cutter->scan.doubled;
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < cutter->count && cutter->doubled < doubled->count &&
                       doubled->at[cutter->doubled] < cutter->field;
         i++) {
        const struct wj_slice *field = &store->fields[store->field_count + i];
        if (cutter->text.ptr + doubled->at[cutter->doubled] < field->ptr + field->len) {
            status = copy_quotes(cutter, store, i);
        }
    }
    return status;
}

/* ---- fields that are not decoded yet ---- */

static bool is_ascii(struct wj_slice bytes)
{
    unsigned char all = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        all |= (unsigned char)bytes.ptr[i];
    }
    return all < 0x80;
}

/* Appends to the field that the store owns since last, in UTF-8. */
static enum wj_status extend_decoded(struct wj_cutter *cutter, struct wj_store *store,
                                     size_t number, struct wj_slice raw, bool *valid)
{
    size_t used = 0;
    size_t before = store->texts.len;
    enum wj_status status = wj_convert_decode(cutter->converter, raw, &store->texts, &used);
    store->fields[store->field_count + number].len += store->texts.len - before;
    *valid = *valid && used == raw.len;
    return status;
}

/* Copies a field, in UTF-8 and without the second quote of each pair. */
static enum wj_status decode_field(struct wj_cutter *cutter, struct wj_store *store, size_t number,
                                   bool *valid)
{
    const struct wj_scan_places *doubled = &cutter->scan.doubled;
    const char *text = cutter->text.ptr;
    struct wj_slice field = store->fields[store->field_count + number];
    size_t from = (size_t)(field.ptr - text);
    size_t end = from + field.len;
    enum wj_status status = wj_store_own(store, number);
    for (;
         status == WJ_OK && cutter->doubled < doubled->count && doubled->at[cutter->doubled] < end;
         cutter->doubled++) {
        size_t second = doubled->at[cutter->doubled];
        status = extend_decoded(cutter, store, number, wj_slice(text + from, second - from), valid);
        from = second + 1;
    }
    return status == WJ_OK
               ? extend_decoded(cutter, store, number, wj_slice(text + from, end - from), valid)
               : status;
}

/* Decodes the record's fields. False: one of them is not valid, and the record is not for the scan;
 * then nothing of it is in the store. */
static enum wj_status decode_fields(struct wj_cutter *cutter, struct wj_store *store, bool *valid)
{
    const struct wj_scan_places *doubled = &cutter->scan.doubled;
    size_t copied = store->copied_count;
    size_t texts = store->texts.len;
    enum wj_status status = WJ_OK;
    *valid = true;
    for (size_t i = 0; status == WJ_OK && i < cutter->count; i++) {
        const struct wj_slice field = store->fields[store->field_count + i];
        bool quotes = cutter->doubled < doubled->count &&
                      cutter->text.ptr + doubled->at[cutter->doubled] < field.ptr + field.len;
        if (quotes || !is_ascii(field)) {
            status = decode_field(cutter, store, i, valid);
        }
    }
    if (!*valid) {
        store->copied_count = copied;
        store->texts.len = texts;
        cutter->odd = true;
    }
    return status;
}

/* ---- records ---- */

/* The record at hand ended with this byte. A line without anything is an empty answer where there
 * is one column, else nothing. */
static enum wj_status end_record(struct wj_cutter *cutter, struct wj_csv *csv,
                                 struct wj_store *store, char byte)
{
    bool blank = cutter->field == cutter->start + 1;
    if (cutter->field - cutter->start > WJ_FIELD_MAX || cutter->count > WJ_COLUMNS_MAX) {
        cutter->odd = true;
        return WJ_OK;
    }
    if (blank && (csv->header_count != 1 || is_second(cutter, csv, byte))) {
        csv->line += is_second(cutter, csv, byte) ? 0 : 1;
        go_to(cutter, cutter->field);
        return WJ_OK;
    }
    bool valid = true;
    enum wj_status status = cutter->converter != NULL ? decode_fields(cutter, store, &valid)
                                                      : copy_quoted_fields(cutter, store);
    if (status == WJ_OK && valid) {
        status = wj_store_borrowed(store, csv->line, cutter->count);
    }
    if (!valid) {
        return status;
    }
    size_t before = cutter->line_break;
    cutter->line_break = skip(&cutter->scan.breaks, before, cutter->field);
    csv->line += 1 + cutter->lines + (cutter->line_break - before);
    go_to(cutter, cutter->field);
    return status;
}

static enum wj_status cut_record(struct wj_cutter *cutter, struct wj_csv *csv,
                                 struct wj_store *store)
{
    size_t marks_left = cutter->scan.marks.count - cutter->mark;
    enum wj_status status = wj_store_reserve(store, cutter->count + marks_left);
    if (status != WJ_OK) {
        return status;
    }
    char byte = take_fields(cutter, store->fields + store->field_count);
    if (is_line_end(byte)) {
        return end_record(cutter, csv, store, byte);
    }
    cutter->odd = byte != cutter->scan.delimiter || cutter->count > WJ_COLUMNS_MAX;
    return WJ_OK;
}

/* ---- offering ---- */

/* Is the start of a record at hand, and perhaps not its end, though there is text left to list? */
static bool may_be_cut_short(const struct wj_cutter *cutter, const struct wj_csv *csv)
{
    const struct wj_scan *scan = &cutter->scan;
    size_t left = scan->marks.count - cutter->mark;
    return left < csv->header_count && left <= WJ_SCAN_KEPT && cutter->listed < cutter->text.len &&
           scan->breaks.count - cutter->line_break <= WJ_SCAN_KEPT &&
           scan->doubled.count - cutter->doubled <= WJ_SCAN_KEPT;
}

/* Offers records, and passes over those that were taken. */
static void offer(struct wj_cutter *cutter, struct wj_csv *csv, struct wj_store *store)
{
    struct wj_stretch stretch = {
        .text = cutter->text.ptr,
        .len = cutter->text.len + cutter->slack,
        .delimiter = cutter->scan.delimiter,
        .start = cutter->start,
        .record = store->number + 1,
        .line = csv->line,
        .marks = cutter->scan.marks.at + cutter->mark,
        .mark_count = cutter->scan.marks.count - cutter->mark,
        .others = cutter->mark == 0 ? cutter->scan.others : SIZE_MAX,
        .breaks = cutter->scan.breaks.at + cutter->line_break,
        .break_count = cutter->scan.breaks.count - cutter->line_break,
        .goes_on = cutter->offered,
        .raw = cutter->converter != NULL,
        .unknown = cutter->converter != NULL && !cutter->valid,
    };
    cutter->offered = true;
    struct wj_taken taken = cutter->taker.take(cutter->taker.user, &stretch);
    if (taken.records == 0) {
        return;
    }
    size_t before = cutter->line_break;
    cutter->mark += taken.marks;
    cutter->line_break = skip(&cutter->scan.breaks, before, taken.end);
    cutter->doubled = skip(&cutter->scan.doubled, cutter->doubled, taken.end);
    csv->line += taken.records + (cutter->line_break - before);
    store->number += taken.records;
    go_to(cutter, taken.end);
}

/* Offers all that is whole. True: go on with what is at hand now. A record whose line ends were
 * partly counted and forgotten is none to be offered: who takes records counts lines, too. */
static bool offer_records(struct wj_cutter *cutter, struct wj_csv *csv, struct wj_store *store)
{
    bool begun = cutter->field != cutter->start || cutter->count > 0 || cutter->lines > 0;
    if (cutter->taker.take == NULL || begun) {
        return false;
    }
    offer(cutter, csv, store);
    if (!may_be_cut_short(cutter, csv)) {
        return false;
    }
    list_behind(cutter);
    return true;
}

enum wj_status wj_cutter_cut(struct wj_cutter *cutter, struct wj_csv *csv, struct wj_store *store,
                             size_t *used)
{
    enum wj_status status = WJ_OK;
    size_t before = cutter->start;
    while (status == WJ_OK && !cutter->odd && wj_store_has_room(store)) {
        if (offer_records(cutter, csv, store)) {
            continue;
        }
        if (cutter->mark < cutter->scan.marks.count) {
            status = cut_record(cutter, csv, store);
        } else if (cutter->listed < cutter->text.len) {
            list_more(cutter);
        } else {
            break;
        }
    }
    *used = cutter->start - before;
    if (*used > 0) {
        wj_csv_pass(csv, *used, cutter->text.ptr[cutter->start - 1] == '\r');
    }
    return status;
}
