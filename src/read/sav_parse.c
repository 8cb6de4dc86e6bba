#include <errno.h>
#include <limits.h>
#include <readstat.h>
#include <string.h>

#include "fault.h"
#include "sav.h"

/* The file's header holds the day and the time at which it was written; ReadStat 1.1.8 refuses
 * the file when it can't read them, as where the month has a Chinese name. Nobody needs them. */
enum { DATE_AT = 92, TIME_AT = 101, TIME_END = 109 };

static const char any_date[] = "01 Jan 70";
static const char any_time[] = "00:00:00";

struct parse {
    FILE *file;
    struct wj_sav_content *content;
    enum wj_status status; /* why a handler stopped the parsing */
    bool look_for_utf8;
    struct wj_map sets;   /* name of a set of labels -> its number, from 1 */
    struct wj_map values; /* number of a set and value -> label's number + 1 */
    struct wj_buf key;
    struct wj_buf number;
    struct wj_buf row; /* spooled when it is complete */
    size_t expected;   /* variables */
    size_t next;       /* the variable of the cell to come */
    bool started;      /* the header was read */
    bool counted;      /* the header says how many rows there are */
    bool compressed;
    uint64_t file_size;
    uint64_t spooled; /* bytes */
    size_t tail;      /* what the last read got, if that was less than wanted */
};

struct wj_slice wj_sav_trim(struct wj_slice text)
{
    while (text.len > 0 && text.ptr[text.len - 1] == ' ') {
        text.len--;
    }
    return text;
}

static void set_fault(struct parse *parse, enum wj_sav_fault_kind kind, const char *text,
                      int reason)
{
    if (parse->content->fault.kind == WJ_SAV_SOUND) {
        parse->content->fault = (struct wj_sav_fault){kind, text, reason};
    }
}

/* ReadStat's reading: it takes a failure (-1) for success in most places, so none is shown. */

static int open_file(const char *path, void *data)
{
    struct parse *parse = data;
    (void)path;
    rewind(parse->file);
    return 0;
}

static int close_file(void *data)
{
    (void)data;
    return 0;
}

static readstat_off_t seek_file(readstat_off_t offset, readstat_io_flags_t whence, void *data)
{
    struct parse *parse = data;
    int from = whence == READSTAT_SEEK_SET   ? SEEK_SET
               : whence == READSTAT_SEEK_CUR ? SEEK_CUR
                                             : SEEK_END;
    off_t at = fseeko(parse->file, offset, from) == 0 ? ftello(parse->file) : -1;
    if (whence == READSTAT_SEEK_END && at > 0) {
        parse->file_size = (uint64_t)at;
    }
    return at;
}

static ssize_t read_file(void *bytes, size_t want, void *data)
{
    struct parse *parse = data;
    if (bytes == NULL) {
        /* The memory for a row, which ReadStat asked for and did not look at. */
        set_fault(parse, WJ_SAV_DAMAGED, readstat_error_message(READSTAT_ERROR_MALLOC), 0);
        return 0;
    }
    size_t got = fread(bytes, 1, want, parse->file);
    if (ferror(parse->file)) {
        set_fault(parse, WJ_SAV_UNREADABLE, NULL, errno);
        return 0;
    }
    if (!parse->started && got >= TIME_END) {
        memcpy((char *)bytes + DATE_AT, any_date, sizeof any_date - 1);
        memcpy((char *)bytes + TIME_AT, any_time, sizeof any_time - 1);
    }
    parse->started = true;
    parse->tail = got < want ? got : 0;
    return (ssize_t)got;
}

static readstat_error_t no_progress(long size, readstat_progress_handler handler, void *user,
                                    void *data)
{
    (void)size;
    (void)handler;
    (void)user;
    (void)data;
    return READSTAT_OK;
}

/* Keeps a copy of a text. */
static struct wj_slice keep_text(struct parse *parse, const char *text)
{
    struct wj_slice trimmed = wj_sav_trim(wj_slice_of(text));
    const char *copy = wj_arena_copy(&parse->content->arena, trimmed);
    if (copy == NULL) {
        parse->status = WJ_MEMORY;
        return wj_slice(NULL, 0);
    }
    if (parse->look_for_utf8 && !wj_sav_text_is_utf8(trimmed)) {
        parse->content->utf8_broken = true;
    }
    return wj_slice(copy, trimmed.len);
}

