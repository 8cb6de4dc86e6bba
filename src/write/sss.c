#include "export.h"

#include <string.h>
#include <time.h>

/* Triple-S XML 2.0. Its data are ISO 8859-1 whatever the description is written in, and a field has
 * no line break: a text variable with anything but printable ASCII stays out of both files. */

enum { FLUSH_AT = 1 << 16 };

static bool is_written(const struct wj_variable *variable)
{
    return variable->kind != WJ_VARIABLE_TEXT || variable->ascii;
}

/* The set that begins with a variable, or NULL. */
static const struct wj_variable_set *set_at(const struct wj_dataset *dataset, size_t *set,
                                            size_t variable)
{
    while (*set < dataset->set_count && dataset->sets[*set].first < variable) {
        ++*set;
    }
    bool here = *set < dataset->set_count && dataset->sets[*set].first == variable;
    return here ? &dataset->sets[*set] : NULL;
}

/* ---- the description ---- */

static void put_element(struct wj_buf *out, const char *indent, const char *name, const char *text)
{
    wj_buf_addf(out, "%s<%s>", indent, name);
    wj_export_xml(out, text);
    wj_buf_addf(out, "</%s>\n", name);
}

static void put_value(struct wj_buf *out, int64_t code, const char *score, const char *label)
{
    wj_buf_addf(out, "          <value code=\"%lld\"", (long long)code);
    if (score != NULL && strchr(score, '/') == NULL) {
        wj_buf_addf(out, " score=\"%s\"", score);
    }
    wj_buf_add_text(out, ">");
    wj_export_xml(out, label);
    wj_buf_add_text(out, "</value>\n");
}

/* `use`: what the variable is for, as an attribute; "": an answer. */
static void begin_variable(struct wj_buf *out, size_t field, const char *type, const char *use,
                           const char *name, const char *label)
{
    wj_buf_addf(out, "      <variable ident=\"%zu\" type=\"%s\"%s>\n", field, type, use);
    put_element(out, "        ", "name", name);
    put_element(out, "        ", "label", label);
    wj_buf_addf(out, "        <position start=\"%zu\"/>\n", field);
}

static void put_set(struct wj_buf *out, const struct wj_dataset *dataset,
                    const struct wj_variable_set *set, size_t field)
{
    begin_variable(out, field, "multiple", "", set->name, set->label);
    wj_buf_add_text(out, "        <values>\n");
    for (size_t i = 0; i < set->count; i++) {
        size_t option = set->first + i;
        put_value(out, (int64_t)i + 1, NULL, dataset->variables[option].option);
    }
    wj_buf_add_text(out, "        </values>\n      </variable>\n");
}

static void put_variable(struct wj_buf *out, const struct wj_variable *variable, size_t field,
                         const char *use)
{
    static const char *const types[] = {"single", "quantity", "character"};
    begin_variable(out, field, types[variable->kind], use, variable->name, variable->label);
    if (variable->kind == WJ_VARIABLE_TEXT) {
        wj_buf_addf(out, "        <size>%zu</size>\n", variable->width > 0 ? variable->width : 1);
    } else {
        wj_buf_add_text(out, "        <values>\n");
        for (size_t i = 0; i < variable->category_count; i++) {
            const struct wj_category *category = &variable->categories[i];
            put_value(out, category->value, category->score, category->label);
        }
        if (variable->kind == WJ_VARIABLE_NUMBER) {
            bool any = variable->lowest != NULL && variable->highest != NULL;
            wj_buf_addf(out, "          <range from=\"%s\" to=\"%s\"/>\n",
                        any ? variable->lowest : "0", any ? variable->highest : "0");
        }
        wj_buf_add_text(out, "        </values>\n");
    }
    wj_buf_add_text(out, "      </variable>\n");
}

static void put_variables(struct wj_buf *out, const struct wj_dataset *dataset)
{
    size_t field = 0;
    size_t next_set = 0;
    for (size_t i = 0; i < dataset->variable_count;) {
        const struct wj_variable *variable = &dataset->variables[i];
        const struct wj_variable_set *set = set_at(dataset, &next_set, i);
        if (set != NULL) {
            put_set(out, dataset, set, ++field);
        } else if (is_written(variable)) {
            bool weight = dataset->has_weight && i == dataset->weight;
            put_variable(out, variable, ++field, weight ? " use=\"weight\"" : "");
        }
        i += set != NULL ? set->count : 1;
    }
}