/* The number of a set of labels by its name. */
static uint32_t set_number(struct parse *parse, const char *name)
{
    uint64_t *number = NULL;
    if (name == NULL) {
        return 0;
    }
    enum wj_status status = wj_map_put(&parse->sets, wj_slice_of(name), &number);
    if (status != WJ_OK) {
        parse->status = status;
        return 0;
    }
    if (*number == 0) {
        *number = parse->sets.count;
    }
    return (uint32_t)*number;
}

/* What finds the label of a value: its set, and its text, or its number's bits. */
static struct wj_slice value_key(struct parse *parse, uint32_t set, readstat_value_t value)
{
    wj_buf_reset(&parse->key);
    wj_buf_add(&parse->key, wj_slice((const char *)&set, sizeof set));
    if (readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING) {
        wj_buf_add_char(&parse->key, 's');
        wj_buf_add(&parse->key, wj_sav_trim(wj_slice_of(readstat_string_value(value))));
    } else {
        uint64_t bits = 0;
        memcpy(&bits, &value.v, sizeof bits);
        bits = bits == UINT64_C(1) << 63 ? 0 : bits; /* -0 */
        wj_buf_add_char(&parse->key, 'n');
        wj_buf_add(&parse->key, wj_slice((const char *)&bits, sizeof bits));
    }
    return wj_buf_slice(&parse->key);
}

static int keep_value_label(const char *set_name, readstat_value_t value, const char *text,
                            void *data)
{
    struct parse *parse = data;
    struct wj_sav_content *content = parse->content;
    uint32_t set = set_number(parse, set_name);
    struct wj_slice label = keep_text(parse, text);
    struct wj_slice key = value_key(parse, set, value);
    uint64_t *number = NULL;
    if (parse->status == WJ_OK) {
        parse->status = wj_buf_status(&parse->key);
    }
    if (parse->status == WJ_OK) {
        parse->status = wj_grow(&content->labels, &content->label_capacity,
                                content->label_count + 1, sizeof *content->labels);
    }
    if (parse->status == WJ_OK) {
        parse->status = wj_map_put(&parse->values, key, &number);
    }
    if (parse->status != WJ_OK) {
        return READSTAT_HANDLER_ABORT;
    }
    content->labels[content->label_count++] = label;
    *number = content->label_count;
    return READSTAT_HANDLER_OK;
}

static int keep_metadata(readstat_metadata_t *metadata, void *data)
{
    struct parse *parse = data;
    int count = readstat_get_var_count(metadata);
    parse->counted = readstat_get_row_count(metadata) >= 0;
    parse->compressed = readstat_get_compression(metadata) != READSTAT_COMPRESS_NONE;
    if (count < 0 || count > WJ_COLUMNS_MAX) {
        set_fault(parse, WJ_SAV_TOO_WIDE, NULL, 0);
        return READSTAT_HANDLER_ABORT;
    }
    parse->expected = (size_t)count;
    /* A handler of labels that failed was not listened to. */
    return parse->status == WJ_OK ? READSTAT_HANDLER_OK : READSTAT_HANDLER_ABORT;
}

static int keep_variable(int index, readstat_variable_t *variable, const char *set_name, void *data)
{
    struct parse *parse = data;
    struct wj_sav_content *content = parse->content;
    const char *label = readstat_variable_get_label(variable);
    (void)index;
    /* ReadStat cuts a label where its room for it ends; what is left is not the label. */
    bool whole = label != NULL && strlen(label) + 1 < sizeof variable->label;
    enum wj_status status = wj_grow(&content->variables, &content->variable_capacity,
                                    content->variable_count + 1, sizeof *content->variables);
    if (status != WJ_OK) {
        parse->status = status;
        return READSTAT_HANDLER_ABORT;
    }
    content->variables[content->variable_count++] = (struct wj_sav_variable){
        .name = keep_text(parse, readstat_variable_get_name(variable)),
        .label = keep_text(parse, whole ? label : ""),
        .set = set_number(parse, set_name),
        .show = wj_sav_show_of(readstat_variable_get_format(variable)),
    };
    content->complete = content->variable_count == parse->expected;
    return parse->status == WJ_OK ? READSTAT_HANDLER_OK : READSTAT_HANDLER_ABORT;
}

/* Adds what a cell begins with, seven bits to a byte, the lowest first. */
static void add_cell(struct parse *parse, enum wj_sav_cell kind, uint64_t number)
{
    uint64_t rest = number << WJ_SAV_CELL_BITS | (uint64_t)kind;
    while (rest >= 0x80) {
        wj_buf_add_char(&parse->row, (char)(unsigned char)(rest | 0x80));
        rest >>= 7;
    }
    wj_buf_add_char(&parse->row, (char)(unsigned char)rest);
}

static void add_text_cell(struct parse *parse, struct wj_slice text)
{
    add_cell(parse, WJ_SAV_CELL_TEXT, text.len);
    wj_buf_add(&parse->row, text);
}

static void add_string(struct parse *parse, readstat_value_t value)
{
    struct wj_slice text = wj_sav_trim(wj_slice_of(readstat_string_value(value)));
    if (parse->look_for_utf8 && !parse->content->utf8_broken && !wj_sav_text_is_utf8(text)) {
        parse->content->utf8_broken = true;
    }
    add_text_cell(parse, text);
}

/* The one place where a binary number becomes text: 15 significant digits, which every decimal
 * number of so many digits survives. Whoever typed 0.1 reads 0.1. */
static void add_number(struct parse *parse, enum wj_sav_show show, readstat_value_t value)
{
    char text[64];
    size_t len = 0;
    wj_buf_reset(&parse->number);
    wj_buf_addf(&parse->number, "%.15g", readstat_double_value(value));
    for (size_t i = 0; i < parse->number.len && i < sizeof text; i++) {
        char byte = parse->number.ptr[i];
        text[len++] = byte == ',' ? '.' : byte; /* the point of the process's locale */
    }
    wj_buf_reset(&parse->number);
    wj_sav_show(&parse->number, wj_slice(text, len), show);
    if (parse->status == WJ_OK) {
        parse->status = wj_buf_status(&parse->number);
    }
    add_text_cell(parse, wj_buf_slice(&parse->number));
}

static void add_value(struct parse *parse, readstat_variable_t *variable, readstat_value_t value)
{
    const struct wj_sav_variable *known = &parse->content->variables[parse->next];
    if (readstat_value_is_system_missing(value)) {
        add_text_cell(parse, wj_slice(NULL, 0));
        return;
    }
    bool missing = readstat_value_is_defined_missing(value, variable) != 0;
    const uint64_t *label =
        known->set != 0 ? wj_map_get(&parse->values, value_key(parse, known->set, value)) : NULL;
    if (label != NULL) {
        add_cell(parse, missing ? WJ_SAV_CELL_MISSING : WJ_SAV_CELL_LABEL, *label - 1);
    } else if (missing) {
        add_text_cell(parse, wj_slice(NULL, 0));
    } else if (readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING) {
        add_string(parse, value);
    } else {
        add_number(parse, known->show, value);
    }
}

/* Moves a complete row to the spool. */
static bool spool_row(struct parse *parse)
{
    struct wj_sav_content *content = parse->content;
    if (fwrite(parse->row.ptr, 1, parse->row.len, content->spool) != parse->row.len) {
        set_fault(parse, WJ_SAV_NO_SPOOL, NULL, errno);
        return false;
    }
    parse->spooled += parse->row.len;
    if (parse->spooled > WJ_SAV_RATIO_FROM &&
        parse->spooled / WJ_SAV_RATIO_MOST > parse->file_size) {
        set_fault(parse, WJ_SAV_BOMB, NULL, 0);
        return false;
    }
    wj_buf_reset(&parse->row);
    parse->next = 0;
    content->rows++;
    return true;
}