enum wj_status wj_write_sss(struct wj_diags *diags, struct wj_dataset *dataset, FILE *out)
{
    struct wj_buf text = {0};
    time_t seconds = (time_t)dataset->date;
    struct tm parts = {0};
    (void)diags;
    gmtime_r(&seconds, &parts);
    wj_buf_add_text(&text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                           "<!DOCTYPE sss PUBLIC \"-//triple-s//DTD Survey Interchange v2.0//EN\"\n"
                           "  \"http://www.triple-s.org/dtd/sss_v20.dtd\">\n"
                           "<sss version=\"2.0\">\n");
    wj_buf_addf(&text, "  <date>%04d-%02d-%02d</date>\n  <time>%02d:%02d</time>\n",
                parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min);
    wj_buf_add_text(&text, "  <origin>wjtab " WJ_VERSION "</origin>\n  <survey>\n");
    put_element(&text, "    ", "title", dataset->title);
    wj_buf_add_text(&text, "    <record ident=\"A\" format=\"csv\" skip=\"1\">\n");
    put_variables(&text, dataset);
    wj_buf_add_text(&text, "    </record>\n  </survey>\n</sss>\n");
    enum wj_status status = wj_export_flush(&text, out);
    wj_buf_clear(&text);
    return status;
}

/* ---- the data ---- */

static void put_number(struct wj_buf *out, const struct wj_variable *variable, struct wj_slice text)
{
    const char *point = memchr(text.ptr, '.', text.len);
    size_t decimals = point != NULL ? (size_t)(text.ptr + text.len - point) - 1 : 0;
    wj_buf_add(out, text);
    if (point == NULL && variable->decimals > 0) {
        wj_buf_add_char(out, '.');
    }
    for (size_t i = decimals; i < variable->decimals; i++) {
        wj_buf_add_char(out, '0');
    }
}

/* An answer that is missing is an empty field. */
static void put_cell(struct wj_buf *out, const struct wj_variable *variable,
                     const struct wj_datum *cell)
{
    if (cell->state != WJ_CASE_ANSWERED) {
        return;
    }
    if (variable->kind == WJ_VARIABLE_CODE) {
        wj_buf_addf(out, "%lld", (long long)variable->categories[cell->category].value);
    } else if (variable->kind == WJ_VARIABLE_NUMBER) {
        put_number(out, variable, cell->text);
    } else {
        wj_text_quote(out, cell->text);
    }
}

/* One sign per option; in quotes, so that no program takes it for a number. */
static void put_bits(struct wj_buf *out, const struct wj_datum *cells, size_t count)
{
    if (cells[0].state != WJ_CASE_ANSWERED) {
        return;
    }
    wj_buf_add_char(out, '"');
    for (size_t i = 0; i < count; i++) {
        wj_buf_add_char(out, cells[i].category != 0 ? '1' : '0');
    }
    wj_buf_add_char(out, '"');
}

/* A row, or without cells the names. */
static void put_row(struct wj_buf *out, const struct wj_dataset *dataset,
                    const struct wj_datum *cells)
{
    size_t next_set = 0;
    const char *comma = "";
    for (size_t i = 0; i < dataset->variable_count;) {
        const struct wj_variable *variable = &dataset->variables[i];
        const struct wj_variable_set *set = set_at(dataset, &next_set, i);
        size_t count = set != NULL ? set->count : 1;
        if (set != NULL || is_written(variable)) {
            wj_buf_add_text(out, comma);
            comma = ",";
            if (cells == NULL) {
                wj_buf_add_text(out, set != NULL ? set->name : variable->name);
            } else if (set != NULL) {
                put_bits(out, cells + i, count);
            } else {
                put_cell(out, variable, &cells[i]);
            }
        }
        i += count;
    }
    wj_buf_add_text(out, "\r\n");
}

enum wj_status wj_write_sss_data(struct wj_diags *diags, struct wj_dataset *dataset, FILE *out)
{
    struct wj_buf text = {0};
    const struct wj_datum *cells = NULL;
    put_row(&text, dataset, NULL);
    enum wj_status status = wj_dataset_next(dataset, diags, &cells);
    while (status == WJ_OK && cells != NULL) {
        put_row(&text, dataset, cells);
        if (text.len > FLUSH_AT) {
            status = wj_export_flush(&text, out);
        }
        if (status == WJ_OK) {
            status = wj_dataset_next(dataset, diags, &cells);
        }
    }
    status = status == WJ_OK ? wj_export_flush(&text, out) : status;
    wj_buf_clear(&text);
    return status;
}