static int keep_value(int row, readstat_variable_t *variable, readstat_value_t value, void *data)
{
    struct parse *parse = data;
    struct wj_sav_content *content = parse->content;
    if (row < 0 || (uint64_t)row != content->rows || !content->complete ||
        readstat_variable_get_index(variable) != (int)parse->next) {
        set_fault(parse, WJ_SAV_DAMAGED, readstat_error_message(READSTAT_ERROR_ROW_WIDTH_MISMATCH),
                  0);
        return READSTAT_HANDLER_ABORT;
    }
    add_value(parse, variable, value);
    if (parse->status == WJ_OK) {
        parse->status = wj_buf_status(&parse->row);
    }
    bool good = parse->status == WJ_OK;
    if (good && ++parse->next == content->variable_count) {
        good = spool_row(parse);
    }
    return good ? READSTAT_HANDLER_OK : READSTAT_HANDLER_ABORT;
}

static void set_handlers(readstat_parser_t *parser, struct parse *parse, bool declared_utf8)
{
    readstat_set_open_handler(parser, open_file);
    readstat_set_close_handler(parser, close_file);
    readstat_set_seek_handler(parser, seek_file);
    readstat_set_read_handler(parser, read_file);
    readstat_set_update_handler(parser, no_progress);
    readstat_set_io_ctx(parser, parse);
    /* No conversion; the name only decides whether NUL bytes are passed over, with which SPSS
     * fills very long UTF-8 texts where no whole character fits. */
    readstat_set_handler_character_encoding(parser, NULL);
    readstat_set_file_character_encoding(parser, declared_utf8 ? "UTF-8" : "bytes");
    /* Without a limit, it reads no row at all of a plain file that does not count its rows. */
    readstat_set_row_limit(parser, INT_MAX);
    readstat_set_metadata_handler(parser, keep_metadata);
    readstat_set_variable_handler(parser, keep_variable);
    readstat_set_value_label_handler(parser, keep_value_label);
    readstat_set_value_handler(parser, keep_value);
}

/* ReadStat ends without complaint where a file without a count of its rows ends inside one. */
static bool ends_inside_row(const struct parse *parse)
{
    return parse->next != 0 ||
           (!parse->counted && (parse->compressed ? parse->tail % 8 : parse->tail) != 0);
}

enum wj_status wj_sav_parse(FILE *file, bool declared_utf8, bool look_for_utf8,
                            struct wj_sav_content *content)
{
    struct parse parse = {.file = file, .content = content, .look_for_utf8 = look_for_utf8};
    content->spool = tmpfile();
    if (content->spool == NULL) {
        set_fault(&parse, WJ_SAV_NO_SPOOL, NULL, errno);
        return WJ_OK;
    }
    readstat_parser_t *parser = readstat_parser_init();
    if (parser == NULL) {
        return WJ_MEMORY;
    }
    set_handlers(parser, &parse, declared_utf8);
    readstat_error_t error = readstat_parse_sav(parser, "", &parse);
    readstat_parser_free(parser);
    if (parse.status == WJ_OK && error != READSTAT_OK) {
        set_fault(&parse, WJ_SAV_DAMAGED, readstat_error_message(error), 0);
    } else if (parse.status == WJ_OK && ends_inside_row(&parse)) {
        set_fault(&parse, WJ_SAV_DAMAGED, readstat_error_message(READSTAT_ERROR_READ), 0);
    }
    if (fflush(content->spool) != 0) {
        set_fault(&parse, WJ_SAV_NO_SPOOL, NULL, errno);
    }
    rewind(content->spool);
    wj_map_clear(&parse.sets);
    wj_map_clear(&parse.values);
    wj_buf_clear(&parse.key);
    wj_buf_clear(&parse.number);
    wj_buf_clear(&parse.row);
    return parse.status;
}

void wj_sav_content_clear(struct wj_sav_content *content)
{
    if (content->spool != NULL) {
        fclose(content->spool);
    }
    wj_free(content->variables);
    wj_free(content->labels);
    wj_arena_clear(&content->arena);
    *content = (struct wj_sav_content){0};
}
